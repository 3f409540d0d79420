"""What `zwgk serve` brings up: deployments with their schedules, and a worker that runs them."""

import base64
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
import requests
import yaml

from flows.orchestration.commands import links
from flows.orchestration.serve import look, serving
from flows.orchestration.server import ServerError, running_child, running_server, stop_group
from flows.orchestration.watch import close_dead_runs, close_open_runs
from flows.planned import PLAN as PLAN_FILE
from flows.schedule import OFFICE_ZONE
from flows.steps.remind.runs import read_runs, record_begin, record_known
from tests.functional.conftest import SERVER_PASSWORD, Served
from tests.functional.webhook import running_webhook
from warehouse.workspace import Workspace

PLAN = yaml.safe_load(PLAN_FILE.read_text("utf-8"))["deployments"]
prefect = pytest.mark.xdist_group("prefect")
KNOWN = {"Authorization": f"Basic {base64.b64encode(SERVER_PASSWORD.encode()).decode()}"}
FORGED = {"Prefect-Csrf-Token": "forged", "Prefect-Csrf-Client": "forged"}


@prefect
def test_every_deployment_of_the_plan_is_on_the_server_in_shanghai_time(served: Served) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = {deployment.name: deployment for deployment in client.read_deployments()}
    assert set(found) == {planned["name"] for planned in PLAN}
    for deployment in found.values():
        assert deployment.work_pool_name == "zwgk"
        assert deployment.parameters["workspace"] == str(served.workspace.root)
        assert {schedule.schedule.timezone for schedule in deployment.schedules} <= {"Asia/Shanghai"}
    scheduled = {name: len(deployment.schedules) for name, deployment in found.items()}
    assert scheduled == {one["name"]: len(one["schedules"]) for one in PLAN}


@prefect
def test_the_worker_runs_a_deployment_in_the_workspace(served: Served) -> None:
    from prefect.deployments import run_deployment

    (served.workspace.inbox / "a.xlsx").write_bytes(b"no workbook at all")
    run = run_deployment("collect/collect-daily", parameters={"period": "2025Q1"}, timeout=120, poll_interval=1)
    assert run.state is not None
    assert run.state.is_completed(), run.state.message
    assert len(list(served.workspace.archive.glob("[0-9a-f][0-9a-f]/*"))) == 1
    assert served.audit.asked == []  # nobody outside this machine, by name or address
    commands = " ".join(served.audit.started)
    for started in ("prefect server start", "prefect worker start", "prefect.engine"):
        assert started in commands


@prefect
def test_the_server_listens_on_loopback_only_and_reports_to_nobody(served: Served) -> None:
    port = f"{served.server.port:04X}"
    with Path("/proc/net/tcp").open() as sockets:
        listening = [line.split()[1] for line in sockets if f":{port} " in line and line.split()[3] == "0A"]
    assert listening == [f"0100007F:{port}"]
    settings = requests.get(f"{served.server.api}/admin/settings", headers=KNOWN, timeout=30).json()
    assert settings["server"]["analytics_enabled"] is False


@prefect
def test_who_does_not_know_the_password_is_told_nothing_and_changes_nothing(served: Served) -> None:
    for headers in ({}, {"Authorization": "Basic d3Jvbmc6cGFzc3dvcmQ="}):
        answers = [
            requests.get(f"{served.server.api}/admin/settings", headers=headers, timeout=30),
            requests.get(f"{served.server.api}/csrf-token?client=a", headers=headers, timeout=30),
            requests.post(f"{served.server.api}/flows/filter", json={}, headers=FORGED | headers, timeout=30),
        ]
        assert [answer.status_code for answer in answers] == [401, 401, 403]
    assert requests.get(f"{served.server.api}/health", timeout=30).status_code == 200


@prefect
def test_who_knows_it_needs_a_token_too_for_what_changes_something(served: Served) -> None:
    asked = requests.get(f"{served.server.api}/csrf-token?client=a", headers=KNOWN, timeout=30).json()
    token = {"Prefect-Csrf-Token": asked["token"], "Prefect-Csrf-Client": "a"}
    for headers, expected in ((KNOWN, 403), (KNOWN | FORGED, 403), (KNOWN | token, 200), (token, 401)):
        answer = requests.post(f"{served.server.api}/flows/filter", json={}, headers=headers, timeout=30)
        assert answer.status_code == expected


@prefect
def test_the_settings_that_the_server_shows_hide_its_password(served: Served) -> None:
    shown = requests.get(f"{served.server.api}/admin/settings", headers=KNOWN, timeout=30).text
    assert SERVER_PASSWORD not in shown


@prefect
def test_the_password_is_in_no_command_line(served: Served) -> None:
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert any(str(served.server.port).encode() in line for line in lines)
    assert not any(SERVER_PASSWORD.encode() in line for line in lines)


@prefect
def test_the_planned_runs_are_laid_out_by_the_server(served: Served) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
    from prefect.client.schemas.objects import StateType

    planned = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])))
    deadline = time.monotonic() + 90  # the scheduler looks every few seconds, later where the machine is busy
    with get_client(sync_client=True) as client:
        wanted = {one.id for one in client.read_deployments() if one.schedules}
        while time.monotonic() < deadline:
            runs = client.read_flow_runs(flow_run_filter=planned)
            if wanted <= {run.deployment_id for run in runs}:
                break
            time.sleep(0.5)
    assert len(wanted) == len([one for one in PLAN if one["schedules"]])
    assert wanted <= {run.deployment_id for run in runs}


@prefect
def test_the_page_is_there(served: Served) -> None:
    with urllib.request.urlopen(served.server.page) as answer:
        assert b"<html" in answer.read()
    assert served.said[0].startswith("正在启动")


@prefect
def test_every_page_tells_the_browser_to_ask_no_other_server(served: Served) -> None:
    """Prefect's page asks for the configuration of its analytics otherwise, whatever the server's settings say."""
    for place in ("/", "/v2/", "/v2/dashboard", "/runs"):
        page = requests.get(served.server.page + place, headers={"Accept": "text/html"}, timeout=30).text
        assert '<head><meta http-equiv="Content-Security-Policy" content="default-src \'self\'' in page, place


def dates(cron: str, year: int) -> Iterator[datetime]:
    from cronsim import CronSim

    for moment in CronSim(cron, datetime(year, 1, 1, tzinfo=OFFICE_ZONE) - timedelta(seconds=1)):
        if moment.year > year:
            return
        yield moment


def planned(name: str, year: int = 2026) -> list[datetime]:
    (deployment,) = [deployment for deployment in PLAN if deployment["name"] == name]
    assert {schedule["timezone"] for schedule in deployment["schedules"]} <= {"Asia/Shanghai"}
    return sorted(moment for schedule in deployment["schedules"] for moment in dates(schedule["cron"], year))


def test_collection_runs_every_day_of_the_reporting_windows() -> None:
    days = {moment.date().isoformat()[5:] for moment in planned("collect-daily")}
    quarters = {f"{month:02}-{day:02}" for month in (1, 4, 7, 10) for day in range(1, 21)}
    annual = {f"01-{day:02}" for day in range(21, 32)} | {f"02-{day:02}" for day in range(1, 11)}
    assert days == quarters | annual


def test_the_calendar_is_asked_every_day_of_the_year_and_again_where_a_morning_failed() -> None:
    moments = planned("day-round")
    assert len({moment.date() for moment in moments}) == 365
    assert {moment.hour for moment in moments} == {8, 11, 15}


@pytest.mark.parametrize("name", ["quarter-documents", "annual-documents", "release"])
def test_what_moves_with_holidays_has_no_cron(name: str) -> None:
    assert planned(name) == []


def test_the_round_comes_after_the_collection_of_the_morning() -> None:
    mornings = {moment for moment in planned("collect-daily") if moment.hour == 7}
    assert {moment + timedelta(minutes=30) for moment in mornings} <= set(planned("day-round"))


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
def test_a_workspace_that_is_served_is_not_served_twice(served: Served) -> None:
    said: list[str] = []
    with (
        pytest.raises(ServerError, match=f"已由进程 {os.getpid()} 的 zwgk serve 启动"),
        serving(served.workspace, said.append),
    ):
        pass
    assert said == []


@prefect
def test_what_is_planned_is_known_from_the_day_on_which_it_was_served(served: Served) -> None:
    assert set(read_runs(served.workspace)) >= {one["name"] for one in PLAN}


@prefect
def test_a_scheduled_run_that_did_not_happen_is_told_once(
    served: Served, office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_known(office, ["portal-daily"], datetime(2025, 1, 1))
    with running_webhook() as hook:
        monkeypatch.setenv("OFFICE_HOOK", hook.address)
        (office.root / "zwgk.toml").write_text('notify = ["OFFICE_HOOK"]\n', encoding="utf-8")
        said: list[str] = []
        told = look(served.server, Workspace.open(office.root), frozenset(), said.append)
        assert look(served.server, Workspace.open(office.root), told, said.append) == told
    assert hook.titles == ["需要查看的异常 1 处"]
    assert len(said) == 1
    assert "“门户取数”应于" in said[0]
    assert "至今没有运行" in hook.messages[0]["message"]


@prefect
@pytest.mark.parametrize("closes", [close_dead_runs, close_open_runs])
def test_a_run_whose_process_died_is_closed_and_its_deployment_free_again(
    served: Served, office: Workspace, monkeypatch: pytest.MonkeyPatch, closes: Any
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.states import Running

    with get_client(sync_client=True) as client:
        run = client.create_flow_run(links, parameters={"workspace": str(office.root)}, state=Running())
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        monkeypatch.setattr("os.getpid", lambda: child.pid)
        record_begin(office, "links-weekly", str(run.id), datetime(2025, 4, 7, 6), datetime(2025, 4, 7, 6))
        monkeypatch.undo()
        assert close_dead_runs(served.server, office) == []  # it lives
        child.kill()
        child.communicate()
        assert closes(served.server, office) == [run.name]
        closed = client.read_flow_run(run.id).state
    assert closed is not None
    assert closed.is_crashed()
    assert "执行进程已不在" in str(closed.message)
    assert read_runs(office)["links-weekly"].outcome == "crashed"
    assert closes(served.server, office) == []


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
    assert planned("day-round")[0].astimezone(UTC).hour == 0
