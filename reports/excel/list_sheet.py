"""A sheet that lists rows for somebody to fill in: title, whose it is, what to do, the headings, and the rows below."""

from __future__ import annotations

from collections.abc import Sequence

from reports.excel.book import HEADED, PLAIN, Sheet
from reports.excel.statement import write_heading
from reports.excel.tables import text_height

_HINT_ROW, HEADING_ROW, TOP = 2, 3, 4


def write_list_head(
    sheet: Sheet,
    title: str,
    cover: str,
    hint: str,
    headings: Sequence[str],
    widths: tuple[float, ...],
    height: float = 24,
) -> None:
    """Everything above the rows, which begin at `TOP`; `height` of the headings in points."""
    sheet.widths(widths)
    write_heading(sheet, title, cover, len(widths))
    sheet.raw.set_row(_HINT_ROW, text_height(hint, sum(widths)))
    sheet.text(_HINT_ROW, 0, hint, PLAIN, columns=len(widths))
    sheet.raw.set_row(HEADING_ROW, height)
    for column, heading in enumerate(headings):
        sheet.text(HEADING_ROW, column, heading, HEADED)


def finish_list(sheet: Sheet, columns: int) -> None:
    """Set up for print, with the first columns and all headings in sight, and shut but for the cells to fill in."""
    sheet.page(landscape=True, header_rows=(0, HEADING_ROW))
    sheet.raw.freeze_panes(TOP, columns)
    sheet.raw.protect(options={"format_rows": True, "format_columns": True})
