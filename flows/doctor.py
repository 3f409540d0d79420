"""Whether a workspace and the machine under it are well: what `zwgk doctor` looks at. Changes nothing."""

from __future__ import annotations

import fcntl
import platform
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from flows.planned import planned_runs
from flows.steps.intake import archive_of, journal_of, local_now
from flows.steps.remind.watch import watch
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.journal import JournalError
from warehouse.workspace import Workspace

_LEAST_FREE_GB = 2.0
_LAST_MONTH = 12  # the State Council arranges the days of a year in November of the one before
_SHOWN = ("prefect", "fastapi", "duckdb", "polars", "great-expectations")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `detail` says what was seen and, where it is not fine, what to do."""

    title: str
    is_fine: bool
    detail: str


def examine(workspace: Workspace) -> list[Check]:
    """All checks, in the order in which they matter. One that can't be made is not fine, and says why."""
    looks: list[tuple[str, Callable[[], tuple[bool, str]]]] = [
        ("日志", lambda: journal_is_whole(workspace)),
        ("档案", lambda: archive_is_intact(workspace)),
        ("软件版本", versions_fit),
        ("中文字体", fonts_are_there),
        ("磁盘空间", lambda: space_is_left(workspace.root)),
        ("写入锁", lambda: nobody_writes(workspace.database.with_suffix(".lock"))),
        ("计划任务", lambda: plan_is_kept(workspace, local_now())),
        ("工作日历", lambda: calendar_reaches(workspace, local_now().date())),
    ]
    checks = []
    for title, look in looks:
        try:
            checks.append(Check(title, *look()))
        except (OSError, JournalError, CalendarError) as failed:
            checks.append(Check(title, False, str(failed)))
    return checks


def journal_is_whole(workspace: Workspace) -> tuple[bool, str]:
    """Every line's hash covers the line before it. Raises JournalError."""
    return True, f"{len(list(journal_of(workspace)))} 条，前后相连"


def archive_is_intact(workspace: Workspace) -> tuple[bool, str]:
    """Every stored file still has its hash, and every event of the journal that names a file its file."""
    archive = archive_of(workspace)
    stored = list(archive)
    damaged = [sha256 for sha256 in stored if not archive.is_intact(sha256)]
    named_files = {event.facts["sha256"] for event in journal_of(workspace) if "sha256" in event.facts}
    lost = sorted(named_files - set(stored))
    if damaged or lost:
        named = "、".join(sha256[:12] for sha256 in [*damaged, *lost][:5])
        return False, f"{len(damaged)} 份内容有变，{len(lost)} 份缺失（{named}），请从备份恢复"
    return True, f"{len(stored)} 份，内容与存档时一致"


def versions_fit() -> tuple[bool, str]:
    """What is installed is what this program asks for; a Prefect beside a newer fastapi starts no flow."""
    from packaging.requirements import Requirement

    wrong = []
    for requirement in map(Requirement, requires("zwgk") or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found = _version(requirement.name)
            if found is None or not requirement.specifier.contains(found, prereleases=True):
                wrong.append(f"{requirement.name} 应为 {requirement.specifier}，现为 {found or '未安装'}")
    if wrong:
        return False, "；".join(wrong) + "。请按 requirements.lock 重新安装"
    return True, "，".join([f"Python {platform.python_version()}", *(f"{name} {_version(name)}" for name in _SHOWN)])


def fonts_are_there() -> tuple[bool, str]:
    """Some font of this machine can show Chinese: needed to look at documents here, not to write them."""
    listing = shutil.which("fc-list")
    if listing is None:
        return True, "本机没有 fc-list，未检查"
    done = subprocess.run([listing, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    families = sorted({line.split(",")[0].strip() for line in done.stdout.splitlines() if line.strip()})
    if not families:
        return False, "没有中文字体，预览文件会显示为方块；请安装仿宋、小标宋或 Noto CJK"
    return True, f"{len(families)} 种，如 {'、'.join(families[:3])}"


def space_is_left(folder: Path) -> tuple[bool, str]:
    """Room for the archive and for a release built aside."""
    free = shutil.disk_usage(folder).free / (1 << 30)
    return free >= _LEAST_FREE_GB, f"剩余 {free:.1f} GB" + (
        "" if free >= _LEAST_FREE_GB else f"，少于 {_LEAST_FREE_GB:.0f} GB"
    )


def nobody_writes(lock: Path) -> tuple[bool, str]:
    """Who holds the writer's lock. The operating system frees the lock of a process that died."""
    if not lock.exists():
        return True, "空闲（尚未写入过）"
    with lock.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False, f"进程 {handle.read(64).decode(errors='replace').strip() or '未知'} 正在写入，请等它结束"
    return True, "空闲"


def plan_is_kept(workspace: Workspace, now: datetime) -> tuple[bool, str]:
    """Whether every scheduled run happened and ended, by its own record: no server need run for that."""
    seen = watch(workspace, planned_runs(), now)
    if not seen.is_used:
        return True, "没有使用计划任务（zwgk serve）"
    return not seen.sentences, "；".join(seen.sentences) or "zwgk serve 正在运行，各项都按时运行"


def calendar_reaches(workspace: Workspace, today: date) -> tuple[bool, str]:
    """Whether the working days of the days to come are known: of this quarter and, in its last month, of the year that follows.

    Raises CalendarError for the office's file.
    """
    calendar = WorkingCalendar.read(workspace.calendar)
    last = today.replace(day=28) + timedelta(days=35) if today.month == _LAST_MONTH else today
    for day in (today, last):
        calendar.is_working_day(day)
    return True, f"{today.year}年" + (f"和{last.year}年" if last.year != today.year else "") + "的工作日安排已知"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
