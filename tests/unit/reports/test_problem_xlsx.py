"""The list of problems as a workbook: every row as it stands, no text a formula, the same list the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.problem_list import ProblemList
from reports.problem_xlsx import write_problem_workbook
from tests.unit.reports.score_sheets import LISTED, MISSING
from warehouse.catalog.catalog import load_catalog

CATALOG = load_catalog()


def sheet_of(listed: ProblemList, unit_name: str | None = None) -> Worksheet:
    book = load_workbook(io.BytesIO(write_problem_workbook(listed, CATALOG, unit_name)))
    return book["问题清单"]


def test_title_and_cover_say_whose_list_it_is_and_how_many_stand_where() -> None:
    sheet = sheet_of(LISTED)
    assert sheet["A1"].value == "某区人民政府政务公开工作问题清单"
    assert sheet["A2"].value == "2025年第二季度　共3项：整改中1项，逾期未改1项，本季度销号1项"
    assert sheet_of(LISTED, "某区财政局")["A1"].value == "某区财政局政务公开工作问题清单"


def test_a_row_has_number_unit_problem_demand_deadline_state_and_closing() -> None:
    rows = [[cell.value for cell in row] for row in sheet_of(LISTED).iter_rows(min_row=3)]
    assert rows[0] == ["序号", "问题编号", "单位", "类别", "问题", "整改要求", "列入清单", "整改期限", "状态", "销号"]
    assert rows[1][:4] == ["1", "2025Q1-finance-missing", "某区财政局", "未报"]
    assert rows[1][6:] == ["2025年第一季度", "2025年5月8日（星期四）", "逾期未改", ""]
    assert rows[2][7] == "待定（当年工作日安排未公布）"
    assert (rows[3][2], rows[3][9]) == ("某区审计局（由某区财政局承接）", "主管部门核销：=HYPERLINK(1)")


def test_no_text_becomes_a_formula() -> None:
    sheet = sheet_of(replace(LISTED, problems=(replace(MISSING, text='=CMD|" /C calc"!A1'),)))
    assert sheet["E4"].data_type == "s"


def test_the_same_list_gives_the_same_bytes() -> None:
    assert write_problem_workbook(LISTED, CATALOG) == write_problem_workbook(LISTED, CATALOG)
