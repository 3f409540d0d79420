"""A year's statutory tables as a workbook."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.statement import Coverage, Statement
from reports.statement_xlsx import write_statement_workbook
from tests.unit.reports.workbooks import CATALOG, EDITION, HOSTILE, figure, raw_parts, reopened, sheet_of, whole
from warehouse.catalog.period import Period

STATEMENT = Statement("yunjiang", "云江区人民政府", Period(2025), "aggregate", "2021", whole(), "所属单位汇总")
COVERAGE = Coverage(expected=52, received=51, nil=2, late=0, missing=("云江区教育局",))


def texts(content: bytes, name: str) -> list[str]:
    return [str(c.value) for row in sheet_of(content, name).iter_rows() for c in row if isinstance(c.value, str)]


def test_every_figure_is_a_number_in_its_official_place() -> None:
    book = reopened(write_statement_workbook(STATEMENT, CATALOG))
    for cell in EDITION.cells:
        assert figure(book, cell.code) == pytest.approx(float(whole()[cell.code] or 0))


def test_a_blank_stays_blank_and_a_zero_is_printed() -> None:
    values = whole() | {"T3:new.research": None}
    book = reopened(write_statement_workbook(replace(STATEMENT, values=values), CATALOG))
    assert figure(book, "T3:new.research") is None
    assert figure(book, "T3:new.business") == 0


def test_each_sheet_says_whose_which_year_and_which_scope() -> None:
    content = write_statement_workbook(STATEMENT, CATALOG)
    for name in reopened(content).sheetnames:
        assert "云江区人民政府　2025年度　汇总" in texts(content, name)
    own = write_statement_workbook(replace(STATEMENT, scope="own"), CATALOG)
    assert "云江区人民政府　2025年度　本机关" in texts(own, "表三 依申请")


def test_a_total_carries_its_coverage() -> None:
    content = write_statement_workbook(STATEMENT, CATALOG, coverage=COVERAGE)
    [line] = [text for text in texts(content, "表三 依申请") if text.startswith("报送情况")]
    assert "应报单位 52 家，已报 51 家" in line
    assert "未报 1 家：云江区教育局" in line


def test_a_year_is_worded_as_the_statutory_form() -> None:
    assert "二、上年结转政府信息公开申请数量" in texts(write_statement_workbook(STATEMENT, CATALOG), "表三 依申请")


def test_a_row_that_nobody_broke_down_is_printed_only_where_it_has_figures() -> None:
    row = "（六）其他处理（未分项）"
    assert row not in texts(write_statement_workbook(STATEMENT, CATALOG), "表三 依申请")
    values = whole() | {"T3:other.total": Decimal(3)}
    content = write_statement_workbook(replace(STATEMENT, values=values), CATALOG)
    assert row in texts(content, "表三 依申请")


def test_the_year_before_stands_beside_with_the_difference() -> None:
    before = replace(
        STATEMENT, period=Period(2024), values=whole() | {"T3:new.total": Decimal(9), "T4:review.total": None}
    )
    sheet = sheet_of(write_statement_workbook(STATEMENT, CATALOG, previous=before), "与上年对比")
    rows = {row[0].value: tuple(cell.value for cell in row[2:5]) for row in sheet.iter_rows()}
    assert rows["项目"] == ("2025年度", "2024年度", "增减")
    assert rows["一、本年新收政府信息公开申请数量"] == (5, 9, 5 - 9)
    assert rows["行政复议 总计"] == (7, None, None)
    assert rows["二、上年结转政府信息公开申请数量"] == (2, 2, 0)


def test_without_a_year_before_there_is_no_comparison() -> None:
    assert "与上年对比" not in reopened(write_statement_workbook(STATEMENT, CATALOG)).sheetnames


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text: str) -> None:
    hostile = replace(STATEMENT, unit_name=text, basis=text)
    parts = raw_parts(write_statement_workbook(hostile, CATALOG, coverage=replace(COVERAGE, missing=(text,))))
    assert not [part for part in parts.values() if "<f>" in part or "<hyperlink" in part or "<img" in part]


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert write_statement_workbook(STATEMENT, CATALOG) == write_statement_workbook(STATEMENT, CATALOG)
