from __future__ import annotations

from decimal import Decimal
from string import Formatter
from typing import Any

import pytest

from expectations.findings import LONGEST_TEXT, labels_of, message, number, place
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.rules import Rule

CATALOG = load_catalog()
LABELS = labels_of(CATALOG.edition("2021"))
PLACES = {"expected", "actual", "difference", "row", "column", "label", "text", "detail"}
NOTHING: dict[str, Any] = dict.fromkeys(
    ("expected", "actual", "difference", "table_code", "row_code", "column_code", "cell_code", "text", "detail")
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("66.000000"), "66"),
        (Decimal("7730.280000"), "7730.28"),
        (Decimal("24252.311082"), "24252.311082"),
        (Decimal("0.000000"), "0"),
        (Decimal("-0.000000"), "0"),
        (Decimal("-3.500000"), "-3.5"),
        (Decimal("100.000000"), "100"),
        (0.1 + 0.2, "0.3"),
        (None, ""),
    ],
)
def test_a_value_is_written_as_people_write_it(value: Decimal | float | None, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_a_rules_sentence_uses_only_places_that_are_filled(rule: Rule) -> None:
    assert {name for _, name, _, _ in Formatter().parse(rule.message) if name is not None} <= PLACES


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_every_rule_says_what_to_do_in_a_whole_sentence(rule: Rule) -> None:
    assert rule.remedy.endswith("。")
    assert rule.message == "{detail}" or rule.message.endswith("。")


def test_a_row_is_named_with_the_heading_above_it() -> None:
    assert LABELS.rows["T3", "other.other"] == "（六）其他处理 3.其他"
    assert LABELS.rows["T3", "new"] == "一、本年新收政府信息公开申请数量"
    assert LABELS.rows["T3", "other"] == "（六）其他处理"
    assert LABELS.rows["T4", "review"] == "行政复议"


def test_a_column_is_named_as_printed() -> None:
    assert LABELS.columns["T3", "nonprofit"] == "社会公益组织"


def test_the_difference_is_a_distance() -> None:
    violation = {
        **NOTHING,
        **{"expected": Decimal(64), "actual": Decimal(62), "difference": Decimal(-2)},
        **{"table_code": "T3", "column_code": "natural_person"},
    }
    assert message(CATALOG.rule("T3-BALANCE"), violation, LABELS) == (
        "“自然人”列：新收加上期结转为 64，总计加结转下期为 62，相差 2。"
    )


def test_a_text_with_braces_is_no_place() -> None:
    written = message(CATALOG.rule("TYPE-NUMBER"), {**NOTHING, "text": "{remedy} {0}"}, LABELS)
    assert "“{remedy} {0}”" in written


def test_a_long_text_is_cut_and_an_empty_one_is_called_empty() -> None:
    rule = CATALOG.rule("TYPE-FORMULA")
    assert "字" * LONGEST_TEXT + "…" in message(rule, {**NOTHING, "text": "字" * 40_000}, LABELS)
    assert "（空白）" in message(rule, {**NOTHING, "text": " \n"}, LABELS)


def test_without_a_known_edition_codes_stand_for_labels() -> None:
    assert message(CATALOG.rule("TYPE-NUMBER"), {**NOTHING, "cell_code": "T3:new.total"}, None).startswith(
        "T3:new.total"
    )


def test_a_place_is_a_sheet_and_an_address() -> None:
    assert place("Sheet1", "C9") == "Sheet1!C9"
    assert place(None, "C9") == "C9"
    assert place("附件", None) == "附件"
    assert place(None, None) is None
