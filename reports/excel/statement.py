"""The three statutory tables of a statement as sheets: official layout, figures as numbers, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable

from reports.excel.book import PLAIN, SUBTITLE, TITLE, Book, Sheet, Style
from reports.excel.tables import column_widths, is_landscape, text_height, write_table_frame
from reports.layout import TableLayout, Wording
from reports.narrative.grids import statutory_layouts
from reports.narrative.notes import TableNotes, table_notes
from reports.statement import Statement
from warehouse.catalog.catalog import Catalog

_TOP = 2


def scope_label(catalog: Catalog, statement: Statement) -> str:
    """`本机关` or `汇总`."""
    return next(scope.label for scope in catalog.scopes if scope.code == statement.scope)


def write_statutory_sheets(
    book: Book, catalog: Catalog, statement: Statement, wording: Wording, prefix: str, cover: str, notes: Iterable[str]
) -> None:
    """One sheet a table; `cover` stands under each title, the notes below each table."""
    lines = tuple(notes)
    for layout in statutory_layouts(catalog, statement, wording):
        sheet = book.sheet(prefix + catalog.workbook.sheets.of_table(layout.table))
        _write_statutory_sheet(sheet, layout, statement, cover, lines, table_notes(catalog, layout, statement))


def _write_statutory_sheet(
    sheet: Sheet, layout: TableLayout, statement: Statement, cover: str, lines: tuple[str, ...], notes: TableNotes
) -> None:
    write_heading(sheet, layout.title, cover, layout.width)
    for code, place in write_table_frame(sheet, layout, _TOP).items():
        style = Style(mark=notes.marks.get(code, ""))
        sheet.number(place.row, place.column, statement.values.get(code), style, place.rows, place.columns)
    said = (f"{note.mark} {note.text}".lstrip() for note in notes.lines)
    write_notes(sheet, _TOP + layout.height + 1, (*said, *lines), column_widths(layout))
    sheet.page(landscape=is_landscape(layout), header_rows=(0, _TOP + layout.header_rows - 1))
    if layout.header_rows:
        sheet.raw.freeze_panes(_TOP + layout.header_rows, 0)


def write_heading(sheet: Sheet, title: str, cover: str, columns: int) -> None:
    """Title and cover line over the width of a sheet."""
    sheet.raw.set_row(0, 30)
    sheet.raw.set_row(1, 20)
    sheet.text(0, 0, title, TITLE, columns=columns)
    sheet.text(1, 0, cover, SUBTITLE, columns=columns)


def write_notes(sheet: Sheet, top: int, notes: tuple[str, ...], widths: tuple[float, ...]) -> None:
    """Sentences over the width of a sheet, one a row."""
    for row, note in enumerate(notes, top):
        sheet.raw.set_row(row, text_height(note, sum(widths)))
        sheet.text(row, 0, note, PLAIN, columns=len(widths))
