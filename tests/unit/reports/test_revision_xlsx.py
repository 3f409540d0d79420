"""The revision table as a workbook: figures as numbers, blanks as blanks, and no text that could run."""

from __future__ import annotations

import io
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.revision_xlsx import RevisionLine, write_revision_workbook

CORRECTED = RevisionLine(
    period="2025年第一季度",
    unit_name="区财政局",
    measure="本机关本期",
    label="行政事业性收费 本期收费金额（单位：万元）",
    published_value=Decimal("210.280000"),
    value=Decimal("412.860000"),
    difference=Decimal("202.580000"),
    reason="更正报送：编号 7 取代编号 1",
    cell_code="T2:fee.amount_wan",
)


def sheet_of(*lines: RevisionLine) -> Worksheet:
    book = load_workbook(io.BytesIO(write_revision_workbook("发布数字修订表", ("甲 → 乙", "空白不等于零。"), lines)))
    return book["修订"]


def test_a_revised_figure_is_one_row_under_its_heading() -> None:
    title, first, second, heading, row = ([cell.value for cell in cells] for cells in sheet_of(CORRECTED).iter_rows())
    assert (title[0], first[0], second[0]) == ("发布数字修订表", "甲 → 乙", "空白不等于零。")
    assert heading == ["报告期", "单位", "数字", "项目", "原发布", "现为", "相差", "原因", "单元格代码"]
    assert row[4:7] == [210.28, 412.86, 202.58]
    assert (row[0], row[1], row[7]) == ("2025年第一季度", "区财政局", "更正报送：编号 7 取代编号 1")


def test_no_figure_is_a_blank_and_zero_is_zero() -> None:
    line = RevisionLine(
        "2025年度", "甲", "本机关本年", "总计", None, Decimal(0), None, "补报：编号 9", "T3:total.total"
    )
    assert [cell.value for cell in sheet_of(line)[5]][4:7] == [None, 0, None]


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    line = RevisionLine("2025年度", "=1+1", "", "@SUM(A1)", None, None, None, "+1", "-1")
    assert {cell.data_type for cell in sheet_of(line)[5] if cell.value is not None} == {"s"}


def test_the_heading_stands_on_every_page_and_filters() -> None:
    sheet = sheet_of(CORRECTED, CORRECTED)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.auto_filter.ref == "A4:I6"
    assert sheet.freeze_panes == "A5"


def test_a_table_without_revisions_is_still_a_workbook() -> None:
    assert sheet_of().max_row == 4
