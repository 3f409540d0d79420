"""Places an official table on a sheet: headings and labels written, the places of the figures handed back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from reports.excel.book import HEADED, Sheet, Style, address
from reports.layout import LayoutCell, TableLayout

LINE_POINTS, PADDING_POINTS = 14.0, 11.0
# Width of a whole table in characters, and whether its page lies on its side: what A4 takes at a readable size.
_PAGES = {"T2": (88.0, False), "T3": (105.0, False), "T4": (138.0, True)}
_STYLES = {
    "heading": HEADED,
    "corner": Style(size=9, align="left"),
    "label": Style(),
    "empty": Style(),
}
_LEFT = Style(align="left")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands on its sheet, counted from zero, and how many rows and columns it spans."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def address(self) -> str:
        """As a formula names it, `D6`."""
        return address(self.row, self.column)


Places = dict[str, Place]


def write_table_frame(sheet: Sheet, layout: TableLayout, top: int) -> Places:
    """Writes everything of a table but its figures, from column A; gives the place of every figure by cell code."""
    widths = column_widths(layout)
    sheet.widths(widths)
    for row, height in enumerate(_heights(layout, widths), top):
        sheet.raw.set_row(row, height)
    for cell in layout.cells:
        if cell.kind != "value":
            sheet.text(top + cell.row, cell.column, cell.text, _style(cell, layout), cell.rows, cell.columns)
    return {
        cell.cell_code: Place(top + cell.row, cell.column, cell.rows, cell.columns)
        for cell in layout.values()
        if cell.cell_code is not None
    }


def _style(cell: LayoutCell, layout: TableLayout) -> Style:
    """Rows of the long table read from the left; its groups, and the labels of the other tables, stand in the middle."""
    reads_from_left = cell.kind == "label" and cell.rows == 1 and layout.header_rows > 0
    return _LEFT if reads_from_left else _STYLES[cell.kind]


def is_landscape(layout: TableLayout) -> bool:
    """Whether the table's page lies on its side."""
    return _PAGES[layout.table][1]


def column_widths(layout: TableLayout) -> tuple[float, ...]:
    """In characters, from the layout's weights."""
    total = _PAGES[layout.table][0]
    return tuple(round(weight * total, 1) for weight in layout.column_weights)


def text_height(text: str, width: float) -> float:
    """Points that a wrapped text takes in a column of this width: spreadsheets don't measure merged cells themselves."""
    lines = sum(max(1, ceil(_breadth(line) / max(width - 0.6, 1))) for line in text.split("\n"))
    return lines * LINE_POINTS + PADDING_POINTS


def _breadth(text: str) -> int:
    """Characters of the width of a digit; a Chinese one counts as two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _heights(layout: TableLayout, widths: tuple[float, ...]) -> Iterable[float]:
    heights = [LINE_POINTS + PADDING_POINTS] * layout.height
    for cell in layout.cells:
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], _needed(cell, widths))
    return heights


def _needed(cell: LayoutCell, widths: tuple[float, ...]) -> float:
    return text_height(cell.text, sum(widths[cell.column : cell.column + cell.columns]))
