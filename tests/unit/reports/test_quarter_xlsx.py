"""The quarter's tables as a workbook."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.quarter_xlsx import key_figures, write_quarter_workbook
from reports.statement import Coverage, QuarterReport, ReturnedLine, Statement, UnitLine
from tests.unit.reports.workbooks import CATALOG, EDITION, HOSTILE, figure, raw_parts, reopened, sheet_of, whole
from warehouse.catalog.period import Period

PERIOD = Period(2025, 2)
TO_DATE = {code: None if value is None else 2 * value for code, value in whole().items()}
QUARTER = Statement("yunjiang", "云江区人民政府", PERIOD, "aggregate", "2021", whole(), "所属单位汇总")
REPORT = QuarterReport(
    district_name="云江区人民政府",
    period=PERIOD,
    quarter=QUARTER,
    year_to_date=replace(QUARTER, values=TO_DATE),
    lines=(
        UnitLine("education", "云江区教育局", "部门", whole(), TO_DATE, "已接收"),
        UnitLine("river", "云溪镇", "街镇", {}, {}, "未报"),
    ),
    coverage=Coverage(3, 2, 1, 1, ("云溪镇",), ("云江区教育局",), ("云江区商务委员会",)),
    returned=(ReturnedLine("云江区民政局", "张某某.xlsx", ("第一条原因。", "第二条原因。")),),
)
CONTENT = write_quarter_workbook(REPORT, CATALOG)


def rows_of(content: bytes, name: str) -> dict[object, list[object]]:
    return {row[0].value: [cell.value for cell in row] for row in sheet_of(content, name).iter_rows()}


def test_the_district_stands_in_official_tables_for_the_quarter_and_the_year_to_date() -> None:
    book = reopened(CONTENT)
    for cell in EDITION.cells:
        assert figure(book, cell.code, "本期 ") == pytest.approx(float(whole()[cell.code] or 0))
        assert figure(book, cell.code, "累计 ") == pytest.approx(float(TO_DATE[cell.code] or 0))
    assert book["累计 表三 依申请"]["A2"].value == "云江区人民政府　2025年1月至6月累计　汇总"


def test_the_overview_shows_the_declared_key_figures() -> None:
    rows = rows_of(CONTENT, "总体")
    assert [label for label in rows if label in {key.label for key in CATALOG.quarter_columns}] == [
        key.label for key in CATALOG.quarter_columns
    ]
    assert rows["新收申请"][1:3] == [5, 10]
    assert rows["行政诉讼"][1:3] == [0 + 0, 0 + 0]


def test_each_unit_has_one_row_with_the_quarter_and_the_year_to_date() -> None:
    rows = rows_of(CONTENT, "各单位")
    assert rows["云江区教育局"][:5] == ["云江区教育局", "部门", "已接收", 5, 10]
    assert rows["全区合计"][3:5] == [5, 10]
    assert len(rows["云江区教育局"]) == 3 + 2 * len(CATALOG.quarter_columns)


def test_a_unit_that_did_not_report_has_blanks_and_no_zeros() -> None:
    assert set(rows_of(CONTENT, "各单位")["云溪镇"][3:]) == {None}


def test_a_key_figure_with_a_blank_part_is_blank() -> None:
    """行政诉讼 = 未经复议直接起诉 + 复议后起诉."""
    suits = [key.code for key in CATALOG.quarter_columns].index("suits")
    known: dict[str, Decimal | None] = {"T4:direct_suit.total": Decimal(2), "T4:suit_after_review.total": Decimal(3)}
    assert key_figures(CATALOG, QUARTER, known)[suits] == 2 + 3
    assert key_figures(CATALOG, QUARTER, known | {"T4:suit_after_review.total": None})[suits] is None


def test_every_declared_key_figure_is_made_of_cells_of_the_form() -> None:
    assert {code for key in CATALOG.quarter_columns for code in key.cells} <= set(EDITION.by_code)


def test_coverage_counts_and_names() -> None:
    rows = rows_of(CONTENT, "报送情况")
    assert rows["应报"][1] == 3
    assert rows["未报"][1:] == [1, "云溪镇"]
    assert rows["其中：零报送"][1:] == [1, "云江区商务委员会"]
    assert rows["其中：逾期报送"][1:] == [1, "云江区教育局"]


def test_returned_files_are_listed_with_every_reason_and_without_their_names() -> None:
    assert rows_of(CONTENT, "退回情况")["云江区民政局"][1] == "1．第一条原因。\n2．第二条原因。"
    assert not [part for part in raw_parts(CONTENT).values() if "张某某" in part]


def test_a_quarter_without_returns_says_so() -> None:
    assert "没有被退回的报表。" in rows_of(write_quarter_workbook(replace(REPORT, returned=()), CATALOG), "退回情况")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    line = UnitLine("x", text, text, whole(), whole(), text)
    hostile = replace(REPORT, district_name=text, lines=(line,), returned=(ReturnedLine(text, text, (text,)),))
    parts = raw_parts(write_quarter_workbook(hostile, CATALOG))
    assert not [part for part in parts.values() if "<f>" in part or "<hyperlink" in part or "<img" in part]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_quarter_workbook(REPORT, CATALOG) == CONTENT
