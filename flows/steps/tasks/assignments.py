"""Who the office has assigned open bodies to: each assignment workbook is landed, and what stands follows from all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from flows.steps.intake import ASSIGNED
from warehouse.archive import Archive
from warehouse.catalog.bodies import body_key, resolve_body
from warehouse.catalog.keypoints import Body, KeyPoints, Task
from warehouse.catalog.units import Unit
from warehouse.journal import Event
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from transforms.tasks.assignment import Assigned

Standing = dict[tuple[str, str, str], dict[str, datetime]]  # (document, task, body) → since when, by unit code


@dataclass(frozen=True, slots=True)
class Meant:
    """A row of an assignment workbook, and what it means; `unknown` are names that the register does not have."""

    row: Assigned
    document: KeyPoints | None
    task: Task | None
    body: Body | None
    units: tuple[Unit, ...]
    unknown: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str] | None:
        """What the units are assigned to; None where the row names no task or no body of it."""
        if self.document is None or self.task is None or self.body is None:
            return None
        return self.document.key, self.task.id, self.body.name


def meanings(rows: Iterable[Assigned], workspace: Workspace, on: date) -> Iterator[Meant]:
    """Each row as the workspace's documents and register understand it on the day of the assignment: 各街镇 is the units that there are."""
    for row in rows:
        document = _document(row, workspace.keypoints)
        task = None if document is None else document.by_id.get(_folded(row.task_id))
        bodies = () if task is None else task.bodies
        body = next((one for one in bodies if body_key(one.name) == body_key(row.body)), None)
        day = on if document is None else min(on, last_day(document))
        found = {name: _units(name, workspace, day) for name in row.units}
        units = tuple(dict.fromkeys(unit.code for named in found.values() for unit in named))
        unknown = tuple(name for name, named in found.items() if not named)
        yield Meant(row, document, task, body, tuple(workspace.register.by_code[code] for code in units), unknown)


def last_day(document: KeyPoints) -> date:
    """The last day of the document's year: one assigned later has the task from then on."""
    return date(document.year, 12, 31)


def _units(name: str, workspace: Workspace, on: date) -> tuple[Unit, ...]:
    """The unit of this name, or the units that a collective name stands for; none where it is neither."""
    unit = workspace.register.find(name)
    if unit is not None:
        return (unit,)
    found = resolve_body(name, workspace.register, on, workspace.catalog.bodies)
    return found.units if found.kind == "collective" else ()


def _document(row: Assigned, known: Iterable[KeyPoints]) -> KeyPoints | None:
    """A workbook without the column speaks of the only document that has such a task."""
    having = [
        one for one in known if one.key == row.document or (row.document is None and _folded(row.task_id) in one.by_id)
    ]
    return having[0] if len(having) == 1 else None


def _folded(task_id: str) -> str:
    return "".join(task_id.split()).replace("（", "(").replace("）", ")")


def standing_assignments(events: Iterable[Event], archive: Archive, workspace: Workspace) -> Standing:
    """What all workbooks come to: a later row on a body replaces the earlier one; a unit named again keeps its first day."""
    standing: Standing = {}
    for event in events:
        if event.kind == ASSIGNED:
            from transforms.tasks.assignment import read_assignment  # here: most offices have none to be read

            content = archive.path(event.facts["sha256"]).read_bytes()
            rows = read_assignment(content, workspace.catalog.tasks) or ()
            for meant in meanings(rows, workspace, event.at.date()):
                if meant.key is not None:
                    before = standing.get(meant.key, {})
                    standing[meant.key] = {unit.code: before.get(unit.code, event.at) for unit in meant.units}
    return standing


def assignment_rows(standing: Standing) -> list[dict[str, object]]:
    """Rows of `raw_assignment`."""
    return [
        {"document": document, "task_id": task, "body": body, "unit_code": code, "assigned_at": at}
        for (document, task, body), units in standing.items()
        for code, at in units.items()
    ]


@dataclass(frozen=True, slots=True)
class Assignments:
    """The assignments of one document, as they stand on a day."""

    since: Mapping[tuple[str, str], Mapping[str, date]]

    @classmethod
    def of(cls, document: KeyPoints, rows: Iterable[Mapping[str, object]]) -> Assignments:
        """From rows of `raw_assignment`. One made after the document's year holds from the year's last day on: so it is seen."""
        last = last_day(document)
        since: dict[tuple[str, str], dict[str, date]] = defaultdict(dict)
        for row in rows:
            at = row["assigned_at"]
            if row["document"] == document.key and isinstance(at, datetime):
                since[str(row["task_id"]), str(row["body"])][str(row["unit_code"])] = min(at.date(), last)
        return cls(since)

    @property
    def days(self) -> set[date]:
        """The days on which one began."""
        return {day for units in self.since.values() for day in units.values()}

    def on(self, day: date) -> dict[tuple[str, str], tuple[str, ...]]:
        """Those in force on a day, as bodies.py takes them."""
        found = {key: tuple(code for code, since in units.items() if since <= day) for key, units in self.since.items()}
        return {key: codes for key, codes in found.items() if codes}
