"""The official layout: nothing overlaps, nothing is left out, and it prints as the form of 国办公开办函〔2021〕30号 does."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Literal

import pytest

from reports.layout import LayoutCell, TableLayout, layout_tables
from reports.statement import Coverage, render_coverage, render_number
from warehouse.catalog.catalog import load_catalog

CATALOG = load_catalog()
EDITIONS = [edition.edition for edition in CATALOG.editions]


def tables(edition: str = "2021", wording: Literal["statutory", "period"] = "statutory") -> tuple[TableLayout, ...]:
    return layout_tables(CATALOG.edition(edition), wording)


def cell_of(table: TableLayout, text: str) -> LayoutCell:
    return next(cell for cell in table.cells if cell.text == text)


def box(cell: LayoutCell) -> tuple[int, int, int, int]:
    return cell.row, cell.column, cell.rows, cell.columns


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("merged", [frozenset[str](), frozenset({"other"})])
def test_every_square_of_every_table_is_covered_exactly_once(edition: str, merged: frozenset[str]) -> None:
    for table in layout_tables(CATALOG.edition(edition), "statutory", merged):
        squares = Counter(
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        )
        assert set(squares) == {(row, column) for row in range(table.height) for column in range(table.width)}
        assert set(squares.values()) == {1}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_statutory_cell_of_an_edition_is_printed_once_and_in_order(edition: str) -> None:
    printed = [cell.cell_code for table in tables(edition) for cell in table.values()]
    assert printed == [cell.code for cell in CATALOG.edition(edition).cells]


def test_weights_add_up_to_one_and_there_is_one_a_column() -> None:
    for edition in EDITIONS:
        for table in tables(edition):
            assert len(table.column_weights) == table.width
            assert sum(table.column_weights) == pytest.approx(1)


def test_t3_has_the_merged_cells_of_the_official_form() -> None:
    table = tables()[1]
    assert (table.height, table.width, table.header_rows) == (3 + 25, 3 + 7, 3)
    assert box(table.cells[0]) == (0, 0, 3, 3)
    assert table.cells[0].kind == "corner"
    assert box(cell_of(table, "申请人情况")) == (0, 3, 1, 7)
    assert box(cell_of(table, "自然人")) == (1, 3, 2, 1)
    assert box(cell_of(table, "法人或其他组织")) == (1, 4, 1, 5)
    assert box(cell_of(table, "商业企业")) == (2, 4, 1, 1)
    assert box(cell_of(table, "总计")) == (1, 9, 2, 1)
    assert box(cell_of(table, "一、本年新收政府信息公开申请数量")) == (3, 0, 1, 3)
    assert box(cell_of(table, "三、本年度办理结果")) == (5, 0, 22, 1)
    assert box(cell_of(table, "（一）予以公开")) == (5, 1, 1, 2)
    assert box(cell_of(table, "（三）不予公开")) == (7, 1, 8, 1)
    assert box(cell_of(table, "8.属于行政查询事项")) == (14, 2, 1, 1)
    assert box(cell_of(table, "（七）总计")) == (26, 1, 1, 2)
    assert box(cell_of(table, "四、结转下年度继续办理")) == (27, 0, 1, 3)


def test_the_2019_form_prints_twenty_rows_under_the_results() -> None:
    assert cell_of(tables("2019")[1], "三、本年度办理结果").rows == 20


def test_t4_has_two_suits_under_one_heading_and_one_row_of_figures() -> None:
    table = tables()[2]
    assert (table.height, table.width) == (4, 15)
    assert box(cell_of(table, "行政复议")) == (0, 0, 2, 5)
    assert box(cell_of(table, "行政诉讼")) == (0, 5, 1, 10)
    assert box(cell_of(table, "未经复议直接起诉")) == (1, 5, 1, 5)
    assert box(cell_of(table, "复议后起诉")) == (1, 10, 1, 5)
    assert {cell.row for cell in table.values()} == {3}


def test_t2_blocks_with_one_column_let_it_span_the_width() -> None:
    table = tables()[0]
    assert box(cell_of(table, "第二十条第（五）项")) == (4, 0, 1, 4)
    assert box(cell_of(table, "本年处理决定数量")) == (5, 1, 1, 3)
    assert [box(c) for c in table.values() if c.cell_code == "T2:fee.amount_wan"] == [(13, 1, 1, 3)]


def test_a_quarter_speaks_of_the_period_and_a_year_of_the_year() -> None:
    yearly = {cell.text for table in tables() for cell in table.cells}
    quarterly = {cell.text for table in tables(wording="period") for cell in table.cells}
    assert "二、上年结转政府信息公开申请数量" in yearly
    assert "二、上期结转政府信息公开申请数量" in quarterly
    assert not [text for text in quarterly if "本年" in text or "下年" in text]


def test_a_row_that_nobody_broke_down_is_printed_after_its_group() -> None:
    table = layout_tables(CATALOG.edition("2021"), "statutory", frozenset({"other"}))[1]
    group, extra = cell_of(table, "（六）其他处理"), cell_of(table, "（六）其他处理（未分项）")
    assert box(extra) == (group.row + group.rows, 1, 1, 2)
    assert cell_of(table, "三、本年度办理结果").rows == 23
    assert [c.cell_code for c in table.values() if c.row == extra.row] == list(CATALOG.edition("2021").merged_cells)


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0"), ("0.00", "0"), ("12", "12"), ("100", "100"), ("3.50", "3.5"), ("1E+3", "1000"), ("-2", "-2")],
)
def test_figures_are_written_plainly(value: str, text: str) -> None:
    assert render_number(Decimal(value)) == text


def test_no_figure_is_blank_and_never_zero() -> None:
    assert render_number(None) == ""


def test_coverage_names_the_missing() -> None:
    text = render_coverage(Coverage(expected=52, received=51, nil=3, late=0, missing=("云江区教育局",)))
    assert text.startswith("应报单位 52 家，已报 51 家（其中零报送 3 家）；未报 1 家：云江区教育局。")
    assert render_coverage(Coverage(expected=2, received=2, nil=0, late=0)) == "应报单位 2 家，已报 2 家，全部报齐。"
