"""The workbook in which the office names the units that an open body (各相关部门, 等) stands for, with the register beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.excel.book import Book, Sheet, Style
from reports.excel.list_sheet import HEADING_ROW, TOP, write_list_head
from reports.excel.tables import text_height
from reports.template.tables import INPUT
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.units import Unit

_WIDTHS = (14.0, 10.0, 22.0, 44.0, 18.0, 8.0, 48.0)
_NAME_WIDTHS = (40.0, 70.0)
_UNITS_COLUMN = 6
_LEFT, _MIDDLE = Style(align="left"), Style()
_CODE = Style(size=9, color="#666666")
_TYPED = Style(align="left", fill=INPUT, locked=False, is_text=True)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An open body of a task, and the names of the units that it stands for so far. `role` is a code (lead, …)."""

    document: str
    task_id: str
    name: str
    content: str
    body: str
    role: str
    units: tuple[str, ...] = ()


def write_assignment(rows: Sequence[AssignmentRow], catalog: Catalog, units: Sequence[Unit] = ()) -> bytes:
    """Workbook bytes: one row an open body; `units` are the register's, listed with their short names on a second sheet."""
    words, narrative = catalog.tasks.assignment, catalog.task_narrative.assignment
    book = Book(words.title)
    sheet = book.sheet(words.title)
    _write_head(sheet, words.title, words.hint, tuple(words.columns.model_dump().values()), _WIDTHS)
    for row, line in enumerate(rows, TOP):
        _write_row(sheet, row, line, catalog)
    if units:
        _offer_names(sheet, len(rows), len(units), catalog)
        _write_names(book.sheet(narrative.names_sheet), units, catalog)
    sheet.raw.freeze_panes(TOP, 0)
    sheet.raw.protect(options={"format_rows": True, "format_columns": True})
    return book.content()


def _write_head(sheet: Sheet, title: str, hint: str, headings: tuple[str, ...], widths: tuple[float, ...]) -> None:
    write_list_head(sheet, title, "", hint, headings, widths)
    sheet.page(landscape=sum(widths) > sum(_NAME_WIDTHS), header_rows=(0, HEADING_ROW))


def _write_row(sheet: Sheet, row: int, line: AssignmentRow, catalog: Catalog) -> None:
    known = (line.document, line.task_id, line.name, line.content, line.body, catalog.tasks.roles[line.role])
    named = "、".join(line.units)
    heights = (text_height(text, width) for text, width in zip((*known, named), _WIDTHS, strict=True))
    sheet.raw.set_row(row, max(heights))
    for column, (text, style) in enumerate(zip(known, (_CODE, _MIDDLE, _LEFT, _LEFT, _LEFT, _MIDDLE), strict=True)):
        sheet.text(row, column, text, style)
    if named:
        sheet.text(row, _UNITS_COLUMN, named, _TYPED)
    else:
        sheet.number(row, _UNITS_COLUMN, None, _TYPED)


def _offer_names(sheet: Sheet, count: int, names: int, catalog: Catalog) -> None:
    """The list helps with the first name; several may be written, so nothing is refused here."""
    narrative = catalog.task_narrative.assignment
    offer = {
        "validate": "list",
        "source": f"='{narrative.names_sheet}'!$A${TOP + 1}:$A${TOP + names}",
        "show_error": False,
        "input_title": catalog.tasks.assignment.columns.units,
        "input_message": narrative.pick,
    }
    if count:
        sheet.raw.data_validation(TOP, _UNITS_COLUMN, TOP + count - 1, _UNITS_COLUMN, offer)


def _write_names(sheet: Sheet, units: Sequence[Unit], catalog: Catalog) -> None:
    words = catalog.task_narrative.assignment
    _write_head(sheet, words.names_title, words.names_hint, (words.name, words.aliases), _NAME_WIDTHS)
    for row, unit in enumerate(units, TOP):
        aliases = "、".join(unit.aliases)
        sheet.raw.set_row(row, text_height(aliases, _NAME_WIDTHS[1]))
        sheet.text(row, 0, unit.name, _LEFT)
        sheet.text(row, 1, aliases, _LEFT)
    sheet.raw.freeze_panes(TOP, 0)
    sheet.raw.protect()
