"""Who holds which key-point task on a day, with what it reported done before: what templates and breakdowns are written for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reports.template_tasks import OwnTask, TaskAnswer
from warehouse.catalog.bodies import Assignments, TaskUnit, resolve_body, units_of_task
from warehouse.catalog.keypoints import KeyPoints, Task, TaskIndicator
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task of a document and a unit that has it."""

    document: KeyPoints
    task: Task
    unit: TaskUnit


def held_on(store: Store, workspace: Workspace, documents: Iterable[KeyPoints], day: date) -> Iterator[HeldTask]:
    """Every task of the documents with every unit that has it on a day, in the order of documents, tasks and register."""
    for document in documents:
        yield from _held(workspace, document, assignments_of(store, document), day)


def _held(workspace: Workspace, document: KeyPoints, assigned: Assignments, day: date) -> Iterator[HeldTask]:
    for task in document.tasks:
        units = units_of_task(task, workspace.register, day, workspace.catalog.bodies, assigned)
        yield from (HeldTask(document, task, unit) for unit in units)


def assignments_of(store: Store, document: KeyPoints) -> Assignments:
    """The units that the office has assigned the open bodies of a document to; the last word on a body counts."""
    rows = store.rows(
        """SELECT task_id, body, unit_code FROM raw_assignment WHERE document = $document
           ORDER BY ALL""",
        {"document": document.key},
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        key = (row["task_id"], row["body"])
        found[key] = (*found.get(key, ()), row["unit_code"])
    return found


def own_tasks(store: Store, workspace: Workspace, period: Period) -> dict[str, tuple[OwnTask, ...]]:
    """By unit: the tasks that it has at the end of a quarter, those that it reported done before filled in; none for a year."""
    documents = documents_asked(workspace, period)
    done = _done_before(store, workspace, period) if documents else {}
    return assigned_tasks(workspace, period, {one.key: assignments_of(store, one) for one in documents}, done)


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
    """By unit, document and task: the last answer that counts of the quarters before, where that says done."""
    label = next(answer.label for answer in workspace.catalog.tasks.answers if answer.code == "done")
    rows = store.rows(
        """SELECT s.unit_code, t.document, t.task_id, t.status, t.progress, t.done_on, t.evidence
           FROM stg_task t
           JOIN raw_receipt r USING (sha256)
           JOIN core_submission s USING (submission_id)
           WHERE s.status IN ('accepted', 'nil') AND t.status IS NOT NULL
             AND left(s.period, 4) = left($period, 4) AND s.period < $period AND length(s.period) > 4
           QUALIFY row_number() OVER (PARTITION BY s.unit_code, t.document, t.task_id ORDER BY s.period DESC, t.row_no DESC) = 1""",
        {"period": str(period)},
    )
    return {
        (row["unit_code"], row["document"], row["task_id"]): TaskAnswer(
            label, row["progress"] or "", row["done_on"], row["evidence"] or ""
        )
        for row in rows
        if row["status"] == "done"
    }
