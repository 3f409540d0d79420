"""Tasks: how far the key points of a quarter are, by chapter and by unit, and what needs a word with a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flows.steps.build import build_tables
from flows.steps.state import refresh
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class UnmetIndicator:
    """A figure that falls short of what the document asks; `value` over the indicator's period, the two numbers of the quarter."""

    code: str
    name: str
    operator: str
    threshold: Decimal
    unit: str
    period: str
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A task as one unit has it in the quarter; `sheet` and `address` are where its answer stands. `report_status` is what became of
    the unit's own report: one that was returned is no silence.
    """

    unit_code: str
    unit_name: str
    document: str
    task_id: str
    name: str
    role: str
    status: str
    progress: str | None
    done_on: date | None
    due_text: str | None
    due_on: date | None
    evidence: str | None
    evidence_state: str | None
    is_disputed: bool
    submission_id: int | None
    sheet: str | None
    address: str | None
    report_status: str | None
    unmet: tuple[UnmetIndicator, ...]


@dataclass(frozen=True, slots=True)
class DistrictTask:
    """A task of the whole district: `status` over all its units, and how many units stand where."""

    document: str
    task_id: str
    chapter: str
    chapter_title: str
    name: str
    due_text: str | None
    due_on: date | None
    status: str
    units: int
    by_status: Mapping[str, int]
    disputed: int
    open_bodies: str | None


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The tasks of a quarter: of the district in the order of the documents, and of each unit in that of the register."""

    period: Period
    documents: Mapping[str, str]
    tasks: tuple[DistrictTask, ...]
    unit_tasks: tuple[UnitTask, ...]

    def of_status(self, status: str) -> tuple[UnitTask, ...]:
        """The units' tasks in a state."""
        return tuple(one for one in self.unit_tasks if one.status == status)

    @property
    def disputed(self) -> tuple[UnitTask, ...]:
        """Reported as done, though a figure says that it is not."""
        return tuple(one for one in self.unit_tasks if one.is_disputed)

    @property
    def unproven(self) -> tuple[UnitTask, ...]:
        """Those whose evidence can't be opened."""
        return tuple(one for one in self.unit_tasks if one.evidence_state == "dead")


def task_status(
    workspace: Workspace, period: Period, units: Sequence[str] = (), document: str | None = None
) -> TaskTable:
    """The state of the tasks at the end of a quarter: of all units, or of those named; of all documents of the year, or one.

    Raises WorkspaceError where the workspace has no key points of that year, or StoreBusyError while another run writes.
    """
    known = {one.key: one.title for one in workspace.keypoints_of(period.year)}
    if document is not None and document not in known:
        raise WorkspaceError(f"没有 {period.year} 年的工作要点“{document}”，现有：{'、'.join(known) or '无'}。")
    if not known:
        raise WorkspaceError(
            f"工作区没有 {period.year} 年的工作要点。请用 zwgk workpoints 文件 --adopt 采用，或用 zwgk init --profile 取现成的。"
        )
    codes = [unit.code for unit in workspace.units_named(units)]
    chosen = known if document is None else {document: known[document]}
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        build_tables(store)
        return read_tasks(store, workspace, period, chosen, codes)


def read_tasks(
    store: Store, workspace: Workspace, period: Period, documents: Mapping[str, str], units: Sequence[str] = ()
) -> TaskTable:
    """As task_status, from the built tables."""
    slots = {"period": str(period), "documents": list(documents)}
    unmet = _unmet(store, period)
    order = {unit.code: number for number, unit in enumerate(workspace.register.units)}
    held = sorted(
        (_unit_task(row, unmet) for row in store.rows(_UNIT_TASKS, {**slots, "units": list(units)})),
        key=lambda one: order[one.unit_code],
    )
    tasks = tuple(_district_task(row, workspace) for row in store.rows(_TASKS, slots)) if not units else ()
    return TaskTable(period, documents, tasks, tuple(held))


def count_statuses(tasks: Iterable[UnitTask | DistrictTask]) -> Counter[str]:
    """How many stand where."""
    return Counter(one.status for one in tasks)


_UNIT_TASKS = """
SELECT p.unit_code, u.unit_name, p.document, p.task_id, t.name, p.role, p.status, p.progress, p.done_on, t.due_text, p.due_on,
       p.evidence, p.evidence_state, coalesce(p.is_disputed, false) AS is_disputed, p.submission_id, p.sheet, p.address,
       c.status AS report_status
FROM fct_task_progress p
JOIN dim_task t USING (document, task_id)
JOIN dim_unit u USING (unit_code)
LEFT JOIN rpt_quarterly_coverage c ON c.unit_code = p.unit_code AND c.period = p.period
WHERE p.period = $period AND p.document IN (SELECT unnest($documents::VARCHAR[]))
  AND (len($units) = 0 OR p.unit_code IN (SELECT unnest($units::VARCHAR[])))
ORDER BY p.document, t.task_order
"""
_TASKS = """
SELECT r.*, t.chapter_title, t.name, t.due_text, t.due_on, t.open_bodies
FROM rpt_task_status r
JOIN dim_task t USING (document, task_id)
WHERE r.period = $period AND r.document IN (SELECT unnest($documents::VARCHAR[]))
ORDER BY r.document, t.task_order
"""
_UNMET = """
SELECT f.unit_code, f.document, f.task_id, f.indicator_code AS code, i.name, i.operator, i.threshold, i.unit, i.period, f.value,
       f.numerator, f.denominator
FROM fct_task_figure f
JOIN dim_task_indicator i USING (document, task_id, indicator_code)
WHERE f.period = $period AND f.verdict = 'not_met'
ORDER BY f.document, f.task_id, f.indicator_code
"""


def _unmet(store: Store, period: Period) -> dict[tuple[str, ...], list[UnmetIndicator]]:
    found: dict[tuple[str, ...], list[UnmetIndicator]] = {}
    for row in store.rows(_UNMET, {"period": str(period)}):
        place = tuple(str(row.pop(name)) for name in ("unit_code", "document", "task_id"))
        found.setdefault(place, []).append(UnmetIndicator(**row))
    return found


def _unit_task(row: dict[str, Any], unmet: Mapping[tuple[str, ...], list[UnmetIndicator]]) -> UnitTask:
    short = unmet.get((row["unit_code"], row["document"], row["task_id"]), [])
    return UnitTask(**row, unmet=tuple(short))


def _district_task(row: dict[str, Any], workspace: Workspace) -> DistrictTask:
    counts = {status.code: row[status.code] for status in workspace.catalog.tasks.statuses}
    plain = {name: row[name] for name in DistrictTask.__dataclass_fields__ if name != "by_status"}
    return DistrictTask(**plain, by_status=counts)
