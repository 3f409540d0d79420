"""T3 under a head with wrong spans: whatever the spans say, each figure is read under its own label, or the table is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from tests.unit.transforms.official import Piece
from tests.unit.transforms.published import (
    NEW,
    OLD,
    Published,
    Table,
    as_decimals,
    disputes_on_two_levels,
    html_table,
    page,
    read,
    read_values,
)
from transforms.report.report_reading import ReportReading

REPORTS = {"2021": Published(), "2019": Published(edition=OLD)}
HEAD_ROWS = 3


def drawn(report: Published, requests: Table) -> ReportReading:
    t2, _, t4 = report.tables
    return read(page(report, map(html_table, (t2, requests, t4))))


def spanning(report: Published, label: str, rows: int, columns: int) -> list[Piece]:
    """T3 with other spans at the cell of its head that begins so."""
    table = report.tables[1]
    [wrong] = [p for p in table if p.row < HEAD_ROWS and str(p.value).startswith(label)]
    return [replace(p, rows=rows, columns=columns) if p is wrong else p for p in table]


@pytest.mark.parametrize("edition", REPORTS)
@pytest.mark.parametrize(("rows", "columns"), product((1, 2, 4), (1, 2, 3, 5)))
def test_a_corner_with_wrong_spans_moves_no_figure(edition: str, rows: int, columns: int) -> None:
    report = REPORTS[edition]
    corner = str(min(report.tables[1], key=lambda p: (p.row, p.column)).value)
    reading = drawn(report, spanning(report, corner, rows, columns))
    assert read_values(reading) == as_decimals(report.cells)
    assert [p.rule_id for p in reading.problems if p.rule_id == "FILE-LABEL"] == []


@pytest.mark.parametrize(
    ("label", "rows", "columns"), [("自然人", 1, 1), ("自然人", 2, 3), ("法人", 2, 5), ("法人", 1, 3), ("商业", 1, 3)]
)
def test_any_other_label_of_the_head_with_wrong_spans_moves_no_figure(label: str, rows: int, columns: int) -> None:
    report = REPORTS["2021"]
    reading = drawn(report, spanning(report, label, rows, columns))
    assert read_values(reading) == as_decimals(report.cells)
    assert reading.problems == []


def test_a_head_whose_order_nobody_can_tell_is_refused_by_name() -> None:
    """自然人 stands above 商业企业, and what is a group of what is not said."""
    report = REPORTS["2021"]
    table = [replace(p, value="") if str(p.value).startswith("法人") else p for p in spanning(report, "自然人", 1, 1)]
    reading = drawn(report, table)
    values = read_values(reading)
    assert not [code for code, value in values.items() if code.startswith("T3") and value is not None]
    assert {code: value for code, value in values.items() if not code.startswith("T3")} == {
        code: value for code, value in as_decimals(report.cells).items() if not code.startswith("T3")
    }
    [refused] = reading.problems
    assert refused.rule_id == "FILE-TABLES"
    assert refused.detail == "“自然人”所在的表头与其下各行的格子对不上（合并单元格有误），该表没有计入。"


def test_columns_in_another_order_are_read_by_their_labels() -> None:
    report = REPORTS["2021"]
    order = {3: 9, 9: 3}
    swapped = [
        replace(p, column=order.get(p.column, p.column)) if p.rows == 2 or p.row >= HEAD_ROWS else p
        for p in report.tables[1]
    ]
    table = sorted((p for p in swapped if p.column != 9 or p.columns == 1), key=lambda p: (p.row, p.column))
    values = read_values(drawn(report, table))
    assert values["T3:new.total"] == Decimal(report.cells["T3:new.total"])
    assert values == as_decimals(report.cells)
    assert NEW.by_code["T3:new.total"].unit == "件"


LEVELS = disputes_on_two_levels(Published().tables[2])


@pytest.mark.parametrize(
    ("label", "rows", "columns"),
    [
        *(
            ("行政复议", 2, 5),
            ("行政复议", 1, 4),
            ("行政诉讼", 1, 6),
            ("行政诉讼", 2, 10),
            ("未经复议", 1, 4),
            ("未经复议", 2, 5),
        ),
        *(("复议后", 1, 6), ("结果维持", 1, 1), ("结果维持", 3, 1), ("总计", 1, 1), ("其他结果", 2, 2)),
    ],
)
def test_disputes_on_two_levels_with_wrong_spans_are_read_under_their_own_labels(
    label: str, rows: int, columns: int
) -> None:
    report = Published()
    wrong = next(p for p in LEVELS if str(p.value).startswith(label))
    table = [replace(p, rows=rows, columns=columns) if p is wrong else p for p in LEVELS]
    reading = read(page(report, map(html_table, (*report.tables[:2], table))))
    assert read_values(reading) == as_decimals(report.cells)
    assert reading.problems == []
