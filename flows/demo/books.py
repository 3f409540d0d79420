"""Workbooks as units save them: sheets of plain values, written as .xlsx or as an old .xls."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]

Value = str | int | float | datetime
Place = tuple[int, int]
Span = tuple[int, int, int, int]
_VERY_HIDDEN, _DAY = 2, "yyyy-mm-dd"
_SAVED = datetime(2025, 1, 1)  # one date for all, so that the same figures make the same bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: values by zero-based (row, column), merged ranges as (first row, first column, last row, last column)."""

    name: str
    cells: Mapping[Place, Value]
    merged: tuple[Span, ...] = ()
    is_hidden: bool = False


def save_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """A workbook as Excel or WPS saves it; text stays text, whatever it begins with."""
    saved = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(saved, options) as book:
        book.set_properties({"created": _SAVED})
        day = book.add_format({"num_format": _DAY})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.is_hidden:
                page.very_hidden()
            for span in sheet.merged:
                page.merge_range(*span, "")
            for (row, column), value in sheet.cells.items():
                page.write(row, column, value, day if isinstance(value, datetime) else None)
    return saved.getvalue()


def save_xls(sheets: Iterable[Sheet]) -> bytes:
    """The same as Excel 97-2003 saves it."""
    book, plain, day = xlwt.Workbook(encoding="utf-8"), xlwt.XFStyle(), xlwt.easyxf(num_format_str=_DAY)
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        if sheet.is_hidden:
            page.visibility = _VERY_HIDDEN
        upper_left = {(span[0], span[1]): span for span in sheet.merged}
        for place, value in sheet.cells.items():
            style = day if isinstance(value, datetime) else plain
            if place in upper_left:
                top, left, bottom, right = upper_left[place]
                page.write_merge(top, bottom, left, right, value, style)
            else:
                page.write(*place, value, style)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def open_book(content: bytes) -> list[Sheet]:
    """What a spreadsheet program shows of an .xlsx: values instead of formulas. This is how a template becomes an .xls."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheets = []
    for page in book.worksheets:
        merged = tuple((r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in page.merged_cells.ranges)
        cells = {
            (cell.row - 1, cell.column - 1): cell.value
            for line in page.iter_rows()
            for cell in line
            if cell.value is not None and isinstance(cell.value, Value)
        }
        sheets.append(Sheet(page.title, cells, merged, page.sheet_state != "visible"))
    return sheets
