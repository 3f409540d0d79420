"""The handbook says of every rule what is declared, as a page and as a workbook."""

from __future__ import annotations

import io

import openpyxl
from lxml import html

from reports.rule_handbook import render_rule_handbook, write_rule_handbook
from warehouse.catalog.catalog import load_catalog

CATALOG = load_catalog()


def test_every_rule_stands_in_the_page_with_what_to_do() -> None:
    page = html.fromstring(render_rule_handbook(CATALOG))
    rows = [[cell.text_content().strip() for cell in row] for row in page.iter("tr")]
    found = {row[0]: (row[1], row[-1]) for row in rows if len(row) == 7}
    for rule in CATALOG.rules:
        assert found[rule.id] == (rule.title, rule.remedy)


def test_every_rule_stands_in_the_workbook_in_the_order_of_the_levels() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_rule_handbook(CATALOG))).active
    assert sheet is not None
    ids = [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert ids == [rule.id for rule in sorted(CATALOG.rules, key=lambda rule: rule.level)]


def test_an_identity_is_written_in_the_words_of_the_form() -> None:
    assert "六类申请人" not in render_rule_handbook(CATALOG).split("T3-BALANCE")[1].split("T3-RESULTS")[0]
    assert "“一、本年新收政府信息公开申请数量” ＋ “二、上年结转政府信息公开申请数量” ＝" in render_rule_handbook(
        CATALOG
    )


def test_no_place_of_a_message_is_left_in_braces() -> None:
    assert "{" not in html.fromstring(render_rule_handbook(CATALOG)).find("body").text_content()


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    assert write_rule_handbook(CATALOG) == write_rule_handbook(CATALOG)
