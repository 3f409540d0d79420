import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from flows.doctor import (
    archive_is_intact,
    calendar_reaches,
    examine,
    nobody_writes,
    plan_is_kept,
    versions_fit,
)
from flows.steps.intake import ADOPTED, OBSERVED, RECEIVED, archive_of, journal_of
from flows.steps.remind.runs import record_begin, record_known, serving_lock
from warehouse.catalog.calendar import CalendarError
from warehouse.workspace import Workspace

HOLDER = """
import sys
from pathlib import Path
from warehouse.locks import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path)
    sha256 = archive_of(workspace).land(b"report")
    journal_of(workspace).append(
        RECEIVED, datetime(2025, 4, 10), [{"sha256": sha256, "file_name": "a.xlsx", "source": "inbox"}]
    )
    return workspace


def the_file(workspace: Workspace) -> Path:
    (sha256,) = archive_of(workspace)
    return archive_of(workspace).path(sha256)


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a December the calendar may not know the next year yet."""
    monkeypatch.setattr("flows.doctor.local_now", lambda: datetime(2025, 4, 11, 9))


def test_a_sound_workspace_is_fine_in_every_respect(workspace: Workspace) -> None:
    checks = examine(workspace)
    assert [check.title for check in checks if not check.is_fine] == []
    assert [check.title for check in checks] == [
        "日志",
        "档案",
        "软件版本",
        "中文字体",
        "磁盘空间",
        "写入锁",
        "计划任务",
        "工作日历",
    ]


def test_changed_bytes_in_the_archive_are_found(workspace: Workspace) -> None:
    the_file(workspace).chmod(0o644)
    the_file(workspace).write_bytes(b"report, changed")
    is_fine, detail = archive_is_intact(workspace)
    assert is_fine is False
    assert "1 份内容有变" in detail


def test_a_file_lost_from_the_archive_is_found(workspace: Workspace) -> None:
    the_file(workspace).unlink()
    assert archive_is_intact(workspace) == (False, f"0 份内容有变，1 份缺失（{the_name_of_report()}），请从备份恢复")


@pytest.mark.parametrize("kind", [OBSERVED, ADOPTED])
def test_a_lost_visit_to_links_or_adopted_document_is_found_too(workspace: Workspace, kind: str) -> None:
    journal_of(workspace).append(kind, datetime(2025, 4, 11), [{"subject": "links", "key": "a", "sha256": "0" * 64}])
    is_fine, detail = archive_is_intact(workspace)
    assert is_fine is False
    assert "1 份缺失（000000000000）" in detail


def the_name_of_report() -> str:
    import hashlib

    return hashlib.sha256(b"report").hexdigest()[:12]


def test_a_journal_that_was_changed_is_found(workspace: Workspace) -> None:
    path = workspace.archive / "journal.jsonl"
    path.write_text(path.read_text("utf-8").replace("a.xlsx", "b.xlsx"), "utf-8")
    journal = examine(workspace)[0]
    assert journal.is_fine is False
    assert "第 1 行" in journal.detail


def test_the_holder_of_the_writers_lock_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "zwgk.lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    is_fine, detail = nobody_writes(lock)
    holder.communicate()
    assert is_fine is False
    assert str(holder.pid) in detail
    assert nobody_writes(lock) == (True, "空闲")


def test_a_prefect_beside_a_fastapi_that_it_does_not_bear_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.doctor._version", lambda name: "0.165.0" if name == "fastapi" else "3.8.8")
    is_fine, detail = versions_fit()
    assert is_fine is False
    assert "fastapi 应为 <" in detail


def test_a_scheduled_run_that_did_not_happen_is_found_without_any_server(workspace: Workspace) -> None:
    assert plan_is_kept(workspace, datetime(2025, 4, 11, 9)) == (True, "没有使用计划任务（zwgk serve）")
    record_known(workspace, ["collect-daily"], datetime(2025, 4, 1))
    is_fine, detail = plan_is_kept(workspace, datetime(2025, 4, 11, 9, 30))
    assert is_fine is False
    assert "应于2025-04-11 07:30运行，至今没有运行" in detail
    assert "zwgk serve 没有在运行" in detail
    with serving_lock(workspace):
        record_begin(workspace, "collect-daily", "1", datetime(2025, 4, 11, 7, 30), datetime(2025, 4, 11, 7, 31))
        assert plan_is_kept(workspace, datetime(2025, 4, 11, 9, 30))[0] is True


def test_an_unknown_year_is_a_finding_from_december_on(workspace: Workspace) -> None:
    assert calendar_reaches(workspace, date(2025, 12, 1)) == (True, "2025年和2026年的工作日安排已知")
    assert calendar_reaches(workspace, date(2025, 11, 30)) == (True, "2025年的工作日安排已知")
    with pytest.raises(CalendarError, match="2031年的工作日安排未知"):
        calendar_reaches(workspace, date(2031, 3, 1))


def test_what_the_calendar_does_not_know_is_a_finding_and_no_crash(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.doctor.local_now", lambda: datetime(2031, 1, 2, 9))
    [check] = [check for check in examine(workspace) if check.title == "工作日历"]
    assert (check.is_fine, "calendar.csv" in check.detail) == (False, True)
