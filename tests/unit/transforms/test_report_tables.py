"""Tables as public reports print them, where they differ from the plain way: heads on two levels, labels in one column."""

from __future__ import annotations

import pytest

from tests.unit.transforms.official import Sheet, openpyxl_bytes
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
