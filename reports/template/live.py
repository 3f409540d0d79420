"""The live checks of a unit's workbook on the sheet: to the right of the table or below it, never inside."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from reports.excel.book import Sheet, Style
from reports.excel.tables import column_widths, text_height
from reports.layout import TableLayout
from reports.template.checks import LiveCheck
from warehouse.catalog.workbook import CheckWords

_CHECK = Style(size=9, color="#2E7D32", border=False)
_HEADING = Style(size=9, color="#595959", border=False, align="left", bold=True)
_NOTE = Style(size=9, color="#595959", border=False, align="left")
_GAP_WIDTH, _CHECK_WIDTH = 1.2, 17.0


@dataclass(frozen=True, slots=True)
class LiveArea:
    """What stands around one table: its checks, and how far the unit has come."""

    checks: list[LiveCheck]
    progress: str
    progress_shown: str
    words: CheckWords


def write_live_area(sheet: Sheet, layout: TableLayout, top: int, area: LiveArea) -> None:
    """Writes the checks of a table that begins in row `top`: one empty row or column keeps them apart from it."""
    row = top + layout.height + 1
    sheet.text(row, 0, f"{area.words.heading}（{area.words.hint}）", _HEADING, columns=layout.width)
    sheet.formula(row + 1, 0, area.progress, area.progress_shown, _NOTE, columns=layout.width)
    row += 2
    for _, members in groupby(area.checks, key=lambda check: check.rule_id):
        checks = list(members)
        if checks[0].side == "right":
            _write_right(sheet, layout, top, checks, area.words)
        else:
            row = _write_below(sheet, layout, row, checks, area.words)


def _write_right(sheet: Sheet, layout: TableLayout, top: int, checks: list[LiveCheck], words: CheckWords) -> None:
    column = layout.width + 1
    sheet.widths((_GAP_WIDTH, _CHECK_WIDTH), layout.width)
    heading = f"{words.heading}：{checks[0].live.label}"
    sheet.text(top, column, heading, _HEADING, rows=layout.header_rows)
    for check in checks:
        sheet.formula(check.beside.row, column, check.formula, check.shown, _CHECK)
    rows = [check.beside.row for check in checks]
    sheet.alarm((min(rows), column), (max(rows), column), words.bad)


def _write_below(sheet: Sheet, layout: TableLayout, row: int, checks: list[LiveCheck], words: CheckWords) -> int:
    """Writes checks that stand under their columns, their name to the left where there is room; gives the next free row."""
    left = min(check.beside.column for check in checks)
    sheet.text(row, 0, checks[0].live.label, _NOTE, columns=left or layout.width)
    row += 0 if left else 1
    for check in checks:
        sheet.formula(row, check.beside.column, check.formula, check.shown, _CHECK, columns=check.beside.columns)
    sheet.raw.set_row(row, _room(layout, checks, words))
    sheet.alarm((row, left), (row, layout.width - 1), words.bad)
    return row + 1


def _room(layout: TableLayout, checks: list[LiveCheck], words: CheckWords) -> float:
    """Points for the longest sentence that a check of this row may have to show."""
    widths = column_widths(layout)
    longest = f"{words.bad}{checks[0].live.bad}{words.difference} -9999"
    narrowest = min(sum(widths[c.beside.column : c.beside.column + c.beside.columns]) for c in checks)
    return text_height(longest, narrowest)
