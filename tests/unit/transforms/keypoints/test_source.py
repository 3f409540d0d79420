"""Bytes to lines: encodings, line breaks, what is no text."""

from __future__ import annotations

import pytest

from transforms.errors import FileError
from transforms.keypoints.source import PrintedLine, PrintedTable, lines_of, read_blocks
from warehouse.catalog.keypoint_words import load_keypoint_words

TELLING = load_keypoint_words().telling
TEXT = "云江区政务公开工作要点\n\n一、推进各部门信息公开，区府办2025年完成。\n"


def lines(content: bytes) -> list[str]:
    return [block.text for block in read_blocks(content, TELLING) if isinstance(block, PrintedLine)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_encoding_of_chinese_text_is_read(encoding: str) -> None:
    assert lines(TEXT.encode(encoding)) == ["云江区政务公开工作要点", "一、推进各部门信息公开，区府办2025年完成。"]


def test_traditional_characters_are_simplified_beside_the_printed_ones() -> None:
    written = "上海市人民政府辦公廳關於2025年政務公開工作要點\n各區政府應當處理機關訴訟會議"
    for encoding in ("utf-8", "big5"):
        first = read_blocks(written.encode(encoding), TELLING)[0]
        assert isinstance(first, PrintedLine)
        assert (first.printed[:7], first.text[:7]) == ("上海市人民政府", "上海市人民政府")
        assert first.text.endswith("政务公开工作要点")
        assert first.printed.endswith("政務公開工作要點")


def test_the_forms_of_taiwan_and_of_hong_kong_are_simplified_too() -> None:
    rest = "辦公廳關於政務公開應當處理機關訴訟會議"
    for written, simple in (("著力提升", "着力提升"), ("成效顯著", "成效显著"), ("金山衞鎮", "金山卫镇")):
        assert lines(f"{written}\n{rest}".encode())[0] == simple


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\f", "\x0b", "\u2028"])
def test_lines_end_in_any_way(line_break: str) -> None:
    assert lines(f"推进公开{line_break}做好解读".encode()) == ["推进公开", "做好解读"]


def test_a_line_knows_its_number_and_whether_a_blank_one_stands_before_it() -> None:
    blocks = [block for block in read_blocks("甲\n乙\n\n丙".encode(), TELLING) if isinstance(block, PrintedLine)]
    assert [(line.place, line.is_after_blank) for line in blocks] == [
        ("第1行", False),
        ("第2行", False),
        ("第4行", True),
    ]


def test_letters_that_look_alike_and_invisible_ones_are_put_right() -> None:
    assert lines("⼀、政务公开⼯作\u200b要点１２Ａ".encode()) == ["一、政务公开工作要点12A"]


def test_links_of_a_page_lead_elsewhere_and_numbers_do_not() -> None:
    page = "<html><body><p><a href='/'>首页</a></p><p>推进公开</p><p>12</p></body></html>"
    assert lines(page.encode()) == ["推进公开", "12"]


def test_lines_of_preformatted_text_stay_lines() -> None:
    page = "<p>一、\n推进</p><pre>1.公开\r\n<b>2.解读\n\n- 3 -</b></pre><p>二、\n保障</p>"
    assert lines(page.encode()) == ["一、 推进", "1.公开", "2.解读", "- 3 -", "二、 保障"]


def test_the_cells_of_a_table_of_the_page_are_lines() -> None:
    page = "<table><tr><td>发文字号</td><td>云府办〔2025〕8号</td></tr><tr><td>日期</td><td>甲<br>乙</td></tr></table>"
    (table,) = read_blocks(f"<html><body>{page}</body></html>".encode(), TELLING)
    assert isinstance(table, PrintedTable)
    assert [line.text for line in lines_of(table)] == ["发文字号", "云府办〔2025〕8号", "日期", "甲", "乙"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n1 0 obj", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 50, b"\0\1\2" * 999]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(FileError, match="F09"):
        read_blocks(content, TELLING)


def test_the_numbers_of_an_ordered_list_are_read_as_a_browser_shows_them() -> None:
    page = "<p>一、公开</p><OL><li>甲<li><p>乙</p></ol><ol start=3><li>丙</li><li value='7'>丁</li></ol><ul><li>戊</li></ul>"
    shown = "一、公开 1.甲 2. 乙 3.丙 7.丁 戊"
    assert lines(f"<html><body>{page}</body></html>".encode("gb18030")) == shown.split()
