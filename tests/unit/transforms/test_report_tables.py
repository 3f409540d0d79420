"""Tables as public reports print them, where they differ from the plain way: heads on two levels, labels in one column."""

from __future__ import annotations

from dataclasses import replace

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


def beside(this_year: str, former: str, table: Table, *, is_former_first: bool) -> list[Piece]:
    """The disputes of two years side by side under their years; the former year's figures are other ones."""
    places = (15, 0) if is_former_first else (0, 15)
    ours, theirs = (
        [Piece(p.row + 1, p.column + place, p.value, p.rows, p.columns, p.code) for p in table] for place in places
    )
    others = [replace(p, value=str(int(str(p.value)) + 5000) if p.code else p.value, code=None) for p in theirs]
    heads = [Piece(0, place, year, 1, 15) for place, year in zip(places, (this_year, former), strict=True)]
    return sorted([*heads, *ours, *others], key=lambda p: (p.row, p.column))


@pytest.mark.parametrize("is_former_first", [False, True])
@pytest.mark.parametrize("table", [REPORT.tables[2], DISPUTES])
@pytest.mark.parametrize(
    ("this_year", "former"), [("2024年", "2023年"), ("本年", "上年"), ("2024", "2023年度"), ("　", "去年")]
)
def test_of_two_years_side_by_side_this_years_disputes_are_read(
    this_year: str, former: str, table: Table, is_former_first: bool
) -> None:
    both = html_table(beside(this_year, former, table, is_former_first=is_former_first))
    reading = read(page(REPORT, (*map(html_table, REPORT.tables[:2]), both)))
    assert read_values(reading) == as_decimals(REPORT.cells)
    assert reading.problems == []


@pytest.mark.parametrize("table", [REPORT.tables[2], DISPUTES])
@pytest.mark.parametrize("years", [("　", "　"), ("　", "2023年"), ("上年", "上年")])
def test_disputes_side_by_side_without_their_years_are_refused_and_said_so(
    table: Table, years: tuple[str, str]
) -> None:
    both = html_table(beside(*years, table, is_former_first=False))
    reading = read(page(REPORT, (*map(html_table, REPORT.tables[:2]), both)))
    assert not [code for code, value in read_values(reading).items() if code.startswith("T4") and value is not None]
    assert {problem.detail for problem in reading.problems} == {
        "表中并排印有几份复议诉讼数据，分不清哪一份是本年的，没有计入。"
    }


def in_two_rows(labels: tuple[str, str], more: tuple[int, int]) -> list[Piece]:
    """One head over the figures of two years, with the years in a column before them."""
    table = REPORT.tables[2]
    top = max(piece.row for piece in table)
    head = [Piece(p.row, p.column + 1, p.value, p.rows, p.columns) for p in table if p.code is None]
    rows = [
        Piece(top + n, p.column + 1, str(int(str(p.value)) + add))
        for n, add in enumerate(more)
        for p in table
        if p.code
    ]
    return [Piece(0, 0, "年度", top), *head, *(Piece(top + n, 0, label) for n, label in enumerate(labels)), *rows]


@pytest.mark.parametrize(
    ("labels", "more"),
    [(("2024年", "2023年"), (0, 5000)), (("2023年", "2024年"), (5000, 0)), (("上年", "本年"), (5000, 0))],
)
def test_of_two_years_below_each_other_this_years_disputes_are_read(
    labels: tuple[str, str], more: tuple[int, int]
) -> None:
    both = html_table(in_two_rows(labels, more))
    reading = read(page(REPORT, (*map(html_table, REPORT.tables[:2]), both)))
    assert read_values(reading) == as_decimals(REPORT.cells)
    assert reading.problems == []


def test_two_rows_of_disputes_without_years_are_never_taken_without_a_word() -> None:
    both = html_table(in_two_rows(("", ""), (0, 5000)))
    reading = read(page(REPORT, (*map(html_table, REPORT.tables[:2]), both)))
    assert read_values(reading) == as_decimals(REPORT.cells)
    assert [p.detail for p in reading.problems] == ["表头下有 2 行数字，没有写明各是哪一年的，只计入第一行。"]
