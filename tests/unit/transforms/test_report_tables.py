"""Tables as public reports print them, where they differ from the plain way: heads on two levels, labels in one column."""

from __future__ import annotations

import pytest

from tests.unit.transforms.official import Piece, Sheet, openpyxl_bytes
from tests.unit.transforms.published import (
    Published,
    Table,
    as_decimals,
    disputes_on_two_levels,
    docx_bytes,
    html_table,
    page,
    read,
    read_values,
)

REPORT = Published()


def figures_of(table: Table) -> dict[str, str]:
    return {p.code: REPORT.cells[p.code] for p in table if p.code is not None}


DISPUTES = disputes_on_two_levels(REPORT.tables[2])


WRITTEN: dict[str, bytes] = {
    "html": page(REPORT, map(html_table, (*REPORT.tables[:2], DISPUTES))).encode(),
    "docx": docx_bytes(REPORT, (*REPORT.tables[:2], DISPUTES)),
    "xlsx": openpyxl_bytes([Sheet.of("T4", DISPUTES)]),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_disputes_under_the_official_head_of_two_levels_are_read_in_all_three_blocks(kind: str) -> None:
    reading = read(WRITTEN[kind])
    wanted = as_decimals(REPORT.cells if kind != "xlsx" else figures_of(DISPUTES))
    got = {code: value for code, value in read_values(reading).items() if value is not None}
    assert got == wanted
    assert [p.detail for p in reading.problems if "复议" in p.detail] == []


def test_a_small_table_on_last_years_disputes_is_not_taken_for_this_years() -> None:
    heads = ("", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = [heads, ("行政复议", "9", "0", "0", "0", "9"), ("行政诉讼", "7", "0", "0", "0", "7")]
    small = html_table([Piece(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row)])
    reading = read(page(REPORT, (*map(html_table, REPORT.tables[:2]), small + html_table(DISPUTES))))
    assert read_values(reading) == as_decimals(REPORT.cells)
    assert [p.rule_id for p in reading.problems] == []
