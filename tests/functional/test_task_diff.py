"""`zwgk diff` over key points: which tasks stand otherwise than a former release said, and on which reports that rests."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from flows.cli.app import run
from flows.steps.publish import publish
from reports.template.tasks import TaskAnswer
from tests.functional.task_office import KEY, Q1, TaskOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TaskOffice:
    """Two releases of the first quarter: after the first one unit takes its answer back, and another answers late."""
    office = TaskOffice(tmp_path_factory.mktemp("diff") / "office")
    done = TaskAnswer("已完成", "已公开", date(2025, 3, 20), "http://a.example/1")
    office.send("finance", Q1, datetime(2025, 4, 3), {"一1": done, "一2": done})
    publish(office.workspace, Q1, datetime(2025, 4, 21))
    office.send("finance", Q1, datetime(2025, 5, 6), {"一1": done, "一2": TaskAnswer("推进中", "还在核对")})
    office.send("education", Q1, datetime(2025, 5, 7), {"一1": done})
    publish(office.workspace, Q1, datetime(2025, 5, 8))
    return office


def test_each_task_is_said_with_both_states_and_their_reports(
    office: TaskOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", "1", "current", "-w", str(office.workspace.root)]) == 1
    said = capsys.readouterr().out
    assert "要点任务进展有变化 2 项" in said
    [late] = [line for line in said.splitlines() if "区教育局" in line and f"{KEY}/一1" in line]
    assert "未报送" in late
    assert "计入" in late
    [taken_back] = [line for line in said.splitlines() if f"{KEY}/一2" in line]
    assert "已完成" in taken_back
    assert "逾期" in taken_back
    assert "取代" in taken_back


def test_programs_get_the_same_as_json(office: TaskOffice, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "1", "2", "--json", "-w", str(office.workspace.root)]) == 1
    tasks = json.loads(capsys.readouterr().out)["tasks"]
    assert [(one["unit_code"], one["task_id"], one["published_status"], one["status"]) for one in tasks] == [
        ("education", "一1", "not_reported", "done"),
        ("finance", "一2", "done", "overdue"),
    ]


def test_a_release_beside_itself_has_no_changed_task(office: TaskOffice, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "2", "2", "-w", str(office.workspace.root)]) == 0
    assert "要点任务" not in capsys.readouterr().out
