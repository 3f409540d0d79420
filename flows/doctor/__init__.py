"""Whether a workspace and the machine under it are well: what `zwgk doctor` looks at. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.doctor.lake import lake_is_well
from flows.doctor.machine import clock_is_right, fonts_are_there, others_may_not, space_is_left, versions_fit
from flows.doctor.office import calendar_reaches, nobody_writes, nothing_is_left_lying, plan_is_kept
from flows.doctor.records import (
    archive_is_intact,
    derived_is_what_archive_and_journal_say,
    journal_is_whole,
    ledger_is_that_of_the_journal,
    releases_are_whole,
)
from flows.doctor.seen import Look, broken, hint
from flows.steps.intake import local_now
from warehouse.catalog.calendar import CalendarError
from warehouse.catalog.catalog import CatalogError
from warehouse.inspection import UnreadableError
from warehouse.journal import JournalError
from warehouse.lake import LakeError
from warehouse.locks import StoreBusyError
from warehouse.workspace import Workspace, WorkspaceError

# What a part of the program can break, it looks at here: one Look more.
LOOKS: tuple[Look, ...] = (
    Look("日志", journal_is_whole),
    Look("档案", archive_is_intact),
    Look("台账", ledger_is_that_of_the_journal),
    Look("发布版本", releases_are_whole),
    Look("软件版本", versions_fit),
    Look("中文字体", fonts_are_there),
    Look("时钟", clock_is_right),
    Look("磁盘空间", space_is_left),
    Look("权限", others_may_not),
    Look("数据湖", lake_is_well),
    Look("写入锁", nobody_writes),
    Look("中断残留", nothing_is_left_lying),
    Look("计划任务", plan_is_kept),
    Look("工作日历", calendar_reaches),
)
FULL_LOOKS: tuple[Look, ...] = (*LOOKS, Look("重新推算", derived_is_what_archive_and_journal_say))
_SAID = (OSError, JournalError, CalendarError, CatalogError, LakeError, UnreadableError, WorkspaceError)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `detail` says what was seen and, where it is not fine, what to do. A hint is not fine and no finding."""

    title: str
    is_fine: bool
    is_hint: bool
    detail: str


def examine(workspace: Workspace, looks: Sequence[Look] = LOOKS) -> list[Check]:
    """All checks, in the order in which they matter. One that can't be made is not fine, and says why."""
    now = local_now()
    checks = []
    for look in looks:
        try:
            seen = look.at(workspace, now)
        except StoreBusyError as busy:  # somebody works, as they should
            seen = hint(str(busy))
        except _SAID as failed:
            seen = broken(str(failed))
        checks.append(Check(look.title, seen.is_fine, seen.is_hint, seen.detail))
    return checks
