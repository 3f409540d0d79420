"""The circular as a page: figures under their codes, charts that are drawn already, nothing that runs."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from reports.circular.compose import compose_circular
from reports.circular.content import CircularReport
from reports.narrative.html import render_page
from reports.statement import ReturnedLine, render_number
from tests.unit.reports.circular_cases import TOWN, bare, circular, coverage, whole_quarter
from tests.unit.reports.papers import CATALOG, HOSTILE


def page(report: CircularReport) -> html.HtmlElement:
    return html.fromstring(render_page(compose_circular(report, CATALOG)))


def test_period_and_year_to_date_stand_in_tables_of_their_own() -> None:
    found = {
        (cell.xpath("string(ancestor::table/@data-table)"), cell.get("data-cell")): cell.text_content()
        for cell in page(circular()).xpath("//*[@data-cell]")
    }
    quarter = circular().quarter
    expected = {
        (f"{prefix}{code[:2]}", code): render_number(value)
        for prefix, statement in (("", quarter.quarter), ("ytd_", quarter.year_to_date))
        for code, value in statement.values.items()
    }
    assert found == expected


def test_every_table_has_a_caption_and_a_name_of_its_own() -> None:
    tables = page(circular()).xpath("//table")
    captions = [table.xpath("string(caption)") for table in tables]
    assert [caption.split("　")[0] for caption in captions] == [f"表{n}" for n in range(1, len(tables) + 1)]
    assert len({table.get("data-table") for table in tables}) == len(tables)


def test_charts_are_drawn_and_say_their_values_aloud() -> None:
    drawn = page(circular()).xpath("//svg")
    assert [svg.get("aria-label") for svg in drawn] == [
        "新收申请：25年1季 14069，25年2季 14069",
        "报送率：25年1季 100%，25年2季 71.4%",
    ]
    assert page(bare()).xpath("//svg") == []


def test_hostile_names_and_reasons_are_inert_and_file_names_stay_inside() -> None:
    quarter = whole_quarter(returned=(ReturnedLine(HOSTILE, HOSTILE, (HOSTILE,)),))
    text = render_page(
        compose_circular(circular(quarter=quarter, coverage=(coverage(replace(TOWN, name=HOSTILE)),)), CATALOG)
    )
    assert "<img" not in text
    assert "\u202e" not in text
    assert "<script" not in text
    assert "secret-name" not in render_page(compose_circular(circular(), CATALOG))
