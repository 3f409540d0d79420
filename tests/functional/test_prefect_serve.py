"""What `zwgk serve` brings up: deployments with their schedules, and a worker that runs them."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.schedule import OFFICE_ZONE, quarter_to_collect, year_to_report
from flows.serve import PROJECT
from flows.server import ServerError, running_child, running_server, stop_group
from tests.functional.conftest import Served

PLAN = yaml.safe_load((PROJECT / "prefect.yaml").read_text("utf-8"))["deployments"]
prefect = pytest.mark.xdist_group("prefect")


@prefect
def test_every_deployment_of_the_plan_is_on_the_server_in_shanghai_time(served: Served) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = {deployment.name: deployment for deployment in client.read_deployments()}
    assert set(found) == {planned["name"] for planned in PLAN}
    for deployment in found.values():
        assert deployment.work_pool_name == "zwgk"
        assert deployment.parameters["workspace"] == str(served.workspace.root)
        assert {schedule.schedule.timezone for schedule in deployment.schedules} == {"Asia/Shanghai"}


@prefect
def test_the_worker_runs_a_deployment_in_the_workspace(served: Served) -> None:
    from prefect.deployments import run_deployment

    (served.workspace.inbox / "a.xlsx").write_bytes(b"no workbook at all")
    run = run_deployment("collect/collect-daily", parameters={"period": "2025Q1"}, timeout=120, poll_interval=1)
    assert run.state is not None
    assert run.state.is_completed(), run.state.message
    assert len(list(served.workspace.archive.glob("[0-9a-f][0-9a-f]/*"))) == 1


@prefect
def test_the_server_listens_on_loopback_only_and_reports_to_nobody(served: Served) -> None:
    port = f"{served.server.port:04X}"
    with Path("/proc/net/tcp").open() as sockets:
        listening = [line.split()[1] for line in sockets if f":{port} " in line and line.split()[3] == "0A"]
    assert listening == [f"0100007F:{port}"]
    with urllib.request.urlopen(f"{served.server.api}/admin/settings") as answer:
        settings = yaml.safe_load(answer.read())
    assert settings["server"]["analytics_enabled"] is False


@prefect
def test_the_page_is_there(served: Served) -> None:
    with urllib.request.urlopen(served.server.page) as answer:
        assert b"<html" in answer.read()
    assert served.said[0].startswith("正在启动")


def dates(cron: str, year: int) -> Iterator[datetime]:
    from cronsim import CronSim

    for moment in CronSim(cron, datetime(year, 1, 1, tzinfo=OFFICE_ZONE) - timedelta(seconds=1)):
        if moment.year > year:
            return
        yield moment


def planned(name: str, year: int = 2026) -> list[datetime]:
    (deployment,) = [deployment for deployment in PLAN if deployment["name"] == name]
    assert {schedule["timezone"] for schedule in deployment["schedules"]} == {"Asia/Shanghai"}
    return sorted(moment for schedule in deployment["schedules"] for moment in dates(schedule["cron"], year))


def test_collection_runs_every_day_of_the_reporting_windows() -> None:
    days = {moment.date().isoformat()[5:] for moment in planned("collect-daily")}
    quarters = {f"{month:02}-{day:02}" for month in (1, 4, 7, 10) for day in range(1, 21)}
    annual = {f"01-{day:02}" for day in range(21, 32)} | {f"02-{day:02}" for day in range(1, 11)}
    assert days == quarters | annual


@pytest.mark.parametrize("name", ["quarter-close", "quarter-publish"])
def test_each_quarter_is_closed_once_after_its_window(name: str) -> None:
    assert [str(quarter_to_collect(moment)) for moment in planned(name)] == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"]
    assert all(moment.day == 21 for moment in planned(name))


def test_the_annual_reports_of_the_units_come_before_31_january() -> None:
    assert {str(year_to_report(moment)) for moment in planned("annual-units")} == {"2025"}
    assert all((moment.month, moment.day) < (1, 31) for moment in planned("annual-units"))


@pytest.mark.parametrize("name", ["annual-district", "annual-publish"])
def test_the_districts_report_comes_before_31_march(name: str) -> None:
    assert {str(year_to_report(moment)) for moment in planned(name)} == {"2025"}
    assert all((3, 1) <= (moment.month, moment.day) < (3, 31) for moment in planned(name))


def test_a_publication_comes_after_what_it_publishes() -> None:
    for before, after in (("quarter-close", "quarter-publish"), ("annual-district", "annual-publish")):
        assert planned(before)[-1] < planned(after)[-1]
        assert planned(before)[-1].date() == planned(after)[-1].date()


def test_links_are_looked_at_every_monday() -> None:
    assert {moment.weekday() for moment in planned("links-weekly")} == {0}
    assert len(planned("links-weekly")) == 52


def test_stopping_takes_along_what_the_child_started() -> None:
    parent = "import subprocess, sys; print(subprocess.Popen(['sleep', '60']).pid, flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    grandchild = int(process.stdout.readline())
    stop_group(process)
    process.communicate()
    assert process.poll() == -signal.SIGTERM
    assert ends_soon(grandchild)


def ends_soon(pid: int) -> bool:
    """Within some seconds: a signal has been sent, and the system takes its time to deliver it."""
    deadline = time.monotonic() + 10
    while not has_ended(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return has_ended(pid)


def has_ended(pid: int) -> bool:
    """Gone, or dead and not yet fetched by whoever inherited it."""
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


@prefect
def test_a_port_that_is_taken_is_a_clear_error(served: Served, tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=f"端口 {served.server.port}"), running_server(tmp_path, served.server.port):
        pass


def test_a_server_that_ends_at_once_names_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "nonsense://")
    with pytest.raises(ServerError, match=r"server\.log"), running_server(tmp_path, with_page=False):
        pass


def test_a_child_is_stopped_when_the_work_beside_it_fails(tmp_path: Path) -> None:
    started: list[Any] = []

    def fail() -> None:
        with running_child(["version"], dict(os.environ), tmp_path / "log") as process:
            started.append(process)
            raise RuntimeError("the work beside it")

    with pytest.raises(RuntimeError, match="the work beside it"):
        fail()
    assert started[0].poll() is not None


def test_the_clock_of_the_plan_is_the_offices() -> None:
    assert planned("quarter-close")[0].astimezone(UTC).hour == 0
