"""Rows of answers by their declaration: JSON, pages, tables, in the charsets and shapes that portals send."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from transforms.portal.answer import Answer, DamageError
from transforms.portal.json_rows import at_path, read_json, read_json_rows
from transforms.portal.page_rows import read_page_rows
from transforms.portal.table_rows import read_table_rows
from warehouse.catalog.portal_fields import Pick

URL = "https://www.yunjiang.example/zcwj/index.html"


def answer(content: str | bytes, url: str = URL) -> Answer:
    return Answer(url, 1, content.encode() if isinstance(content, str) else content)


def picks(**fields: str) -> dict[str, Pick]:
    return {name: Pick.model_validate(select) for name, select in fields.items()}


@pytest.mark.parametrize(
    ("content", "path", "value"),
    [
        ('{"data": {"list": [1, 2]}}', "data.list", [1, 2]),
        ('{"data": {"list": [{"a": "x"}]}}', "data.list.0.a", "x"),
        ('{"data": null}', "data.list", None),
        ('{"data": []}', "data.3", None),
        ("[1]", "", [1]),
    ],
)
def test_a_path_leads_through_objects_and_lists(content: str, path: str, value: object) -> None:
    assert at_path(read_json(answer(content)), path) == value


def test_json_keeps_decimals_as_they_were_written() -> None:
    [row] = read_json_rows(answer('[{"v": 0.1000000000000000055}]'), "", picks(v="v"))
    assert row.values == {"v": "0.1000000000000000055"}


def test_json_in_gb18030_is_read() -> None:
    [row] = read_json_rows(answer('[{"v": "区教育局"}]'.encode("gb18030")), "", picks(v="v"))
    assert row.values == {"v": "区教育局"}


@pytest.mark.parametrize("content", ["{'a': 1}", '{"a": Infinity}', '{"a": 1, "a": 2}', "", "<html>", "1" * 5000])
def test_what_is_not_strictly_json_is_refused(content: str) -> None:
    with pytest.raises(DamageError) as refused:
        list(read_json_rows(answer(content), "", picks(v="v")))
    assert refused.value.code in {"NOT_JSON", "SHAPE"}


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8"])
def test_a_page_is_read_in_its_own_charset_whatever_it_declares(charset: str, declared: str) -> None:
    page = f"<html><head><meta charset={declared}></head><body><ul><li><a href=a.html>关于龘字的通知</a></ul></body></html>"
    [row] = read_page_rows(answer(page.encode(charset)), "//li", picks(title="a/text()", url="a/@href"))
    assert row.values == {"title": "关于龘字的通知", "url": "a.html"}
    assert row.place == "第1页第1条"


def test_the_first_text_that_is_not_blank_is_the_value() -> None:
    page = "<ul><li><b> </b><b>一\n  二</b><b>三</b></li></ul>"
    [row] = read_page_rows(answer(page), "//li", picks(title="b", none="i"))
    assert row.values == {"title": "一 二", "none": None}


def test_a_table_is_found_by_its_headings_below_others() -> None:
    page = """<table><tr><td>导航<td>首页<td>互动</table>
        <table border=1><tr><th colspan=3>2025年留言统计</tr><tr><th>单 位<th>月份<th>留言数（件）</tr>
        <tr><td rowspan=2>区教育局<td>2025-01<td>3</tr><tr><td>2025-02<td></tr></table>"""
    rows = list(read_table_rows(answer(page), picks(unit="单位", period="月份", n="留言数(件)")))
    assert [row.values for row in rows] == [
        {"unit": "区教育局", "period": "2025-01", "n": "3"},
        {"unit": "区教育局", "period": "2025-02", "n": None},
    ]


def test_a_csv_may_have_lines_above_its_headings_and_a_byte_order_mark() -> None:
    text = '\ufeff统计时间,2025年\n单位,浏览量\n区教育局,"1,200"\n,\n'
    [row] = read_table_rows(answer(text), picks(unit="单位", n="浏览量"))
    assert row.values == {"unit": "区教育局", "n": "1,200"}


def test_a_workbook_gives_numbers_and_says_where_they_stand() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "统计"
    for line in (["单位", "浏览量"], ["区教育局", 1200]):
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    [row] = read_table_rows(answer(content.getvalue()), picks(unit="单位", n="浏览量"))
    assert row.values == {"unit": "区教育局", "n": 1200.0}
    assert row.place == "第1页统计!A2"


def test_headings_that_are_missing_are_named_and_those_that_are_there_are_not() -> None:
    with pytest.raises(DamageError) as refused:
        list(read_table_rows(answer("单位,浏览量\n"), picks(unit="单位", n="访问量")))
    assert refused.value.known["detail"] == "找不到表头“访问量”"


def test_the_files_own_name_can_be_picked() -> None:
    url = "file:exports/%E8%AE%BF%E9%97%AE2025-03.csv"
    [row] = read_table_rows(answer("浏览量\n5\n", url), picks(period="@name", n="浏览量"))
    assert row.values == {"period": "访问2025-03.csv", "n": "5"}
