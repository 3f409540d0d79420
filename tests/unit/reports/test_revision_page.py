"""The revision table as a page: every figure with what it was, what it is and why; nothing loaded, nothing run."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from lxml import html

from reports.revision_page import RevisionFacts, render_revision_page
from reports.revision_xlsx import RevisionLine
from tests.unit.reports.papers import HOSTILE

PLACE = ("2025年第一季度", "云江区财政局", "本机关本期", "行政许可 处理决定数量")
CHANGED = RevisionLine(
    *PLACE, Decimal(31), Decimal(36), Decimal(5), "更正报送：编号 9 取代编号 3", "T2:licence.decisions"
)


def page(*lines: RevisionLine, former: str | None = "0001-2025Q1-53c0630a") -> html.HtmlElement:
    facts = RevisionFacts("云江区人民政府", "0002-2025Q1-3e01a745", former, datetime(2025, 5, 7, 10), lines)
    return html.fromstring(render_revision_page(facts, "发布数字修订表", ["空白表示没有数字。"]))


def rows(found: html.HtmlElement) -> list[list[str]]:
    return [[cell.text_content() for cell in row.xpath("td")] for row in found.xpath("//tbody/tr")]


def test_a_figure_stands_with_what_it_was_what_it_is_and_why() -> None:
    found = page(CHANGED)
    assert rows(found) == [[*PLACE, "31", "36", "5", "更正报送：编号 9 取代编号 3"]]
    assert "0001-2025Q1-53c0630a" in found.text_content()
    assert "共修订 1 个已发布的数字" in found.text_content()


def test_no_figure_stays_blank_and_zero_is_zero() -> None:
    late = RevisionLine(*PLACE, None, Decimal(0), None, "补报：编号 9", "T2:licence.decisions")
    assert rows(page(late))[0][4:7] == ["", "0", ""]


def test_a_first_release_and_one_without_changes_say_so() -> None:
    assert "这是第一个发布版本" in page(former=None).text_content()
    assert "已发布的数字没有改动" in page().text_content()


def test_more_figures_than_a_page_can_hold_are_said_to_be_in_the_workbook() -> None:
    found = page(*[CHANGED] * 2001)
    assert len(rows(found)) == 2000
    assert "以上为前 2000 个，全部见同一目录的 Excel 文件" in found.text_content()


def test_a_hostile_text_is_text_and_nothing_is_loaded() -> None:
    found = page(RevisionLine(*PLACE, None, None, None, HOSTILE, "x"))
    assert not found.xpath("//img | //script | //link | //@src | //@href")
    assert "default-src 'none'" in found.xpath("//meta[@http-equiv]/@content")[0]
