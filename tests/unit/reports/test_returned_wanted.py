"""What a unit reads under 应为: never an empty place, and never a figure that says less than the rule means."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reports.returned.finding import ReturnedFinding, wanted_text
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.feedback import EXPECTED
from warehouse.catalog.narrative import PLACE
from warehouse.catalog.rules import Rule

CATALOG = load_catalog()
CASES = Path(__file__).parents[2] / "sql" / "expectations"
UNKNOWN = CATALOG.feedback.words.unknown


def says(rule_id: str, expected: str = "") -> str:
    return wanted_text(ReturnedFinding(rule_id, "error", "有误。", "请更正。", wanted=expected), CATALOG)


def figures_of(rule: Rule) -> list[str]:
    """The expected figure of every failing row in the rule's golden cases, empty where it has none."""
    rows = (
        row for path in CASES.glob(f"{rule.id}/*/expect.csv") for row in csv.DictReader(path.open(encoding="utf-8"))
    )
    return [row.get("expected") or "" for row in rows if row.get("outcome") == "fail"]


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_every_rule_says_what_was_expected(rule: Rule) -> None:
    always_has_a_figure = rule.kind == "identity" or EXPECTED in PLACE.findall(rule.message)
    assert says(rule.id, "12" if always_has_a_figure else "") != UNKNOWN
    assert {says(rule.id, figure) for figure in figures_of(rule)} & {UNKNOWN, ""} == set()


def test_every_line_is_for_a_rule_that_there_is() -> None:
    assert set(CATALOG.feedback.wanted) <= set(CATALOG.rules_by_id)


def test_a_figure_that_would_mislead_alone_stands_in_words() -> None:
    assert says("PLAUSIBLE-CHANGE", "40") == "与上年同期（40）相称；属实的，写明原因"
    assert says("TEXT-PERCENT", "42.86") == "42.86%；以其他数为分母的，写明分母"
    assert says("T3-BALANCE", "64") == "64"


def test_words_that_need_a_figure_are_not_said_without_it() -> None:
    assert says("PENDING-RETURNS") == UNKNOWN


def test_a_text_rule_says_what_the_text_should_say() -> None:
    assert says("TEXT-CITATION") == "现行文件的名称和文号"
    assert says("FORM-EDITION") == "现行报告格式的表格"
