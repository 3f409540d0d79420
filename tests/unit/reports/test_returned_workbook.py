"""The workbook that goes back: everything that was in it is still in it, and everything that is wrong is marked."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from lxml import etree
from openpyxl import load_workbook

from reports.returned.workbook import write_returned_workbook
from reports.template.workbook import write_template
from tests.unit.reports.returned_cases import (
    AMBER,
    BALANCE,
    LIST,
    NUMBER,
    RED,
    T2,
    T3,
    WHOLE,
    cells,
    comment_of,
    fill_of,
    finding,
    parts,
    returned,
)
from tests.unit.reports.workbooks import CATALOG, HOSTILE, balanced, order
from transforms.submission import read_submission

ORIGINAL = write_template(order(values=balanced() | {"T3:new.natural_person": Decimal(7)}, note="机构调整"), CATALOG)
MARKED = write_returned_workbook(ORIGINAL, returned(), CATALOG)
PLACES = frozenset({(T3, "D6"), (T3, "D7"), (T3, "D29"), (T3, "D30"), (T2, "D6")})
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_every_cell_has_its_value_and_format_and_marked_ones_another_fill() -> None:
    before, after = cells(ORIGINAL, but=PLACES), cells(MARKED, but=PLACES)
    assert len(before) > 500
    assert after == before


def test_calculated_values_stay() -> None:
    before, after = (load_workbook(io.BytesIO(data), data_only=True)[T3]["D29"].value for data in (ORIGINAL, MARKED))
    assert after == before == 6


@pytest.mark.parametrize("is_nil", [False, True])
def test_a_template_that_is_blank_reads_as_blank_when_it_comes_back(is_nil: bool) -> None:
    blank = write_template(order(is_nil=is_nil), CATALOG)
    content = write_returned_workbook(blank, returned(), CATALOG)
    assert read_submission(content, CATALOG) == read_submission(blank, CATALOG)


def test_only_the_sheets_concerned_are_written_anew() -> None:
    before, after = parts(ORIGINAL), parts(MARKED)
    changed = {name for name, data in before.items() if after[name] != data}
    assert changed == {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
        *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"),
    }
    assert b"tabSelected" not in after["xl/worksheets/sheet1.xml"]  # the one thing that changes on the cover


def test_what_guards_the_input_stays() -> None:
    before, after = (load_workbook(io.BytesIO(data)) for data in (ORIGINAL, MARKED))
    for page in before.worksheets:
        same = after[page.title]
        assert same.sheet_state == page.sheet_state
        assert same.protection.sheet == page.protection.sheet
        assert repr(same.data_validations.dataValidation) == repr(page.data_validations.dataValidation)
        rules = [[repr(rule) for rule in part.rules] for part in page.conditional_formatting]
        assert [[repr(rule) for rule in part.rules] for part in same.conditional_formatting] == rules
        assert same.print_title_rows == page.print_title_rows
        assert same.freeze_panes == page.freeze_panes
        assert set(map(str, same.merged_cells.ranges)) == set(map(str, page.merged_cells.ranges))


def test_errors_are_red_warnings_amber_and_the_worse_one_shows() -> None:
    warned = finding("T2-STOCK", T3, "D6", "D8")
    content = write_returned_workbook(ORIGINAL, returned(warned, NUMBER), CATALOG)
    assert (fill_of(content, T3, "D6"), fill_of(content, T3, "D8")) == (RED, AMBER)


def test_a_comment_tells_what_stands_there_what_should_and_what_to_do() -> None:
    text = comment_of(MARKED, T3, "D6")
    rule = CATALOG.rule("T3-BALANCE")
    for part in (
        rule.title,
        "填写内容：62",
        "应为：64",
        rule.remedy,
        "填写内容：约三件",
        CATALOG.rule("TYPE-NUMBER").remedy,
    ):
        assert part in text
    assert comment_of(MARKED, T2, "D6").count("填写内容：（空白）") == 1
    assert comment_of(MARKED, T3, "D8") == ""


def test_every_comment_has_a_box_where_excel_looks_for_it() -> None:
    after = parts(MARKED)
    boxes = [data for name, data in after.items() if name.endswith(".vml")]
    places = {
        tuple(int(found.text) + 1 for found in etree.fromstring(box).iterfind(f".//{{*}}ClientData/{{*}}{axis}"))
        for box in boxes
        for axis in ("Row", "Column")
    }
    assert places == {(6, 7, 29, 30), (4, 4, 4, 4), (6,), (4,)}
    children = [etree.QName(child).localname for child in etree.fromstring(after["xl/worksheets/sheet3.xml"])]
    assert children.index("legacyDrawing") > children.index("headerFooter")


def test_the_list_stands_in_front_and_is_the_sheet_that_opens() -> None:
    book = load_workbook(io.BytesIO(MARKED))
    assert book.sheetnames[0] == LIST
    assert book.active is not None
    assert book.active.title == LIST
    assert [page.title for page in book.worksheets if page.sheet_view.tabSelected] == [LIST]


def test_the_list_has_every_finding_with_a_link_to_its_cell() -> None:
    page = load_workbook(io.BytesIO(MARKED))[LIST]
    rows = list(page.iter_rows(min_row=5, max_col=9))
    assert [[cell.value for cell in row][:5] for row in rows] == [
        ["1", T3, "D6、D7、D29、D30", "62", "64"],
        ["2", T3, "D6", "约三件", "数字；没有的填 0"],
        ["3", T2, "D6", "（空白）", "12"],
        ["4", "整个文件", "", "", "与表内单位、报告期一致"],
    ]
    assert [row[8].value for row in rows] == ["错误（须更正）", "错误（须更正）", "提醒（请核对）", "提醒（请核对）"]
    links = [row[2].hyperlink.location if row[2].hyperlink else None for row in rows]
    assert links == [f"'{T3}'!D6", f"'{T3}'!D6", f"'{T2}'!D6", None]


def test_the_list_says_how_many_how_long_and_what_to_send_back() -> None:
    page = load_workbook(io.BytesIO(MARKED))[LIST]
    assert page["A1"].value == "云江区教育局2025年第一季度报表问题清单"
    assert "有 2 处错误，须更正后重新报送；另有 2 处提醒" in page["A2"].value
    assert page["A2"].value.endswith("更正期限：2025年4月14日前。")
    assert "直接发回" in page["A3"].value


def test_the_same_findings_give_the_same_bytes() -> None:
    assert write_returned_workbook(ORIGINAL, returned(), CATALOG) == MARKED


def test_a_second_return_replaces_the_marks_of_the_first() -> None:
    again = write_returned_workbook(MARKED, returned(finding("TYPE-NUMBER", T3, "D8")), CATALOG)
    book = load_workbook(io.BytesIO(again))
    assert book.sheetnames.count(LIST) == 1
    assert [name for name in book.sheetnames if name.startswith(LIST)] == [LIST]
    marked = {(p.title, c.coordinate) for p in book.worksheets for row in p.iter_rows() for c in row if c.comment}
    assert marked == {(T3, "D8")}
    only = frozenset({(T3, "D8")})
    assert cells(again, but=only) == cells(ORIGINAL, but=only)


def test_a_third_return_of_the_same_findings_is_like_the_second() -> None:
    second = write_returned_workbook(MARKED, returned(), CATALOG)
    assert cells(second) == cells(MARKED)
    assert comment_of(second, T3, "D6") == comment_of(MARKED, T3, "D6")


def test_a_file_without_places_gets_the_list_only() -> None:
    content = write_returned_workbook(ORIGINAL, returned(WHOLE), CATALOG)
    assert cells(content) == cells(ORIGINAL)
    assert load_workbook(io.BytesIO(content))[LIST]["A3"].value == "更正后将本工作簿直接发回即可，本表不用删除。"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_text(text: str) -> None:
    told = finding("TYPE-NUMBER", T3, "D6", written=text, message=text)
    content = write_returned_workbook(ORIGINAL, returned(told, file_name=text, unit_name=text), CATALOG)
    page = load_workbook(io.BytesIO(content))[LIST]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    new = next(data for name, data in parts(content).items() if "zwgkSheet" in name)
    assert etree.fromstring(new).find(f".//{MAIN}f") is None
    assert comment_of(content, T3, "D6").startswith("【")


def test_a_place_that_is_not_in_the_file_is_listed_without_a_link() -> None:
    content = write_returned_workbook(ORIGINAL, returned(finding("TYPE-NUMBER", "别的表", "D6"), BALANCE), CATALOG)
    page = load_workbook(io.BytesIO(content))[LIST]
    assert (page["B5"].value, page["C5"].hyperlink) == ("别的表", None)
    assert fill_of(content, T3, "D6") == RED
