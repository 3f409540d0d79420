"""The sheet 文件台账 of a unit's workbook: one row a policy document, every cell with its place and how it was understood."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from transforms.grid import address
from transforms.metrics.sheet_table import MOST_ROWS, SheetTable
from transforms.numbers import Reader
from transforms.page import Problem
from transforms.tasks.table import text_of
from transforms.tasks.values import read_day
from warehouse.catalog.indicators import Choice, MetricWords

FILING_TELLING = frozenset({"title", "published_on", "openness"})
_RULE, _LONGEST = "FILING-SHEET", 500
_DAYS = frozenset({"published_on", "interpreted_on", "filed_on", "pushed_on", "online_on"})
_COUNTS = frozenset({"ways_count"})
_NEEDED = ("title", "is_normative", "openness", "published_on", "has_service")


class FilingCell(NamedTuple):
    """One cell of one document; fields as the columns of stg_filing."""

    row_no: int
    field: str
    text: str | None
    state: Literal["read", "blank", "invalid"]
    code: str | None
    day: date | None
    value: Decimal | None
    sheet: str
    address: str


@dataclass(frozen=True, slots=True)
class FilingReading:
    """What a workbook says of policy documents."""

    cells: list[FilingCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_filings(tables: list[SheetTable], words: MetricWords, read: Reader, year: int | None) -> FilingReading:
    """The documents of the tables found; `year` is that of the period, for days written without one."""
    found = FilingReading()
    number = 0
    for table in tables:
        if table.is_cut:
            detail = f"这张表超过 {MOST_ROWS} 行，之后的没有读取；请删去多余的行。"
            found.problems.append(Problem(_RULE, detail, table.grid.name, None))
        for row in table.rows:
            number += 1
            cells = [_cell(table, row, name, number, words, read, year) for name in table.columns]
            found.cells.extend(cells)
            is_interpreted = any(cell.field == "interpreted_on" and cell.state == "read" for cell in cells)
            found.problems.extend(
                _problem(cell, words) for cell in cells if _is_wrong(cell, is_interpreted=is_interpreted)
            )
    return found


def _cell(
    table: SheetTable, row: int, name: str, number: int, words: MetricWords, read: Reader, year: int | None
) -> FilingCell:
    grid, place = table.grid, (row, table.columns[name])
    text = text_of(grid, place)[:_LONGEST]
    code, day, value = None, None, None
    if text and place not in grid.flaws:
        if name in _DAYS:
            day = read_day(grid.at(*place), year)
        elif name in _COUNTS:
            value = read(grid.at(*place), "件").value
        elif (choices := _choices(name, words)) is not None:
            code = choices.get(_folded(text))
    is_free = name not in _DAYS | _COUNTS and _choices(name, words) is None
    is_read = is_free or code is not None or day is not None or (value is not None and value >= 0)
    state: Literal["read", "blank", "invalid"] = (
        "blank" if not text else "invalid" if place in grid.flaws or not is_read else "read"
    )
    return FilingCell(number, name, text or None, state, code, day, value, grid.name, address(place))


def _choices(name: str, words: MetricWords) -> Mapping[str, str] | None:
    if name in ("is_normative", "has_service"):
        return _by_wording(words.truth)
    return _by_wording(words.openness) if name == "openness" else None


def _by_wording(choices: tuple[Choice, ...]) -> dict[str, str]:
    return {_folded(text): one.code for one in choices for text in (one.label, *one.variants)}


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _is_wrong(cell: FilingCell, *, is_interpreted: bool) -> bool:
    """Not understood, or left out though figures rest on it: of a document with an interpretation, also in how many ways."""
    is_needed = cell.field in _NEEDED or (is_interpreted and cell.field in _COUNTS)
    return cell.state == "invalid" or (cell.state == "blank" and is_needed)


def _problem(cell: FilingCell, words: MetricWords) -> Problem:
    heading = getattr(words.filing_sheet.columns, cell.field)
    if cell.state == "blank":
        detail = f"第 {cell.row_no} 件文件的“{heading}”没有填；没有这一项，有关指标无法计算。"
    else:
        wanted = _wanted(cell.field, words)
        detail = f"第 {cell.row_no} 件文件的“{heading}”无法识别，现为“{cell.text}”，{wanted}。"
    return Problem(_RULE, detail, cell.sheet, cell.address, cell.text)


def _wanted(name: str, words: MetricWords) -> str:
    if name in _DAYS:
        return "应写作 2025-03-31 这样的日期，还没有发生的留空"
    if name in _COUNTS:
        return "应填数字，没有的填 0"
    choices = words.openness if name == "openness" else words.truth
    return "应从下拉列表中选择：" + "、".join(one.label for one in choices)
