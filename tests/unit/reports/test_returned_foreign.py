"""Workbooks that others made: comments of their own, merged cells, a list of their own, parts written in other ways, and broken ones."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from reports.returned.converted import PlainSheet, write_converted_workbook
from reports.returned.package import NotEditableError
from reports.returned.workbook import write_returned_workbook
from tests.unit.reports.returned_cases import (
    FEEDBACK,
    LIST,
    RED,
    cells,
    comment_of,
    fill_of,
    finding,
    parts,
    repacked,
    returned,
)
from tests.unit.reports.workbooks import CATALOG, HOSTILE

SHEET = "数据 1's"


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def own_book() -> Workbook:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = SHEET
    page.append(["名称", "件数"])
    page.append(["新收", 3])
    page.merge_cells("B2:C3")
    page["A2"].comment = Comment("本单位的批注", "张三")
    page["A2"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5))
    return book


def marked(content: bytes, *addresses: str) -> bytes:
    return write_returned_workbook(content, returned(finding("TYPE-NUMBER", SHEET, *addresses)), CATALOG)


def test_a_comment_of_the_unit_stays_and_ours_comes_below() -> None:
    content = marked(saved(own_book()), "A2", "A1")
    assert comment_of(content, SHEET, "A2").startswith("本单位的批注\n【")
    assert comment_of(content, SHEET, "A1").startswith("【")
    again = marked(content, "A1")
    assert comment_of(again, SHEET, "A2") == "本单位的批注"
    assert load_workbook(io.BytesIO(again))[SHEET]["A2"].comment.author == "张三"


def test_a_theme_colour_comes_back_after_the_correction() -> None:
    content = marked(marked(saved(own_book()), "A2"), "A1")
    colour = load_workbook(io.BytesIO(content))[SHEET]["A2"].fill.fgColor
    assert (colour.type, colour.theme, colour.tint) == ("theme", 4, 0.5)


def test_a_place_inside_a_merged_range_is_marked_where_it_shows() -> None:
    content = marked(saved(own_book()), "C3")
    assert fill_of(content, SHEET, "B2") == RED
    assert load_workbook(io.BytesIO(content))[LIST]["C5"].hyperlink.location == "'数据 1''s'!B2"


def test_a_cell_that_is_not_there_is_put_in_where_it_belongs() -> None:
    book = own_book()
    book[SHEET]["H9"] = "末"
    content = marked(saved(book), "E2", "D9", "J9", "B5", "A20")
    page = load_workbook(io.BytesIO(content))[SHEET]
    for address in ("E2", "D9", "J9", "B5", "A20"):
        assert (page[address].value, page[address].fill.fgColor.rgb[2:]) == (None, RED)
    assert (page["H9"].value, page["B2"].value) == ("末", 3)
    rows = parts(content)["xl/worksheets/sheet1.xml"].decode()
    assert rows.index('r="B2"') < rows.index('r="E2"') < rows.index('r="B5"')
    assert rows.index('r="D9"') < rows.index('r="H9"') < rows.index('r="J9"') < rows.index('r="A20"')


def test_a_list_of_the_units_own_stays() -> None:
    book = own_book()
    book.create_sheet(LIST)["A1"] = "本单位的清单"
    content = marked(saved(book), "A1")
    names = load_workbook(io.BytesIO(content)).sheetnames
    assert names == [f"{LIST}2", SHEET, LIST]
    assert load_workbook(io.BytesIO(content))[LIST]["A1"].value == "本单位的清单"
    assert load_workbook(io.BytesIO(marked(content, "A1"))).sheetnames == names


def test_marks_are_found_after_another_program_has_written_everything_anew() -> None:
    resaved = saved(load_workbook(io.BytesIO(marked(saved(own_book()), "A2", "B2"))))
    again = marked(resaved, "A1")
    assert load_workbook(io.BytesIO(again)).sheetnames == [LIST, SHEET]
    assert cells(again)[SHEET, "B2"] == cells(saved(own_book()))[SHEET, "B2"]
    assert comment_of(again, SHEET, "A2") == "本单位的批注"


def test_a_list_that_was_tampered_with_does_no_harm() -> None:
    content = marked(saved(own_book()), "B2")
    kept = next(data for name, data in parts(content).items() if "zwgkSheet" in name)
    hostile = kept.replace(b"[&quot;", b'["').replace(b'{"B2": {}}', b'{"B2": {"rgb": "\\"/&gt;&lt;x"}, "??": 3}')
    assert hostile != kept
    with pytest.raises(NotEditableError):
        marked(repacked(content, zwgkSheet1_xml=hostile), "A1")
    nonsense = kept.replace(b'{"B2": {}}', b"[[[")
    assert fill_of(marked(repacked(content, zwgkSheet1_xml=nonsense), "A1"), SHEET, "A1") == RED


def test_names_that_belong_to_a_sheet_still_do() -> None:
    book = own_book()
    book[SHEET].print_title_rows = "1:1"
    book[SHEET].auto_filter.ref = "A1:B2"
    content = marked(saved(book), "A1")
    page = load_workbook(io.BytesIO(content))[SHEET]
    assert (page.print_title_rows, page.auto_filter.ref) == ("$1:$1", "A1:B2")
    again = load_workbook(io.BytesIO(marked(content, "A1")))
    assert (again[SHEET].print_title_rows, again[LIST].print_title_rows) == ("$1:$1", "$4:$4")


def test_an_entity_is_not_expanded_and_a_broken_part_is_refused() -> None:
    content = saved(own_book())
    sheet = parts(content)["xl/worksheets/sheet1.xml"].decode()
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + sheet.replace("名称", "&b;")
    assert (
        b"aaaaaaaaaa" * 2
        not in parts(marked(repacked(content, sheet1_xml=bomb.encode()), "B2"))["xl/worksheets/sheet1.xml"]
    )
    for broken in (b"", b"<worksheet", b"<worksheet xmlns='x'/>"):
        with pytest.raises(NotEditableError):
            marked(repacked(content, sheet1_xml=broken), "A1")


def test_what_is_no_workbook_is_refused() -> None:
    content = saved(own_book())
    with pytest.raises(NotEditableError):
        marked(repacked(content, workbook_xml=b"<workbook/>"), "A1")
    with pytest.raises(NotEditableError):
        marked(repacked(content, styles_xml=b"<styleSheet xmlns='x'/>"), "A1")


def converted(*rows: list[object], **given: object) -> Workbook:
    sheets = [PlainSheet("表", rows, **given)]  # type: ignore[arg-type]
    return load_workbook(io.BytesIO(write_converted_workbook(sheets, CATALOG)))


def test_an_old_workbook_keeps_numbers_as_numbers_and_text_as_text() -> None:
    page = converted(["件数", 3.0, 24252.311082, True], ["12件", "", "０", datetime(2025, 1, 2)])["表"]
    assert [c.value for c in page[1]] == ["件数", 3, 24252.311082, "TRUE"]
    assert [c.value for c in page[2]] == ["12件", None, "０", "2025-01-02 00:00:00"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_an_old_workbook_becomes_a_formula(text: str) -> None:
    assert {cell.data_type for row in converted([text])["表"] for cell in row} <= {"s", "n"}


def test_an_old_workbook_keeps_merged_cells_and_hidden_sheets() -> None:
    sheets = [
        PlainSheet("表", [["总计", "", 3]], {(0, 0): (0, 1), (0, 1): (1, 2)}),
        PlainSheet("_zwgk", [["zwgk", "stamp"]], is_visible=False),
        PlainSheet("旧清单", [["问题", FEEDBACK.problem_list.mark]]),
    ]
    book = load_workbook(io.BytesIO(write_converted_workbook(sheets, CATALOG)))
    assert (book.sheetnames, book["_zwgk"].sheet_state) == (["表", "_zwgk"], "veryHidden")
    assert [str(r) for r in book["表"].merged_cells.ranges] == ["A1:B1"]
    assert book["表"]["C1"].value == 3


def test_a_value_that_could_not_be_read_is_named() -> None:
    assert converted(["", 1.0], instead={(0, 0): "#REF!", (2, 0): "公式"})["表"]["A1"].value == "#REF!"
