"""Tables as public reports print them, where they differ from the plain way: heads on two levels, labels in one column."""

from __future__ import annotations

import pytest

from tests.unit.transforms.official import Piece, Sheet, openpyxl_bytes, shifted
from tests.unit.transforms.published import (
    Published,
    Table,
    as_decimals,
    docx_bytes,
    html_table,
    page,
    read,
    read_values,
)

REPORT = Published()


def disputes_on_two_levels(t4: Table) -> list[Piece]:
    """The official head: the five columns of 行政复议 stand beside the headings of 行政诉讼, a row above its ten columns."""
    head = [Piece(0, 0, "行政复议", 1, 5), Piece(0, 5, "行政诉讼", 1, 10)]
    head += [Piece(1, 5, "未经复议直接起诉", 1, 5), Piece(1, 10, "复议后起诉", 1, 5)]
    labels = [p for p in t4 if p.columns == 1 and p.code is None]
    head += [Piece(1, p.column, p.value, 2) if p.column < 5 else Piece(2, p.column, p.value) for p in labels]
    top = min(p.row for p in t4 if p.code is not None)
    return [*head, *shifted([p for p in t4 if p.code is not None], 3 - top)]


def figures_of(table: Table) -> dict[str, str]:
    return {p.code: REPORT.cells[p.code] for p in table if p.code is not None}


DISPUTES = disputes_on_two_levels(REPORT.tables[2])


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
def test_disputes_under_the_official_head_of_two_levels_are_read_in_all_three_blocks(kind: str) -> None:
    t2, t3, _ = REPORT.tables
    content = {
        "html": lambda: page(REPORT, map(html_table, (t2, t3, DISPUTES))),
        "docx": lambda: docx_bytes(REPORT, (t2, t3, DISPUTES)),
        "xlsx": lambda: openpyxl_bytes([Sheet.of("T4", DISPUTES)]),
    }[kind]()
    reading = read(content)
    wanted = as_decimals(REPORT.cells if kind != "xlsx" else figures_of(DISPUTES))
    got = {code: value for code, value in read_values(reading).items() if value is not None}
    assert got == wanted
    assert [p.detail for p in reading.problems if "复议" in p.detail] == []
