"""The workbook of the quarter: what stands in its sheets, as numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.circular.content import CircularReport, Former, UnitRef
from reports.circular.grids import key_figures
from reports.circular.workbook import write_circular_workbook
from reports.statement import Coverage, QuarterReport, ReturnedLine, Statement, UnitLine
from tests.unit.reports.circular_cases import COVERAGE, bare, circular, coverage
from tests.unit.reports.workbooks import CATALOG, EDITION, HOSTILE, figure, raw_parts, reopened, sheet_of, whole
from warehouse.catalog.period import Period

PERIOD = Period(2025, 2)
TO_DATE = {code: None if value is None else 2 * value for code, value in whole().items()}
BEFORE = {code: None if value is None else 3 * value for code, value in whole().items()}
QUARTER = Statement("yunjiang", "云江区人民政府", PERIOD, "aggregate", "2021", whole(), "所属单位汇总")
FIGURES = QuarterReport(
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
FORMER = Former(replace(QUARTER, period=Period(2024, 2), values=BEFORE), {"education": BEFORE}, 3, 3)
REPORT = circular(quarter=FIGURES, former=FORMER)


def written(report: CircularReport) -> bytes:
    return write_circular_workbook(report, CATALOG)


CONTENT = written(REPORT)


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
    assert rows["新收申请"][1:4] == [5, 10, 15]
    assert rows["行政诉讼"][1:4] == [0 + 0, 0 + 0, 0 + 0]


def test_each_unit_has_one_row_with_the_quarter_the_year_to_date_and_last_year() -> None:
    rows = rows_of(CONTENT, "各单位")
    assert rows["云江区教育局"][:6] == ["云江区教育局", "部门", "已接收", 5, 10, 15]
    assert rows["全区合计"][3:6] == [5, 10, 15]
    assert len(rows["云江区教育局"]) == 3 + 3 * len(CATALOG.quarter_columns)


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
    rows = rows_of(CONTENT, "报送汇总")
    assert rows["应报"][1] == len(COVERAGE)
    assert rows["未报"][1:] == [2, "云江区云溪镇人民政府、云江滨江开发建设管理委员会"]
    assert rows["其中：零报送"][1:] == [1, "云江区卫生健康委员会"]
    assert rows["其中：逾期报送"][1:] == [1, "云江区司法局"]


def test_coverage_has_a_row_a_unit() -> None:
    rows = rows_of(CONTENT, "报送情况")
    assert rows["云江区司法局"][1:6] == ["部门", "已接收", "逾期", "2025-07-16", 2]
    assert rows["国家税务总局云江区税务局"][6] == "不计入合计"


def test_indicators_stand_with_their_parts_as_numbers() -> None:
    rows = list(sheet_of(CONTENT, "工作指标（合计）").iter_rows(min_row=4, values_only=True))
    assert rows[0][:8] == ("文件公开", "公文备案率", "工作指标表", 9, 10, 0.9, None, None)
    assert sheet_of(CONTENT, "工作指标（合计）")["F4"].number_format == "0.00%"
    units = list(sheet_of(CONTENT, "工作指标（各单位）").iter_rows(min_row=4, values_only=True))
    assert ("云江区临江街道办事处", "不适用") in [(row[0], row[7]) for row in units]
    assert [row[0] for row in units] == sorted(
        (row[0] for row in units), key=[one.unit.name for one in COVERAGE].index
    ), "unit by unit in the order of the register"


def test_scores_and_problems_have_a_row_each() -> None:
    scores = list(sheet_of(CONTENT, "得分排名").iter_rows(min_row=4, values_only=True))
    assert scores[1] == ("部门", 1, "云江区教育局", 96.5, 100, "优秀")
    assert scores[3][1] == "不排名"
    assert len(scores) == len(REPORT.scores)
    assert sheet_of(CONTENT, "得分逐项")["E4"].value == "公文备案率80%，得8.5分。"
    problems = list(sheet_of(CONTENT, "问题清单").iter_rows(min_row=4, values_only=True))
    assert [row[7] for row in problems] == ["逾期未改", "已销号", "整改中", "整改中"]


def test_what_there_is_nothing_of_has_no_sheet() -> None:
    names = reopened(written(bare())).sheetnames
    assert not {"得分排名", "得分逐项", "问题清单", "工作指标（合计）", "工作指标（各单位）", "门户网站"} & set(names)


def test_returned_files_are_listed_with_every_reason_and_without_their_names() -> None:
    assert rows_of(CONTENT, "退回情况")["云江区民政局"][1] == "1．第一条原因。\n2．第二条原因。"
    assert not [part for part in raw_parts(CONTENT).values() if "张某某" in part]


def test_a_quarter_without_returns_says_so() -> None:
    quiet = replace(REPORT, quarter=replace(FIGURES, returned=()))
    assert "没有被退回的报表。" in rows_of(written(quiet), "退回情况")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    line = UnitLine("x", text, text, whole(), whole(), text)
    figures = replace(FIGURES, district_name=text, lines=(line,), returned=(ReturnedLine(text, text, (text,)),))
    unit = UnitRef("x", text, text, text)
    parts = raw_parts(written(bare(quarter=figures, units=(unit,), coverage=(coverage(unit, status=text),))))
    assert not [part for part in parts.values() if "<f>" in part or "<hyperlink" in part or "<img" in part]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert written(REPORT) == CONTENT
