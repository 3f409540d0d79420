"""The sheet 工作指标 of a unit's workbook: one row a measure. A cell that is no number that can count is a problem with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from transforms.grid import address
from transforms.metrics.sheet_table import MOST_ROWS, SheetTable
from transforms.numbers import Reader, State, flawed
from transforms.page import Problem
from transforms.tasks.table import heading_key, text_of
from warehouse.catalog.indicators import Indicators, Measure

METRIC_TELLING = frozenset({"measure", "value"})
_RULE, _LONGEST = "METRIC-SHEET", 200


class MetricAnswer(NamedTuple):
    """One row of the sheet; fields as the columns of stg_metric."""

    row_no: int
    measure_code: str
    text: str | None
    state: State
    value: Decimal | None
    note: str | None
    sheet: str
    address: str


@dataclass(frozen=True, slots=True)
class MetricReading:
    """What a workbook says of measures."""

    answers: list[MetricAnswer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_metrics(tables: list[SheetTable], declared: Indicators, read: Reader) -> MetricReading:
    """The rows of the tables found. A row is known by its code, or else by its question."""
    found = MetricReading()
    codes = declared.measure_by_code
    asked = {heading_key(one.sheet.text): one.code for one in declared.measures if one.sheet is not None}
    for table in tables:
        if table.is_cut:
            detail = f"这张表超过 {MOST_ROWS} 行，之后的没有读取；请删去多余的行。"
            found.problems.append(Problem(_RULE, detail, table.grid.name, None))
        for row in table.rows:
            _add(table, row, codes, asked, read, found)
    return found


def _add(
    table: SheetTable,
    row: int,
    codes: Mapping[str, Measure],
    asked: Mapping[str, str],
    read: Reader,
    found: MetricReading,
) -> None:
    grid, place = table.grid, (row, table.columns["value"])
    written = text_of(grid, table.place(row, "measure"))
    question = text_of(grid, table.place(row, "text"))
    code = written if written in codes else asked.get(heading_key(question))
    told = flawed(grid.flaws[place]) if place in grid.flaws else read(grid.at(*place), "件")
    at = address(place)
    if code is None or codes[code].sheet is None:
        if told.state != "blank":
            name = written[:_LONGEST] or question[:_LONGEST]
            detail = f"“{name}”不是模板中的指标，这一行没有计入；请按模板恢复指标代码。"
            found.problems.append(Problem(_RULE, detail, grid.name, at, told.text or None))
        return
    first = next((one for one in found.answers if one.measure_code == code and one.value is not None), None)
    wrong = _wrong(told.state, told.value, codes[code]) or _contradicts(first, told.value)
    if wrong is not None:
        detail = f"“{codes[code].name}”{wrong}，现为“{told.text[:_LONGEST]}”。"
        found.problems.append(Problem(_RULE, detail, grid.name, at, told.text or None))
    note = text_of(grid, table.place(row, "note"))[:_LONGEST] or None
    number = len(found.answers) + 1
    text = told.text[:_LONGEST] or None
    found.answers.append(MetricAnswer(number, code, text, told.state, told.value, note, grid.name, at))


def _wrong(state: State, value: Decimal | None, measure: Measure) -> str | None:
    if state in ("invalid", "formula_without_value", "error_value"):
        return "应填数字，没有发生的填 0"
    if value is not None and value < 0:
        return "不能是负数"
    if value is not None and value != value.to_integral_value():
        return f"以{measure.unit}计，应为整数"
    return None


def _contradicts(first: MetricAnswer | None, value: Decimal | None) -> str | None:
    if first is None or value is None or first.value == value:
        return None
    return f"填了两次，前后不一（另一处在 {first.sheet}!{first.address}），请只留一处"
