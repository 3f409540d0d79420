"""The quarter as a page: figures under their codes, a table for the period and one for the year to date."""

from __future__ import annotations

from lxml import html

from reports.quarter_html import render_quarter_html
from reports.statement import render_number
from tests.unit.reports.papers import CATALOG, HOSTILE, quarter


def test_period_and_year_to_date_stand_in_tables_of_their_own() -> None:
    document = html.fromstring(render_quarter_html(quarter(), CATALOG))
    found = {
        (cell.xpath("string(ancestor::table/@data-table)"), cell.get("data-cell")): cell.text_content()
        for cell in document.xpath("//*[@data-cell]")
    }
    report = quarter()
    expected = {
        (f"{prefix}{code[:2]}", code): render_number(value)
        for prefix, statement in (("", report.quarter), ("ytd_", report.year_to_date))
        for code, value in statement.values.items()
    }
    assert found == expected


def test_every_table_has_a_caption_and_a_name_of_its_own() -> None:
    tables = html.fromstring(render_quarter_html(quarter(), CATALOG)).xpath("//table")
    names = [table.get("data-table") for table in tables]
    assert names == ["T2", "T3", "T4", "ytd_T2", "ytd_T3", "ytd_T4", "units", "ytd_units", "returned"]
    captions = [table.xpath("string(caption)") for table in tables]
    assert [caption.split("\u3000")[0] for caption in captions] == [f"表{n}" for n in range(1, 10)]


def test_hostile_names_and_reasons_are_inert_and_file_names_stay_inside() -> None:
    text = render_quarter_html(quarter(HOSTILE, HOSTILE), CATALOG)
    assert "<img" not in text
    assert "\u202e" not in text
    assert "secret-name" not in text


def test_without_returns_the_page_says_so() -> None:
    report = quarter()
    empty = type(report)(**{name: getattr(report, name) for name in report.__slots__} | {"returned": ()})
    document = html.fromstring(render_quarter_html(empty, CATALOG))
    assert document.xpath("//table[@data-table='returned']") == []
    assert document.xpath("string(//p[last()])") == "本期没有被退回的报表。"
