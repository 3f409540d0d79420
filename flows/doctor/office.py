"""The office's running business: who writes, what a crash left lying, what was planned, how far the calendar reaches."""

from __future__ import annotations

import fcntl
from datetime import datetime, timedelta
from pathlib import Path

from flows.doctor.seen import Seen, broken, fine, hint, listed
from flows.planned import planned_runs
from flows.steps.remind.watch import watch
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.workspace import Workspace

_LAST_MONTH = 12  # the State Council arranges the days of a year in November of the one before


def nobody_writes(workspace: Workspace, _: datetime) -> Seen:
    """Who holds the writer's lock. The operating system frees the lock of a process that died."""
    lock = workspace.database.with_suffix(".lock")
    if not lock.exists():
        return fine("空闲（尚未写入过）")
    with lock.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return hint(f"进程 {handle.read(64).decode(errors='replace').strip() or '未知'} 正在写入，请等它结束")
    return fine("空闲")


def nothing_is_left_lying(workspace: Workspace, now: datetime) -> Seen:
    """What an interrupted run left: the next one clears it away. A database that was put aside as damaged stays for a person."""
    if nobody_writes(workspace, now).is_hint:
        return fine("正在写入，未检查")
    folders = (workspace.releases, ".*.building"), (workspace.archive, "*/.landing-*"), (workspace.runs, "*.tmp")
    left = [_below(workspace, path) for folder, names in folders for path in sorted(folder.glob(names))]
    damaged = [_below(workspace, path) for path in sorted(workspace.database.parent.glob("*.damaged"))]
    if damaged:
        return hint(f"{listed(damaged)} 是因损坏移开的工作数据库，数据已重新推算；查明原因后可以删除")
    if left:
        return hint(f"上次运行中断，留下未完成的 {listed(left)}；再运行一次即清理，不影响已收到和已发布的")
    return fine("没有未完成的文件")


def plan_is_kept(workspace: Workspace, now: datetime) -> Seen:
    """Whether every scheduled run happened and ended, by its own record: no server need run for that."""
    seen = watch(workspace, planned_runs(), now)
    if not seen.is_used:
        return fine("没有使用计划任务（zwgk serve）")
    if seen.sentences:
        return broken("；".join(seen.sentences))
    return fine("zwgk serve 正在运行，各项都按时运行")


def calendar_reaches(workspace: Workspace, now: datetime) -> Seen:
    """Whether the working days of this year are known, and in its last month those of the next, which is no fault before it begins.

    Raises CalendarError for the office's file and for this year.
    """
    calendar, today = WorkingCalendar.read(workspace.calendar), now.date()
    calendar.is_working_day(today)
    if today.month != _LAST_MONTH:
        return fine(f"{today.year}年的工作日安排已知")
    try:
        calendar.is_working_day(today.replace(day=28) + timedelta(days=35))
    except CalendarError as unknown:
        return hint(f"{unknown}")
    return fine(f"{today.year}年和{today.year + 1}年的工作日安排已知")


def _below(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.root).as_posix()
