"""A grid of a document as a sheet of a workbook, so that both print the same table."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reports.excel.book import HEADED, PLAIN, Sheet, Style
from reports.excel.statement import write_heading
from reports.excel.tables import text_height
from reports.narrative.paper import CellRole, Grid, GridCell

_TOP = 2
_STYLES: dict[CellRole, Style] = {
    "column_heading": HEADED,
    "row_heading": Style(bold=True, align="left", fill="#F3F3F3", indent=1),
    "label": Style(align="left"),
    "note": Style(align="left"),
    "text": Style(),
    "figure": Style(),
}
_TALLEST, _LOWEST = 400.0, 24.0  # points; a spreadsheet allows 409


def write_grid(
    sheet: Sheet, grid: Grid, title: str, width: float, notes: Iterable[str] = (), *, is_filtered: bool = False
) -> None:
    """Title, caption and table from column A, `width` characters wide, then notes. Figures that are whole numbers stay numbers."""
    widths = tuple(round(weight * width, 1) for weight in grid.column_weights)
    sheet.widths(widths)
    write_heading(sheet, title, grid.caption, grid.width)
    for row, height in enumerate(_heights(grid, widths), _TOP):
        sheet.raw.set_row(row, height)
    for cell in grid.cells:
        _write_cell(sheet, cell)
    for row, note in enumerate(notes, _TOP + grid.height + 1):
        sheet.raw.set_row(row, text_height(note, width))
        sheet.text(row, 0, note, PLAIN, columns=grid.width)
    header = _TOP + grid.header_rows
    if is_filtered:
        sheet.raw.autofilter(header - 1, 0, _TOP + grid.height - 1, grid.width - 1)
    sheet.page(landscape=True, header_rows=(0, header - 1))
    sheet.raw.freeze_panes(header, 0)


def _write_cell(sheet: Sheet, cell: GridCell) -> None:
    row, style = _TOP + cell.row, _STYLES[cell.role]
    if cell.role == "figure" and cell.text.isascii() and cell.text.isdigit():
        sheet.number(row, cell.column, Decimal(cell.text), style, cell.rows, cell.columns)
    else:
        sheet.text(row, cell.column, cell.text, style, cell.rows, cell.columns)


def _heights(grid: Grid, widths: tuple[float, ...]) -> list[float]:
    heights = [_LOWEST] * grid.height
    for cell in grid.cells:
        room = sum(widths[cell.column : cell.column + cell.columns]) - 1
        share = text_height(cell.text, room) / cell.rows
        for row in range(cell.row, cell.row + cell.rows):
            heights[row] = min(_TALLEST, max(heights[row], share))
    return heights
