"""The workbook that a unit fills in."""

from __future__ import annotations

import io
import re
from collections import Counter
from decimal import Decimal

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from reports.template.checks import printed_totals
from reports.template.workbook import write_template
from tests.unit.reports.workbooks import (
    CATALOG,
    EDITION,
    HOSTILE,
    balanced,
    figure,
    order,
    places,
    raw_parts,
    reopened,
    sheet_of,
    table_name,
    whole,
)

SHEETS = ["封面", "表二 主动公开", "表三 依申请", "表四 复议诉讼", "说明", "_zwgk"]
BLANK = write_template(order(opening={"T3:carried_in.natural_person": Decimal(2)}), CATALOG)
FILLED = write_template(order(values=balanced()), CATALOG)
TOTALS = printed_totals(CATALOG, "2021")


def merged(sheet: Worksheet) -> set[str]:
    return {str(area) for area in sheet.merged_cells.ranges}


def cover(content: bytes) -> dict[object, object]:
    sheet = sheet_of(content, "封面")
    return {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(1, 10)}


def test_sheets_stand_in_the_order_of_the_report_and_the_stamp_is_out_of_sight() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(BLANK))
    assert book.sheet_names == SHEETS
    assert [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.VeryHidden] == ["_zwgk"]


def test_the_cover_says_who_when_and_what() -> None:
    given = cover(write_template(order("2025Q3", is_nil=True, filled_by="甲", approved_by="乙"), CATALOG))
    assert given["报送单位"] == "云江区教育局"
    assert given["报告期"] == "2025年第三季度"
    assert given["报告口径"] == "本机关"
    assert (given["零报送"], given["填报人"], given["审核人"]) == ("是", "甲", "乙")
    assert cover(BLANK)["零报送"] == "否"


def test_nil_return_is_chosen_from_a_list() -> None:
    [offer] = sheet_of(BLANK, "封面").data_validations.dataValidation
    assert (offer.type, offer.formula1, str(offer.sqref)) == ("list", '"否,是"', "B6")


@pytest.mark.parametrize(("period", "form"), [("2025Q1", "quarter"), ("2025", "annual")])
def test_the_stamp_says_what_was_issued(period: str, form: str) -> None:
    sheet = sheet_of(write_template(order(period), CATALOG), "_zwgk")
    assert [(row[0].value, row[1].value) for row in sheet.iter_rows()] == [
        ("zwgk", "stamp"),
        ("unit", "education"),
        ("period", period),
        ("form", form),
        ("edition", "2021"),
        ("template_version", CATALOG.form(form).template_version),
    ]


def test_every_statutory_cell_stands_in_exactly_one_place() -> None:
    spots = [(name, place.address) for name, place in places().values()]
    assert list(places()) == [cell.code for cell in EDITION.cells]
    assert max(Counter(spots).values()) == 1


def test_every_figure_is_found_where_the_layout_says() -> None:
    """Each typed cell gets a figure of its own, so that no two can be mistaken for one another."""
    typed = [cell.code for cell in EDITION.cells if cell.code not in TOTALS]
    numbered = {code: Decimal(number) for number, code in enumerate(typed, 1)}
    book = reopened(write_template(order(values=numbered), CATALOG))
    assert {code: figure(book, code) for code in typed} == numbered


def test_merged_cells_are_those_of_the_official_form() -> None:
    areas = merged(sheet_of(BLANK, "表三 依申请"))
    assert {"A3:C5", "D3:J3", "E4:I4", "D4:D5", "J4:J5", "A8:A29", "B10:B17", "A6:C6", "B29:C29", "A30:C30"} <= areas
    assert {"A3:E4", "F3:O3", "F4:J4", "K4:O4"} <= merged(sheet_of(BLANK, "表四 复议诉讼"))
    assert {"A3:D3", "A7:D7", "B8:D8", "B9:D9"} <= merged(sheet_of(BLANK, "表二 主动公开"))


def test_a_quarter_speaks_of_the_period_and_a_year_of_the_year() -> None:
    quarter, year = sheet_of(BLANK, "表三 依申请"), sheet_of(write_template(order("2025"), CATALOG), "表三 依申请")
    assert quarter["A7"].value == "二、上期结转政府信息公开申请数量"
    assert year["A7"].value == "二、上年结转政府信息公开申请数量"


def test_totals_are_formulas_that_show_the_sums() -> None:
    formulas, shown = reopened(FILLED), reopened(FILLED, values=True)
    for code in TOTALS:
        assert str(figure(formulas, code)).startswith("=IF(COUNT(")
        assert figure(shown, code) == whole()[code]
    assert figure(shown, "T3:total.total") == 6
    assert figure(shown, "T4:review.total") == 3 + 4


def test_totals_of_nothing_show_empty_text_and_not_zero() -> None:
    """Without the type of the cached value a reader takes such a cell for a formula that was never calculated."""
    shown = reopened(BLANK, values=True)
    blank = [code for code in TOTALS if code not in {"T3:carried_in.total"}]
    assert {figure(shown, code) for code in blank} <= {None, ""}
    sheet = raw_parts(BLANK)["xl/worksheets/sheet3.xml"]
    cells = re.findall(r"<c ([^>]*)><f>[^<]*</f><v></v>", sheet)
    assert len(cells) > len(blank) / 2
    assert all('t="str"' in attributes for attributes in cells)


def test_opening_figures_are_filled_in_and_counted() -> None:
    shown = reopened(BLANK, values=True)
    assert figure(shown, "T3:carried_in.natural_person") == 2
    assert figure(shown, "T3:carried_in.total") == 2
    assert figure(shown, "T3:new.natural_person") is None


def test_a_given_figure_stands_before_the_opening_one() -> None:
    opening = {"T2:normative_document.in_force": Decimal(8)}
    content = write_template(order(opening=opening, values={"T2:normative_document.in_force": Decimal(9)}), CATALOG)
    assert figure(reopened(content), "T2:normative_document.in_force") == 9


def test_a_zero_is_written_and_a_blank_is_not() -> None:
    book = reopened(write_template(order(values={"T2:licence.decisions": Decimal(0)}), CATALOG))
    assert figure(book, "T2:licence.decisions") == 0
    assert figure(book, "T2:penalty.decisions") is None


def test_money_keeps_its_decimals() -> None:
    assert figure(reopened(FILLED), "T2:fee.amount_wan") == 24252.311082


def test_another_total_than_the_sum_is_written_as_typed_over() -> None:
    book = reopened(write_template(order(values={**balanced(), "T4:review.total": Decimal(1)}), CATALOG))
    assert figure(book, "T4:review.total") == 1


def test_a_figure_that_the_form_has_no_cell_for_is_refused() -> None:
    with pytest.raises(ValueError, match=r"T3:other\.total"):
        write_template(order(values={"T3:other.total": Decimal(1)}), CATALOG)


def test_only_cells_to_be_typed_are_unlocked() -> None:
    book = reopened(BLANK)
    for code, (name, place) in places().items():
        assert book[name][place.address].protection.locked == (code in TOTALS)
    assert all(book[name].protection.sheet for name in SHEETS)
    assert book["表三 依申请"]["A6"].protection.locked


def test_typed_cells_accept_whole_numbers_from_zero_and_money_with_decimals() -> None:
    book = reopened(BLANK)
    refused = {name: {rule.type: rule for rule in book[name].data_validations.dataValidation} for name in SHEETS[1:4]}
    assert [set(rules) for rules in refused.values()] == [{"whole", "decimal"}, {"whole"}, {"whole"}]
    for code, (name, place) in places().items():
        kind = "whole" if EDITION.by_code[code].is_count else "decimal"
        assert (code in TOTALS) != (place.address in refused[name][kind].sqref)
    rule = refused["表三 依申请"]["whole"]
    assert (rule.operator, rule.formula1) in {(None, "0"), ("between", "0")}
    assert "0 或正整数" in str(rule.error)


def test_pages_are_a4_and_one_page_wide() -> None:
    book = reopened(BLANK)
    for name in SHEETS[:5]:
        sheet = book[name]
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["表四 复议诉讼"].page_setup.orientation == "landscape"
    assert book["表三 依申请"].print_title_rows == "$1:$5"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    content = write_template(order(unit_name=text, filled_by=text, note=text), CATALOG)
    book, parts = reopened(content), raw_parts(content)
    for name, address in (("封面", "B3"), ("封面", "B7"), ("说明", "C4")):
        assert book[name][address].data_type == "s"
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"] + parts["xl/worksheets/sheet5.xml"]
    assert not [part for part in parts.values() if "<hyperlink" in part or "<img" in part]
    assert not set("\x00\x1f\u202e") & set(str(book["封面"]["B3"].value))


def test_the_same_order_gives_the_same_bytes() -> None:
    assert write_template(order(values=balanced()), CATALOG) == FILLED


def test_the_file_names_no_person_and_no_machine() -> None:
    parts = raw_parts(write_template(order(filled_by="张某某"), CATALOG))
    assert "张某某" not in parts["docProps/core.xml"] + parts["docProps/app.xml"]
    assert "<dc:creator></dc:creator>" in parts["docProps/core.xml"]


def test_both_readers_see_the_same_figures() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(FILLED))
    rows = book.get_sheet_by_name(table_name("T3")).to_python(skip_empty_area=False)
    place = places()["T3:total.natural_person"][1]
    assert rows[place.row][place.column] == 6
