"""The sheets of key-point tasks in a unit's workbook: its own tasks with their state, and the figures that they are counted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from reports.excel.book import Book, Sheet, Style
from reports.excel.list_sheet import TOP, finish_list, write_list_head
from reports.excel.tables import text_height
from reports.tasks.wording import due_words, task_content
from reports.template.tables import COMPUTED, INPUT
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.keypoints import Role, Task, TaskIndicator
from warehouse.catalog.task_requirement import Requirement, requirement_words

Counted = tuple[Decimal | None, Decimal | None]
_TASK_WIDTHS = (13.0, 10.0, 20.0, 44.0, 9.0, 15.0, 11.0, 28.0, 12.0, 28.0)
_FIGURE_WIDTHS = (13.0, 10.0, 14.0, 24.0, 20.0, 34.0, 11.0, 34.0, 11.0)
_CODE = Style(size=9, color="#666666")
_MIDDLE, _LEFT = Style(), Style(align="left")
_TASK_STYLES = (_CODE, _MIDDLE, _LEFT, _LEFT, _MIDDLE, _MIDDLE)
_TYPED = Style(fill=INPUT, locked=False)
_SHUT = Style(fill=COMPUTED)
# Heights stay below what a spreadsheet allows a row.
_TALLEST = 380.0


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """What a unit says of a task: `status` in the words of the drop-down."""

    status: str = ""
    progress: str = ""
    done_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task as one unit has it. `answer` stands in its row: what it reported before (`is_carried`), or what it fills in now;
    `figures` by indicator code, numerator and denominator.
    """

    document: str
    issued_on: date
    task: Task
    role: Role
    indicators: tuple[TaskIndicator, ...] = ()
    answer: TaskAnswer = TaskAnswer()
    is_carried: bool = False
    figures: Mapping[str, Counted] = field(default_factory=dict)


def write_task_sheets(book: Book, tasks: Sequence[OwnTask], cover: str, catalog: Catalog) -> None:
    """Writes the sheet of tasks, and that of figures where a task has any; nothing for a unit without tasks."""
    if tasks:
        _write_tasks(book.sheet(catalog.tasks.task_sheet.name), tasks, cover, catalog)
    if any(own.indicators for own in tasks):
        _write_figures(book.sheet(catalog.tasks.figure_sheet.name), tasks, cover, catalog)


def task_instructions(tasks: Sequence[OwnTask], catalog: Catalog) -> tuple[str, ...]:
    """What the cover says of the sheets that this unit's workbook has."""
    words = catalog.task_narrative.workbook.instructions
    with_figures = (words.figures,) if any(own.indicators for own in tasks) else ()
    return (words.tasks, *with_figures) if tasks else ()


def _write_tasks(sheet: Sheet, tasks: Sequence[OwnTask], cover: str, catalog: Catalog) -> None:
    words = catalog.tasks.task_sheet
    headings = tuple(words.columns.model_dump().values())
    write_list_head(sheet, words.title, cover, words.hint, headings, _TASK_WIDTHS)
    for row, own in enumerate(tasks, TOP):
        _write_task(sheet, row, own, catalog)
    _offer_statuses(sheet, TOP + len(tasks) - 1, catalog)
    _refuse_days(sheet, tasks, catalog)
    finish_list(sheet, 3)


def _write_task(sheet: Sheet, row: int, own: OwnTask, catalog: Catalog) -> None:
    given, due = own.answer, due_words(own.task, catalog)
    known = (own.document, own.task.id, own.task.name, task_content(own.task), catalog.tasks.roles[own.role], due)
    typed = (given.status, given.progress, "", given.evidence)
    sheet.raw.set_row(row, _height((*known, *typed), _TASK_WIDTHS))
    for column, (text, style) in enumerate(zip(known, _TASK_STYLES, strict=True)):
        sheet.text(row, column, text, style)
    free = Style(fill=COMPUTED if own.is_carried else INPUT, locked=False, align="left", is_text=True)
    _write_typed(sheet, row, 6, given.status, replace(free, align="center", is_text=False))
    _write_typed(sheet, row, 7, given.progress, free)
    sheet.day(row, 8, given.done_on, replace(free, align="center", is_text=False, is_date=True))
    _write_typed(sheet, row, 9, given.evidence, free)


def _write_typed(sheet: Sheet, row: int, column: int, text: str, style: Style) -> None:
    """A cell that nobody has typed into is blank, not an empty text."""
    if text:
        sheet.text(row, column, text, style)
    else:
        sheet.number(row, column, None, style)


def _height(texts: Sequence[str], widths: tuple[float, ...]) -> float:
    return min(_TALLEST, max(text_height(text, width - 1) for text, width in zip(texts, widths, strict=True)))


def _offer_statuses(sheet: Sheet, last: int, catalog: Catalog) -> None:
    errors = catalog.workbook.input_errors
    offer = {
        "validate": "list",
        "source": [answer.label for answer in catalog.tasks.answers],
        "error_title": errors.title,
        "error_message": catalog.task_narrative.workbook.errors.status,
    }
    sheet.raw.data_validation(TOP, 6, last, 6, offer)


def _refuse_days(sheet: Sheet, tasks: Sequence[OwnTask], catalog: Catalog) -> None:
    """A day before the first of the documents was issued is a slip of the hand."""
    rule = {
        "validate": "date",
        "criteria": ">=",
        "value": min(own.issued_on for own in tasks),
        "error_title": catalog.workbook.input_errors.title,
        "error_message": catalog.task_narrative.workbook.errors.day,
    }
    sheet.raw.data_validation(TOP, 8, TOP + len(tasks) - 1, 8, rule)


def _write_figures(sheet: Sheet, tasks: Sequence[OwnTask], cover: str, catalog: Catalog) -> None:
    words = catalog.tasks.figure_sheet
    headings = tuple(words.columns.model_dump().values())
    write_list_head(sheet, words.title, cover, words.hint, headings, _FIGURE_WIDTHS)
    asked = [(own, indicator) for own in tasks for indicator in own.indicators]
    for row, (own, indicator) in enumerate(asked, TOP):
        _write_indicator(sheet, row, own, indicator, catalog)
    finish_list(sheet, 3)


def _write_indicator(sheet: Sheet, row: int, own: OwnTask, indicator: TaskIndicator, catalog: Catalog) -> None:
    second = catalog.task_narrative.workbook.not_asked if indicator.denominator is None else indicator.denominator
    texts = (
        (0, own.document, _CODE),
        (1, own.task.id, _MIDDLE),
        (2, indicator.code, _CODE),
        (3, indicator.name, _LEFT),
        (4, requirement_words(Requirement.of(indicator), catalog.task_narrative.requirement), _MIDDLE),
        (5, indicator.numerator, _LEFT),
        (7, second, _LEFT if indicator.denominator is not None else _SHUT),
    )
    said = {column: text for column, text, _ in texts}
    sheet.raw.set_row(row, _height([said.get(column, "") for column in range(len(_FIGURE_WIDTHS))], _FIGURE_WIDTHS))
    for column, text, style in texts:
        sheet.text(row, column, text, style)
    numerator, denominator = own.figures.get(indicator.code, (None, None))
    is_measured = indicator.unit in {"working_days", "days"}
    sheet.number(row, 6, numerator, _TYPED)
    _refuse_nonsense(sheet, row, 6, "decimal" if is_measured else "integer", catalog)
    if indicator.denominator is None:
        sheet.number(row, 8, None, _SHUT)
    else:
        sheet.number(row, 8, denominator, _TYPED)
        _refuse_nonsense(sheet, row, 8, "integer", catalog)


def _refuse_nonsense(
    sheet: Sheet, row: int, column: int, kind: Literal["integer", "decimal"], catalog: Catalog
) -> None:
    errors = catalog.task_narrative.workbook.errors
    rule = {
        "validate": kind,
        "criteria": "between",
        "minimum": 0,
        "maximum": catalog.numbers.largest,
        "error_title": catalog.workbook.input_errors.title,
        "error_message": errors.count if kind == "integer" else errors.measure,
    }
    sheet.raw.data_validation(row, column, row, column, rule)
