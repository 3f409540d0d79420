import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.doctor import LOOKS, examine
from flows.doctor.machine import clock_is_right, fonts_are_there, others_may_not, space_is_left, versions_fit
from flows.doctor.office import calendar_reaches, nobody_writes, nothing_is_left_lying, plan_is_kept
from flows.doctor.records import archive_is_intact, journal_is_whole
from flows.doctor.seen import Seen, listed
from flows.steps.intake import ADOPTED, OBSERVED, RECEIVED, archive_of, journal_of
from flows.steps.remind.runs import record_begin, record_known, serving_lock
from warehouse.catalog.calendar import CalendarError
from warehouse.workspace import Workspace

NOW = datetime(2025, 4, 11, 9)
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


def is_broken(seen: Seen) -> bool:
    return not seen.is_fine and not seen.is_hint


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a December the calendar may not know the next year yet."""
    monkeypatch.setattr("flows.doctor.local_now", lambda: NOW)


def test_a_journal_that_lost_its_end_is_told_by_the_releases_made_from_it(workspace: Workspace) -> None:
    """The lines that are left follow from each other: nothing in the journal itself shows that there were more."""
    journal = workspace.archive / "journal.jsonl"
    (workspace.releases / "0001-2025Q1-abc").mkdir()
    manifest = workspace.releases / "0001-2025Q1-abc" / "manifest.json"
    manifest.write_text(json.dumps({"journal_head": journal_of(workspace).head}))
    (workspace.releases / "current").symlink_to("0001-2025Q1-abc")
    assert journal_is_whole(workspace, NOW).is_fine
    journal.write_bytes(b"")
    seen = journal_is_whole(workspace, NOW)
    assert is_broken(seen)
    assert "比发布版本 0001-2025Q1-abc 所依据的少" in seen.detail


def test_a_sound_workspace_is_fine_in_every_respect(tmp_path: Path) -> None:
    checks = examine(Workspace.create(tmp_path))
    assert [check.title for check in checks] == [look.title for look in LOOKS]
    assert [check.title for check in checks if not check.is_fine and check.title != "软件版本"] == []


def test_changed_bytes_in_the_archive_are_found(workspace: Workspace) -> None:
    the_file(workspace).chmod(0o644)
    the_file(workspace).write_bytes(b"report, changed")
    seen = archive_is_intact(workspace, NOW)
    assert is_broken(seen)
    assert "1 份内容有变" in seen.detail


def test_a_file_lost_from_the_archive_is_found(workspace: Workspace) -> None:
    assert archive_is_intact(workspace, NOW).is_fine
    the_file(workspace).unlink()
    assert archive_is_intact(workspace, NOW) == Seen(
        False, f"0 份内容有变，1 份缺失（{the_name_of_report()}），请从备份恢复"
    )


@pytest.mark.parametrize("kind", [OBSERVED, ADOPTED])
def test_a_lost_visit_to_links_or_adopted_document_is_found_too(workspace: Workspace, kind: str) -> None:
    journal_of(workspace).append(kind, datetime(2025, 4, 11), [{"subject": "links", "key": "a", "sha256": "0" * 64}])
    seen = archive_is_intact(workspace, NOW)
    assert is_broken(seen)
    assert "1 份缺失（000000000000）" in seen.detail


def the_name_of_report() -> str:
    import hashlib

    return hashlib.sha256(b"report").hexdigest()[:12]


def test_a_journal_that_was_changed_is_found(workspace: Workspace) -> None:
    path = workspace.archive / "journal.jsonl"
    path.write_text(path.read_text("utf-8").replace("a.xlsx", "b.xlsx"), "utf-8")
    journal = examine(workspace)[0]
    assert journal.is_fine is journal.is_hint is False
    assert "第 1 行" in journal.detail


def test_the_holder_of_the_writers_lock_is_named_and_no_fault(workspace: Workspace) -> None:
    lock = workspace.database.with_suffix(".lock")
    lock.parent.mkdir()
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    seen = nobody_writes(workspace, NOW)
    holder.communicate()
    assert seen.is_hint
    assert str(holder.pid) in seen.detail
    assert nobody_writes(workspace, NOW) == Seen(True, "空闲")


def test_a_prefect_beside_a_fastapi_that_it_does_not_bear_is_found(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.doctor.machine._version", lambda name: "0.165.0" if name == "fastapi" else "3.8.8")
    seen = versions_fit(workspace, NOW)
    assert is_broken(seen)
    assert "fastapi 应为 <" in seen.detail


def test_a_library_of_another_version_than_the_locked_one_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("flows.doctor.machine.requires", lambda _: [])
    monkeypatch.setattr("flows.doctor.machine.PROJECT", tmp_path)
    assert versions_fit(workspace, NOW).is_fine
    lock = "numpy==0.0.1 \\\n    --hash=sha256:0\nno-such-library==1 \\\ncolorama==9 ; sys_platform == 'win32' \\\n"
    (tmp_path / "requirements.lock").write_text(lock, encoding="utf-8")
    seen = versions_fit(workspace, NOW)
    assert seen.is_hint
    assert seen.detail.startswith("与 requirements.lock 不同：numpy 应==0.0.1，现为 ")


@pytest.mark.parametrize(("families", "is_fine"), [("Noto Sans CJK SC,Noto\n", True), ("\n", False)])
def test_a_machine_without_a_chinese_font_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, families: str, is_fine: bool
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/fc-list")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: SimpleNamespace(stdout=families))
    assert fonts_are_there(workspace, NOW).is_fine is is_fine


def test_a_clock_that_goes_wrong_is_found(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clock_is_right(workspace, NOW).is_fine
    assert "早于日志中最晚的 2025-04-10 00:00" in clock_is_right(workspace, datetime(2025, 4, 9)).detail
    assert "明显有误" in clock_is_right(workspace, datetime(1970, 1, 1, 8)).detail
    monkeypatch.setattr("flows.doctor.machine.time.time", lambda: 0.0)
    seen = clock_is_right(workspace, NOW)
    assert is_broken(seen)
    assert "所在磁盘的时钟与本机相差" in seen.detail


@pytest.mark.parametrize(
    ("disk", "said"),
    [({"f_bavail": 100}, "剩余 0.0 GB，下一次发布应留 2.0 GB"), ({"f_favail": 9}, "只能再建 9 个文件")],
)
def test_a_disk_without_room_for_the_next_release_is_found(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, disk: dict[str, int], said: str
) -> None:
    roomy = {"f_bavail": 10 << 20, "f_frsize": 4096, "f_files": 1 << 20, "f_favail": 1 << 20}
    monkeypatch.setattr("os.statvfs", lambda _: SimpleNamespace(**(roomy | disk)))
    seen = space_is_left(workspace, NOW)
    assert is_broken(seen)
    assert said in seen.detail
    monkeypatch.setattr("os.statvfs", lambda _: SimpleNamespace(**roomy))
    assert space_is_left(workspace, NOW) == Seen(True, "剩余 40.0 GB，下一次发布约需 2.0 GB")


def test_room_is_wanted_for_another_release_as_large_as_the_last(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.doctor.machine._LEAST_FREE_BYTES", 0)
    release = workspace.releases / "0001-a"
    release.mkdir()
    with (release / "zwgk.duckdb").open("wb") as file:
        file.truncate(3 << 30)
    (workspace.releases / "current").symlink_to("0001-a")
    assert "约需 6.0 GB" in space_is_left(workspace, NOW).detail


def test_an_archive_is_for_its_own_account_and_group_only(workspace: Workspace) -> None:
    assert others_may_not(workspace, NOW).is_fine
    workspace.archive.chmod(0o755)
    assert others_may_not(workspace, NOW).is_hint
    the_file(workspace).chmod(0o444)
    seen = others_may_not(workspace, NOW)
    assert is_broken(seen)
    assert f"档案中的 1 份文件。请执行 chmod -R o-rwx {workspace.archive}" in seen.detail
    workspace.inbox.chmod(0o777)
    assert f"可以改写：{workspace.inbox}" in others_may_not(workspace, NOW).detail


def test_what_a_dead_run_left_is_a_hint(workspace: Workspace) -> None:
    assert nothing_is_left_lying(workspace, NOW) == Seen(True, "没有未完成的文件")
    (workspace.releases / ".0002-b.building").mkdir()
    seen = nothing_is_left_lying(workspace, NOW)
    assert seen.is_hint
    assert "留下未完成的 releases/.0002-b.building" in seen.detail
    workspace.database.parent.mkdir()
    (workspace.database.parent / "zwgk.duckdb.damaged").touch()
    assert "warehouse/zwgk.duckdb.damaged 是因损坏移开的" in nothing_is_left_lying(workspace, NOW).detail


def test_a_scheduled_run_that_did_not_happen_is_found_without_any_server(workspace: Workspace) -> None:
    assert plan_is_kept(workspace, NOW) == Seen(True, "没有使用计划任务（zwgk serve）")
    record_known(workspace, ["collect-daily"], datetime(2025, 4, 1))
    seen = plan_is_kept(workspace, datetime(2025, 4, 11, 9, 30))
    assert is_broken(seen)
    assert "应于2025-04-11 07:30运行，至今没有运行" in seen.detail
    assert "zwgk serve 没有在运行" in seen.detail
    with serving_lock(workspace):
        record_begin(workspace, "collect-daily", "1", datetime(2025, 4, 11, 7, 30), datetime(2025, 4, 11, 7, 31))
        assert plan_is_kept(workspace, datetime(2025, 4, 11, 9, 30)).is_fine


def test_an_unknown_next_year_is_a_hint_in_december_and_a_fault_once_it_has_begun(workspace: Workspace) -> None:
    assert calendar_reaches(workspace, datetime(2025, 12, 1)) == Seen(True, "2025年和2026年的工作日安排已知")
    assert calendar_reaches(workspace, datetime(2025, 11, 30)) == Seen(True, "2025年的工作日安排已知")
    known = next(year for year in range(2026, 2100) if knows_no(workspace, year + 1))
    seen = calendar_reaches(workspace, datetime(known, 12, 1))
    assert seen.is_hint
    assert f"{known + 1}年的工作日安排未知" in seen.detail
    with pytest.raises(CalendarError, match=f"{known + 1}年的工作日安排未知"):
        calendar_reaches(workspace, datetime(known + 1, 1, 2))


def knows_no(workspace: Workspace, year: int) -> bool:
    try:
        calendar_reaches(workspace, datetime(year, 3, 1))
    except CalendarError:
        return True
    return False


def test_what_can_not_be_looked_at_is_a_finding_and_no_crash(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.doctor.local_now", lambda: datetime(2031, 1, 2, 9))
    [check] = [check for check in examine(workspace) if check.title == "工作日历"]
    assert (check.is_fine, check.is_hint, "calendar.csv" in check.detail) == (False, False, True)

    def refused(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(workspace.archive))

    monkeypatch.setattr("flows.doctor.machine.tempfile.TemporaryFile", refused)
    monkeypatch.setattr("flows.doctor.local_now", lambda: NOW)
    [check] = [check for check in examine(workspace) if check.title == "时钟"]
    assert (check.is_fine, check.is_hint, str(workspace.archive) in check.detail) == (False, False, True)


def test_only_the_first_of_many_are_named() -> None:
    assert listed(["a", "b"], most=2) == "a、b"
    assert listed(["a", "b", "c"], most=2) == "a、b 等 3 处"
