"""The records of scheduled runs, and what they say of runs that did not happen or did not end."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from flows.planned import Planned, planned_runs
from flows.schedule import OFFICE_ZONE
from flows.steps.remind import runs
from flows.steps.remind.runs import (
    Run,
    ServedError,
    is_served,
    read_runs,
    record_begin,
    record_deployed,
    record_end,
    record_known,
    serving_lock,
)
from flows.steps.remind.watch import watch
from warehouse.workspace import Workspace

DAILY = Planned("daily", "每日收表", (("30 7,17 1-20 1,4,7,10 *", "Asia/Shanghai"),))
KNOWN = datetime(2025, 4, 1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 4, day, hour, minute)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path)
    record_known(workspace, ["daily"], KNOWN)
    return workspace


def begin(workspace: Workspace, scheduled: datetime, number: str = "1") -> None:
    record_begin(workspace, "daily", number, scheduled, scheduled)


def kinds(workspace: Workspace, now: datetime) -> list[tuple[str, datetime]]:
    return [(one.kind, one.at) for one in watch(workspace, [DAILY], now).troubles]


def test_a_run_is_expected_by_its_schedule_in_shanghai_time() -> None:
    now = datetime(2025, 4, 20, 23, tzinfo=OFFICE_ZONE)
    assert DAILY.last_before(now) == datetime(2025, 4, 20, 17, 30, tzinfo=OFFICE_ZONE)
    assert DAILY.last_before(datetime(2025, 6, 1, tzinfo=OFFICE_ZONE)) == datetime(
        2025, 4, 20, 17, 30, tzinfo=OFFICE_ZONE
    )
    on_time = datetime(2025, 4, 20, 7, 30, tzinfo=OFFICE_ZONE)
    assert DAILY.last_before(on_time) == on_time
    assert Planned("by-hand", "按需", ()).last_before(now) is None


def test_a_run_that_did_not_begin_is_missed_once_it_is_late_enough(workspace: Workspace) -> None:
    begin(workspace, at(3, 17, 30))
    record_end(workspace, "daily", "1", "completed", at(3, 17, 31))
    assert kinds(workspace, at(4, 8, 59)) == []  # 7:30 and 90 minutes are 9:00
    assert kinds(workspace, at(4, 9)) == [("missed", at(4, 7, 30))]


def test_a_later_run_makes_up_for_one_that_was_missed(workspace: Workspace) -> None:
    begin(workspace, at(4, 10))
    record_end(workspace, "daily", "1", "completed", at(4, 10, 1))
    assert kinds(workspace, at(4, 18)) == []


def test_what_should_have_run_before_the_workspace_was_served_is_nobodys_fault(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    assert watch(workspace, [DAILY], at(4, 12)).is_used is False
    record_known(workspace, ["daily"], at(4, 8))
    assert kinds(workspace, at(4, 12)) == []
    assert kinds(workspace, at(4, 23)) == [("missed", at(4, 17, 30))]


def test_a_deployment_stays_known_since_when_it_was(workspace: Workspace) -> None:
    record_known(workspace, ["daily", "new"], at(9, 8))
    assert {name: run.known_since for name, run in read_runs(workspace).items()} == {"daily": KNOWN, "new": at(9, 8)}


def test_a_run_whose_process_is_gone_is_dead_and_one_that_goes_on_is_not(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    monkeypatch.setattr(runs.os, "getpid", lambda: child.pid)
    begin(workspace, at(4, 7, 30))
    monkeypatch.undo()
    assert kinds(workspace, at(4, 8)) == []
    child.kill()
    child.communicate()
    assert kinds(workspace, at(4, 8)) == [("dead", at(4, 7, 30))]


def test_another_process_of_the_same_number_is_not_taken_for_the_run(workspace: Workspace) -> None:
    begin(workspace, at(4, 7, 30))
    run = read_runs(workspace)["daily"]
    assert run.born is not None
    assert run.is_dead is False
    assert Run(**{**{name: getattr(run, name) for name in run.__slots__}, "born": run.born - 1}).is_dead is True


@pytest.mark.parametrize(("outcome", "found"), [("completed", []), ("failed", ["failed"]), ("crashed", ["failed"])])
def test_a_run_that_failed_is_said_until_the_next_one(workspace: Workspace, outcome: str, found: list[str]) -> None:
    begin(workspace, at(4, 7, 30))
    record_end(workspace, "daily", "1", outcome, at(4, 7, 40))
    assert [kind for kind, _ in kinds(workspace, at(4, 8))] == found
    begin(workspace, at(4, 17, 30), "2")
    record_end(workspace, "daily", "2", "completed", at(4, 17, 31))
    assert kinds(workspace, at(4, 18)) == []


def test_the_end_of_an_earlier_run_does_not_end_the_later_one(workspace: Workspace) -> None:
    begin(workspace, at(4, 7, 30), "1")
    begin(workspace, at(4, 17, 30), "2")
    record_end(workspace, "daily", "1", "failed", at(4, 17, 31))
    assert read_runs(workspace)["daily"].is_running


def test_a_record_that_cannot_be_read_counts_as_none(workspace: Workspace) -> None:
    (workspace.runs / "daily.json").write_text("{", encoding="utf-8")
    assert read_runs(workspace) == {}


def test_a_workspace_is_served_by_one_process_at_a_time(workspace: Workspace) -> None:
    assert is_served(workspace) is False
    with serving_lock(workspace):
        assert is_served(workspace) is True
        with pytest.raises(ServedError, match=r"已由进程 \d+ 的 zwgk serve 启动"), serving_lock(workspace):
            pass
    assert is_served(workspace) is False


def test_a_workspace_that_nobody_serves_though_runs_are_planned_says_so(workspace: Workspace) -> None:
    assert watch(workspace, [DAILY], KNOWN).sentences == (
        "zwgk serve 没有在运行，请启动；不再使用计划任务的，删除工作区的 runs 文件夹",
    )
    with serving_lock(workspace):
        assert watch(workspace, [DAILY], KNOWN).sentences == ()


def test_every_deployment_of_the_plan_can_be_watched(tmp_path: Path) -> None:
    now = datetime(2025, 4, 21, 12, tzinfo=OFFICE_ZONE)
    last = {one.name: one.last_before(now) for one in planned_runs()}
    assert last["day-round"] == datetime(2025, 4, 21, 11, tzinfo=OFFICE_ZONE)
    assert last["collect-daily"] == datetime(2025, 4, 20, 17, 30, tzinfo=OFFICE_ZONE)
    assert last["release"] is None
    assert planned_runs(tmp_path / "prefect.yaml") == ()


def test_of_a_process_on_another_machine_nobody_says_that_it_died(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as there:
        there.setattr("socket.gethostname", lambda: "another machine")
        there.setattr("os.getpid", lambda: 2**22 + 1)  # no process of this machine has that number
        begin(workspace, at(2, 7, 30))
        assert [kind for kind, _ in kinds(workspace, at(2, 8))] == ["dead"]
    assert read_runs(workspace)["daily"].host == "another machine"
    assert kinds(workspace, at(2, 8)) == []


def test_a_record_from_before_machines_were_told_apart_is_read(workspace: Workspace) -> None:
    begin(workspace, at(2, 7, 30))
    path = workspace.runs / "daily.json"
    row = json.loads(path.read_text())
    del row["host"]
    path.write_text(json.dumps(row))
    assert read_runs(workspace)["daily"].is_running


def test_a_workspace_that_another_server_runs_needs_no_zwgk_serve(workspace: Workspace) -> None:
    assert watch(workspace, [DAILY], KNOWN).sentences != ()
    record_deployed(workspace, "http://10.1.0.5:4200/api")
    assert watch(workspace, [DAILY], KNOWN).sentences == ()
