"""The chasing list of a day: every unit that has a report, a correction, tasks or problems outstanding, from ledger and built tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.steps.build import build_tables
from flows.steps.feedback.cases import office_name
from flows.steps.feedback.saving import first_said
from flows.steps.intake import local_now
from flows.steps.remind.days import Days
from flows.steps.remind.problems import told_problems
from flows.steps.remind.reports import Corrections, correction_want, report_want, returned_corrections
from flows.steps.remind.tasks import TaskWants
from flows.steps.state import refresh
from flows.steps.status import read_status
from reports.chasing.chase import ChasingList, UnitWants, Want, file_stem
from reports.chasing.message import render_messages
from reports.chasing.xlsx import write_chasing_workbook
from reports.narrative.paper import clean_text
from warehouse.catalog.period import Period
from warehouse.catalog.reminders import load_reminders
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Chased:
    """A list and the files that it was written to."""

    chasing: ChasingList
    files: tuple[Path, ...]


def write_chasing(workspace: Workspace, period: Period, as_of: datetime | None = None) -> Chased:
    """Writes list and texts of a day to `chasing/<period>/`; a second run of the day writes over them. Raises StoreBusyError."""
    chasing, words = chasing_list(workspace, period, as_of), load_reminders()
    folder = workspace.chasing / str(period)
    folder.mkdir(parents=True, exist_ok=True)
    stem = file_stem(chasing, words)
    contents = {
        f"{stem}.xlsx": write_chasing_workbook(chasing, workspace.catalog, words),
        f"{stem}.txt": render_messages(chasing, workspace.catalog, words).encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return Chased(chasing, tuple(folder / name for name in contents))


def chasing_list(workspace: Workspace, period: Period, as_of: datetime | None = None) -> ChasingList:
    """The list as of a day (`as_of`, else today), from all that has come until now. Raises StoreBusyError."""
    days = Days.of(workspace, period, (as_of or local_now()).date())
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        build_tables(store)
        return read_chasing(store, workspace, period, days)


def read_chasing(store: Store, workspace: Workspace, period: Period, days: Days) -> ChasingList:
    """As chasing_list, from the built tables."""
    status = read_status(store, workspace, period)
    problems, corrections = told_problems(store, period, days), _corrections(workspace, days)
    told = {(problem.unit_code, problem.source) for problem in problems if problem.kind == "task"}
    tasks = TaskWants.read(store, workspace, period, told)
    corrected = returned_corrections(store, period)
    wants: dict[str, list[Want]] = defaultdict(list)
    for row in status.rows:
        lacking = report_want(row, days, corrections, tasks.asked.get(row.unit_code, 0))
        wants[row.unit_code] += tasks.of(row.unit_code) if lacking is None else [lacking]
        if row.unit_code in corrected:
            wants[row.unit_code].append(correction_want("correction", corrected[row.unit_code], corrections))
    for problem in problems:
        wants[problem.unit_code].append(problem.want)
    return ChasingList(
        period=period,
        district=workspace.register.root.name,
        office=office_name(workspace),
        day=days.today,
        due_on=days.due_on,
        collect_on=days.collect_on,
        owed=len(status.rows),
        received=status.received,
        units=tuple(_units(workspace, wants)),
        circular_on=days.circular_on,
        unplaced=tuple(clean_text(row.unit_name) for row in status.unplaced),
    )


def _corrections(workspace: Workspace, days: Days) -> Corrections:
    asked = workspace.settings.correction_working_days or workspace.catalog.feedback.correction_working_days
    return Corrections(days, asked, first_said(workspace))


def _units(workspace: Workspace, wants: Mapping[str, Sequence[Want]]) -> Iterator[UnitWants]:
    """In the order of the register, each with its wants in the order of their kinds."""
    groups = {kind.code: kind.group for kind in workspace.catalog.unit_kinds}
    order = list(load_reminders().labels)
    for unit in workspace.register.units:
        if own := wants.get(unit.code):
            ordered = tuple(sorted(own, key=lambda want: order.index(want.kind)))
            yield UnitWants(unit.code, unit.name, groups[unit.kind], ordered)
