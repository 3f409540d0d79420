"""The quality page: what was counted stands in it, nothing is loaded, nothing runs, and nobody is named who should not be."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lxml import html

from reports.quality.page import render_quality_page
from tests.unit.reports.papers import CATALOG, HOSTILE
from tests.unit.reports.quality_facts import counted, facts


def page(**sections: object) -> html.HtmlElement:
    return html.fromstring(render_quality_page(facts(**sections), CATALOG))  # type: ignore[arg-type]


def rows(section: str, found: html.HtmlElement) -> Iterator[list[str]]:
    """The cells of every row of a section's tables, as read."""
    for row in found.xpath(f"//section[@id='{section}']//tbody/tr"):
        yield [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]


def text(section: str, found: html.HtmlElement) -> str:
    return " ".join(found.xpath(f"//section[@id='{section}']")[0].text_content().split())


def test_a_period_shows_its_numbers_and_who_they_are() -> None:
    numbers, names, _, unknown = rows("coverage", page())
    assert numbers == ["2025年第一季度", "52", "51", "1", "2", "1", "1"]
    assert names == [
        "期限 2025-04-10。 零报送：区统计局 逾期：区财政局、区教育局 退回：区财政局（2 次） 未报：区审计局（已退回）"
    ]
    assert unknown == ["期限未定（缺少工作日安排），无法判断逾期。"]


def test_the_trend_is_drawn_and_stands_beside_its_numbers() -> None:
    found = page()
    assert list(rows("trend", found)) == [["2025年第一季度", "53", "2", "3.8%", "7", "0.13", "51", "2", "3.9%"]]
    labels = found.xpath("//section[@id='trend']//svg/@aria-label")
    assert labels == ["退回率：25年1季 3.8%", "平均每份错误（处）：25年1季 0.13", "逾期率：25年1季 3.9%"]


def test_the_runs_are_drawn_from_the_eldest_on_and_stand_with_the_latest_first() -> None:
    found = page()
    assert list(rows("run", found)) == [
        ["2025-04-08 09:00", "6", "6", "0", "0", "1", "0", "1"],
        ["2025-04-03 09:00", "47", "48", "2", "7", "3", "8 80%", "2"],
    ]
    assert found.xpath("//section[@id='run']//svg/@aria-label") == [
        "平均每份错误（处）：4月3日 0.15，4月8日 0",
        "问题了结率：4月3日 80%，4月8日 0%",
    ]
    days = found.xpath("(//section[@id='run']//svg)[1]/text[@class='label']/text()")
    assert days == ["4月3日", "4月8日"]


def test_of_many_runs_the_latest_are_shown_and_the_rest_is_said() -> None:
    shown = [{**run, "total": 30} for run in counted()["run"]]
    assert "共收表 30 次，以上为最近 2 次" in text("run", page(run=shown))


def test_units_without_any_fault_are_summed_up() -> None:
    found = page()
    assert [row[0] for row in rows("unit", found)] == ["区财政局", "（未能认定单位的文件）"]
    assert "其余 1 家各期都按期报送，没有退回、错误和提醒。" in text("unit", found)


def test_a_rule_shows_its_shares_and_leads_to_its_text() -> None:
    found = page()
    stock, gone = rows("rule", found)
    assert stock[2:] == ["4", "2", "3 5.6%", "50 92.6%", "1 1.9%", "54"]
    assert gone[0] == "GONE-RULE"
    assert "汇总表另按“汇总数等于所属单位之和”核对 6 张，通过 6 张。" in text("rule", found)
    for target in found.xpath("//a/@href[starts-with(., '#')]"):
        assert len(found.xpath(f"//*[@id='{target.removeprefix('#')}']")) == 1, target
    assert CATALOG.rule("T2-STOCK").remedy in text("text", found)
    assert [link.text for link in found.xpath("//section[@id='open']//a")] == [CATALOG.rule("T2-STOCK").title]


def test_an_open_warning_shows_unit_place_value_and_what_was_expected() -> None:
    assert text("open", page()) == (
        "现存提醒 区财政局 2025年第一季度 表二 D6 上期现行有效加本期制发减本期废止为 9，本期填 8。"
        f" {CATALOG.rule('T2-STOCK').title} 填报 8 应为 9"
    )


def test_a_finding_about_a_whole_file_says_so() -> None:
    whole = {**counted()["open_warning"][0], "table_code": None, "address": None, "actual": None, "expected": None}
    said = text("open", page(open_warning=[whole]))
    assert "整份报表" in said
    assert "应为" not in said


def test_warnings_left_out_are_said_to_be() -> None:
    many = {**counted()["open_warning"][0], "total": 301}
    assert "共 301 处，以上为最近的 1 处" in text("open", page(open_warning=[many]))


def test_an_answer_shows_what_was_said_and_when() -> None:
    said = text("answer", page())
    assert "主管部门豁免，2025-05-06" in said
    assert "规章 现行有效件数" in said


def test_revisions_show_how_many_figures_and_why() -> None:
    found = page()
    assert list(rows("revised", found)) == [["2025年第一季度", "区财政局", "本机关", "400", "补报：编号 9"]]
    assert "0001-2025Q1-53c0630a" in text("revised", found)
    assert found.xpath("//section[@id='revised']//a/@href") == ["revision.html", "revision.xlsx"]


def test_a_release_of_nothing_is_a_page_too() -> None:
    nothing: dict[str, list[dict[str, object]]] = {name: [] for name in counted() if name != "total"}
    found = page(**nothing)
    assert text("open", found) == "现存提醒 没有。"
    assert text("trend", found) == "各季走势 还没有季度报送。"
    assert text("run", found) == "历次收表 还没有收表记录。"
    assert "没有改动" in text("revised", found)


def test_nothing_is_loaded_and_nothing_runs() -> None:
    source = render_quality_page(facts(), CATALOG)
    found = html.fromstring(source)
    [policy] = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert found.xpath("//script | //img | //iframe | //object | //link | //form | //@onclick | //@src") == []
    assert re.findall(r"https?://|url\(|@import", source) == []


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "</style><script>alert(1)</script>", "{{ 7*7 }}", '" onmouseover="alert(1)']
)
def test_a_hostile_name_or_message_is_text(hostile: str) -> None:
    source = render_quality_page(facts(**counted(hostile, hostile)), CATALOG)
    found = html.fromstring(source)
    assert found.xpath("//script | //img | //@onerror | //@onmouseover") == []
    assert "49" not in text("open", found)
    assert len(found.xpath("//style")) == 1


def test_telephone_numbers_in_messages_and_answers_are_hidden() -> None:
    source = render_quality_page(facts(**counted(message="联系人电话13812345678，请核对")), CATALOG)
    assert "13812345678" not in source
    assert source.count("联系人电话＊＊＊，请核对") == 2
