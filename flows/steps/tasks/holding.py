"""Who holds which key-point task on a day, with what it reported done before: what templates and breakdowns are written for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.steps.tasks.assignments import Assignments as StandingAssignments
from reports.template.tasks import OwnTask, TaskAnswer
from warehouse.catalog.bodies import Assignments, TaskUnit, holders, resolve_body, units_of_task
from warehouse.catalog.keypoints import KeyPoints, Task, TaskIndicator
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.workspace import Workspace

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task of a document and a unit that has it."""

    document: KeyPoints
    task: Task
    unit: TaskUnit


def held_on(store: Store, workspace: Workspace, documents: Iterable[KeyPoints], day: date) -> Iterator[HeldTask]:
    """Every task of the documents with every unit that has it on a day, in the order of documents, tasks and register."""
    for document in documents:
        yield from _held(workspace, document, assignments_of(store, document, day), day)


def _held(workspace: Workspace, document: KeyPoints, assigned: Assignments, day: date) -> Iterator[HeldTask]:
    for task in document.tasks:
        units = units_of_task(task, workspace.register, day, workspace.catalog.bodies, assigned)
        yield from (HeldTask(document, task, unit) for unit in units)


def assignments_of(store: Store, document: KeyPoints, day: date) -> Assignments:
    """The units that the office has assigned the open bodies of a document to, as they stand on a day."""
    rows = store.rows(
        "SELECT * FROM raw_assignment WHERE document = $document ORDER BY ALL", {"document": document.key}
    )
    return StandingAssignments.of(document, rows).on(day)


def own_tasks(store: Store, workspace: Workspace, period: Period) -> dict[str, tuple[OwnTask, ...]]:
    """By unit: the tasks that it has at the end of a quarter, those that it reported done before filled in; none for a year."""
    documents = documents_asked(workspace, period)
    done = _done_before(store, workspace, period) if documents else {}
    assigned = {one.key: assignments_of(store, one, period.end) for one in documents}
    return assigned_tasks(workspace, period, assigned, done)


def documents_asked(workspace: Workspace, period: Period) -> list[KeyPoints]:
    """The documents that a quarter's workbooks ask about: those of the year that were issued by its end."""
    return [] if period.is_year else [one for one in workspace.keypoints_of(period.year) if one.issued_on <= period.end]


def assigned_tasks(
    workspace: Workspace,
    period: Period,
    assigned: Mapping[str, Assignments],
    done: Mapping[tuple[str, str, str], TaskAnswer],
) -> dict[str, tuple[OwnTask, ...]]:
    """As own_tasks, for given assignments by document and answers of quarters before by unit, document and task."""
    found: dict[str, tuple[OwnTask, ...]] = {}
    for document in documents_asked(workspace, period):
        assignments = assigned.get(document.key, {})
        for held in _held(workspace, document, assignments, period.end):
            code = held.unit.unit_code
            answer = None if held.task.recurs else done.get((code, document.key, held.task.id))
            own = OwnTask(
                document=document.key,
                issued_on=document.issued_on,
                task=held.task,
                role=held.unit.role,
                indicators=tuple(_asked(held, workspace, assignments, period.end)),
                answer=answer or TaskAnswer(),
                is_carried=answer is not None,
            )
            found[code] = (*found.get(code, ()), own)
    return found


def _asked(held: HeldTask, workspace: Workspace, assigned: Assignments, day: date) -> Iterator[TaskIndicator]:
    """The indicators of which this unit gives the figures: one may be asked of one body of the task."""
    for indicator in held.document.indicators:
        if indicator.task != held.task.id:
            continue
        if indicator.asked is None:
            yield indicator
            continue
        meant = resolve_body(indicator.asked, workspace.register, day, workspace.catalog.bodies).units
        codes = {unit.code for unit in meant} | {*assigned.get((held.task.id, indicator.asked), ())}
        if held.unit.unit_code in codes:
            yield indicator


def _done_before(store: Store, workspace: Workspace, period: Period) -> dict[tuple[str, str, str], TaskAnswer]:
    """By unit, document and task: the last answer that counts of the quarters before, where that says done. A unit that took over has
    the answers of those before it: done where all of them say so.
    """
    label = next(answer.label for answer in workspace.catalog.tasks.answers if answer.code == "done")
    given: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in _last_answers(store, period):
        for unit in holders(workspace.register.by_code[row["unit_code"]], workspace.register, period.end):
            given.setdefault((unit.code, row["document"], row["task_id"]), {})[row["unit_code"]] = row
    standing = {key: rows[key[0]] if key[0] in rows else _least(rows.values()) for key, rows in given.items()}
    return {
        key: TaskAnswer(label, row["progress"] or "", row["done_on"], row["evidence"] or "")
        for key, row in standing.items()
        if row["status"] == "done"
    }


def _least(rows: Iterable[Row]) -> Row:
    """The answer of several that is furthest from done, the first of equal ones."""
    return min(rows, key=lambda row: bool(row["status"] == "done"))


def _last_answers(store: Store, period: Period) -> list[Row]:
    """The last state that each unit gave for each task in the quarters of the year before this one."""
    return store.rows(
        """SELECT t.unit_code, t.document, t.task_id, t.status, t.progress, t.done_on, t.evidence
           FROM core_task t
           JOIN core_submission s USING (submission_id)
           WHERE s.status IN ('accepted', 'nil') AND t.status IS NOT NULL
             AND left(t.period, 4) = left($period, 4) AND t.period < $period
           QUALIFY row_number() OVER (
               PARTITION BY t.unit_code, t.document, t.task_id ORDER BY t.period DESC, t.scope = 'own' DESC, t.submission_id DESC
           ) = 1
           ORDER BY t.unit_code, t.document, t.task_id""",
        {"period": str(period)},
    )
