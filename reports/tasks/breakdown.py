"""任务分解表 in the layout of the annex that districts print: chapters, tasks, who, by when; for the district or for one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from reports.excel.book import Book
from reports.excel.grid import write_grid
from reports.narrative.paper import CellRole, Grid, GridCell, Paper, clean_text
from reports.narrative.text import fill
from reports.tasks.wording import bodies_words, printed_due, task_content
from reports.word.document import write_word
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.keypoints import KeyPoints, Role, Task

_WEIGHTS = (0.075, 0.165, 0.42, 0.22, 0.12)
_UNIT_WEIGHTS = (0.075, 0.16, 0.385, 0.20, 0.06, 0.12)
_SHEET_WIDTH = 150.0  # characters
_ROLES: tuple[CellRole, ...] = ("figure", "label", "note", "note", "text")
_UNIT_ROLES: tuple[CellRole, ...] = ("figure", "label", "note", "note", "text", "text")
_FIRST = 1  # row below the headings


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What is broken down: a document, for the district or for the unit that has the `roles` (by task id) and no other tasks.

    `assigned`: by task id and body as printed, the names of the units that the office assigned.
    """

    keypoints: KeyPoints
    unit_name: str | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    assigned: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that are printed, in the order of the document."""
        every = self.keypoints.tasks
        return every if self.unit_name is None else tuple(task for task in every if task.id in self.roles)


def write_breakdown_docx(breakdown: Breakdown, catalog: Catalog) -> bytes:
    """As a Word document on its side, the headings repeated on every page."""
    return write_word(compose_breakdown(breakdown, catalog))


def write_breakdown_workbook(breakdown: Breakdown, catalog: Catalog) -> bytes:
    """As a workbook of one sheet with the same table."""
    paper = compose_breakdown(breakdown, catalog)
    book = Book(paper.title)
    write_grid(book.sheet(catalog.tasks.breakdown.title), paper.grids[0], paper.title, _SHEET_WIDTH)
    return book.content()


def compose_breakdown(breakdown: Breakdown, catalog: Catalog) -> Paper:
    """The table with its title; dated by the day on which the document was issued."""
    title = catalog.tasks.breakdown.title
    lines = (title,) if breakdown.unit_name is None else (clean_text(breakdown.unit_name), title)
    return Paper(lines, (_grid(breakdown, catalog),), breakdown.keypoints.issued_on, is_landscape=True)


def _grid(breakdown: Breakdown, catalog: Catalog) -> Grid:
    weights = _WEIGHTS if breakdown.unit_name is None else _UNIT_WEIGHTS
    cells = [
        GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(_headings(breakdown, catalog))
    ]
    cells += _rows(breakdown, catalog, len(weights))
    height = 1 + max(cell.row for cell in cells)
    return Grid(
        "breakdown", "", _caption(breakdown, catalog), height, len(weights), tuple(cells), weights, header_rows=1
    )


def _headings(breakdown: Breakdown, catalog: Catalog) -> tuple[str, ...]:
    words = catalog.tasks.breakdown.columns
    own = () if breakdown.unit_name is None else (catalog.task_narrative.breakdown.role,)
    return (words.number, words.name, words.content, words.bodies, *own, words.due)


def _caption(breakdown: Breakdown, catalog: Catalog) -> str:
    words, document = catalog.task_narrative.breakdown, breakdown.keypoints
    issued = fill(words.issued, {"title": document.title, "number": document.document_number})
    facts = {"unit": clean_text(breakdown.unit_name or ""), "tasks": str(len(breakdown.tasks))}
    return f"{issued}　{fill(words.district if breakdown.unit_name is None else words.unit, facts)}"


def _rows(breakdown: Breakdown, catalog: Catalog, width: int) -> Iterator[GridCell]:
    numbers = printed_numbers(breakdown.keypoints)
    row = _FIRST
    for chapter, tasks in groupby(breakdown.tasks, key=lambda task: task.chapter):
        facts = {"chapter": chapter, "title": breakdown.keypoints.chapters[chapter]}
        yield GridCell(
            row, 0, 1, width, "row_heading", clean_text(fill(catalog.task_narrative.breakdown.chapter, facts))
        )
        row += 1
        for name, alike in groupby(tasks, key=lambda task: task.name):
            same = list(alike)
            yield GridCell(row, 1, len(same), 1, "label", clean_text(name))
            for task in same:
                yield from _row(row, task, numbers[task.id], breakdown, catalog)
                row += 1


def _row(row: int, task: Task, number: str, breakdown: Breakdown, catalog: Catalog) -> Iterator[GridCell]:
    """All of a task but its name, which it may share with its neighbours."""
    is_own = breakdown.unit_name is not None
    own = (catalog.tasks.roles[breakdown.roles[task.id]],) if is_own else ()
    bodies = bodies_words(task, catalog, breakdown.assigned.get(task.id))
    texts = (number, "", task_content(task), bodies, *own, printed_due(task, catalog))
    roles = _UNIT_ROLES if is_own else _ROLES
    for column, (text, role) in enumerate(zip(texts, roles, strict=True)):
        if column != 1:
            yield GridCell(row, column, 1, 1, role, text)


def printed_numbers(keypoints: KeyPoints) -> dict[str, str]:
    """What stands in 序号, by task id: the document's numbers where they run through, else the ids, as it would be quoted."""
    runs_through = all(task.number == place for place, task in enumerate(keypoints.tasks, 1))
    return {task.id: str(task.number) if runs_through else task.id for task in keypoints.tasks}
