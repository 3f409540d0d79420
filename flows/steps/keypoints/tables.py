"""The workspace's key points as `cat_task*` tables, with who holds which task by the register and the assignments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from flows.steps.tasks.assignments import Assignments
from warehouse.catalog.bodies import open_bodies, resolve_body, units_of_task
from warehouse.catalog.keypoints import Body, KeyPoints, Task, TaskIndicator
from warehouse.keypoint_tables import keypoint_frames
from warehouse.store import Store
from warehouse.task_holders import Held, Holder, holders
from warehouse.workspace import Workspace


def load_keypoint_tables(store: Store, workspace: Workspace) -> None:
    """Lays out the cat_task* tables of this connection from the key points, the register and `raw_assignment`; empty without key points."""
    documents = workspace.keypoints
    rows = store.rows("SELECT * FROM raw_assignment") if documents else []
    assigned = {one.key: Assignments.of(one, rows) for one in documents}
    held = {one.key: list(holders_of(one, workspace, assigned[one.key])) for one in documents}
    still_open = {
        one.key: frozenset(f"{task.id}|{body.name}" for task, body in open_of(one, workspace, assigned[one.key]))
        for one in documents
    }
    asked = {one.key: list(_asked(one, workspace, assigned[one.key], held[one.key])) for one in documents}
    words = workspace.catalog.task_narrative.requirement
    for name, frame in keypoint_frames(documents, words, held, still_open, asked).items():
        store.temporary(name, frame)


def holders_of(document: KeyPoints, workspace: Workspace, assigned: Assignments) -> Sequence[tuple[Task, Holder]]:
    """Every task's units with the time in which they hold it."""
    terms, in_force = workspace.catalog.bodies, cache(assigned.on)

    def holding(task: Task, day: date) -> list[Held]:
        return [Held(*one) for one in units_of_task(task, workspace.register, day, terms, in_force(day))]

    return list(holders(document, workspace.register, assigned.days, holding))


def _asked(
    document: KeyPoints, workspace: Workspace, assigned: Assignments, held: Iterable[tuple[Task, Holder]]
) -> Iterator[tuple[TaskIndicator, str]]:
    """The units of which an indicator is asked that is asked of one body of its task: as of the day on which each began to hold it."""
    pairs = list(held)
    for indicator in document.indicators:
        for task, holder in pairs if indicator.asked is not None else ():
            code, key = holder.held.unit_code, (task.id, indicator.asked or "")
            if task.id == indicator.task:
                meant = resolve_body(key[1], workspace.register, holder.starts_on, workspace.catalog.bodies).units
                if code in {unit.code for unit in meant} | {*assigned.on(holder.starts_on).get(key, ())}:
                    yield indicator, code


def open_of(document: KeyPoints, workspace: Workspace, assigned: Assignments) -> list[tuple[Task, Body]]:
    """The bodies that stand for no unit at the end of the document's year, if nothing more is assigned."""
    last = date(document.year, 12, 31)
    terms, in_force = workspace.catalog.bodies, assigned.on(last)
    return [
        (task, body) for task in document.tasks for body in open_bodies(task, workspace.register, last, terms, in_force)
    ]
