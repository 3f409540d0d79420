"""The annual report as a page: official layout, every figure under its code, nothing loaded, nothing that runs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import html

from reports.annual_html import render_annual_html
from reports.narrative.annual import compose_annual
from reports.narrative.paper import Paragraph
from reports.statement import AnnualReport, render_number
from tests.unit.reports.papers import CATALOG, HOSTILE, annual, city_values, zero_values


def page(report: AnnualReport) -> html.HtmlElement:
    return html.fromstring(render_annual_html(report, CATALOG))


def figures(document: html.HtmlElement) -> dict[str, str]:
    return {cell.get("data-cell"): cell.text_content() for cell in document.xpath("//*[@data-cell]")}


def test_every_figure_stands_under_its_code() -> None:
    values = city_values()
    assert figures(page(annual(values))) == {code: render_number(value) for code, value in values.items()}


def test_blank_stays_blank_and_zero_is_zero() -> None:
    found = figures(page(annual(zero_values() | {"T3:new.research": None})))
    assert found["T3:new.research"] == ""
    assert found["T3:new.nonprofit"] == "0"


def covered(table: html.HtmlElement) -> list[int]:
    """How many columns each row fills, counting what hangs down from the rows above."""
    hanging: list[tuple[int, int]] = []
    widths = []
    for number, row in enumerate(table.xpath(".//tr")):
        above = sum(span for until, span in hanging if until > number)
        here = [(int(c.get("rowspan", 1)), int(c.get("colspan", 1))) for c in row]
        widths.append(above + sum(span for _, span in here))
        hanging += [(number + rows, span) for rows, span in here if rows > 1]
    return widths


@pytest.mark.parametrize(("table", "height", "width"), [("T2", 14, 4), ("T3", 28, 10), ("T4", 4, 15)])
def test_spans_fill_every_row_of_the_official_form(table: str, height: int, width: int) -> None:
    found = page(annual(city_values())).xpath(f"//table[@data-table='{table}']")[0]
    assert covered(found) == [width] * height


def test_headings_say_what_they_are_the_heading_of() -> None:
    table = page(annual(city_values())).xpath("//table[@data-table='T3']")[0]
    scopes = {cell.text_content(): cell.get("scope") for cell in table.xpath(".//th")}
    assert scopes["申请人情况"] == "colgroup"
    assert scopes["自然人"] == "col"
    assert scopes["三、本年度办理结果"] == "rowgroup"
    assert scopes["（一）予以公开"] == "row"
    assert len(table.xpath("./thead/tr")) == 3


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    document = page(annual(city_values()))
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert document.xpath("//script | //link | //img | //iframe | //@src | //@href | //@onerror | //@onload") == []
    assert "url(" not in document.xpath("//style")[0].text_content()
    assert document.get("lang") == "zh-CN"


def test_a_hostile_name_is_inert() -> None:
    text = render_annual_html(annual(city_values(), name=HOSTILE), CATALOG)
    assert "<img" not in text
    assert html.fromstring(text).xpath("string(//h1/span[1])") == "<img src=x onerror=alert(1)>{publisher}"


def test_page_and_word_say_the_same() -> None:
    report = annual(city_values(), {"T3:new.total": Decimal(7)})
    paragraphs = [block.text for block in compose_annual(report, CATALOG).blocks if isinstance(block, Paragraph)]
    assert [p.text_content() for p in page(report).xpath("//p")] == paragraphs
