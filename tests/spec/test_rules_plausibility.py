"""Plausibility against the year before and within a report, as worked examples: DOMAIN K12, K13, E-11, E-15, E-20; rules on trial."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.unit.expectations.batch import Batch, unit
from tests.unit.expectations.figures import t4
from warehouse.catalog.catalog import Catalog, load_catalog

NEW, LICENCES, FEE = "T3:new.total", "T2:licence.decisions", "T2:fee.amount_wan"
PENDING, DIRECT = "T4:review.pending", "T4:direct_suit.total"


def _pair(before: dict[str, float | None] | None, now: dict[str, float | None], *, year: int = 2025) -> Batch:
    batch = Batch(unit("a"))
    if before is not None:
        batch.count("a", str(year - 1), before)
    batch.submit("a", str(year), now)
    return batch


@pytest.mark.parametrize(
    ("cell", "before", "now", "outcome"),
    [
        (NEW, 21, 95, "pass"),  # 淮安市洪泽区 2023, 2024: 4.5 times
        (NEW, 20, 101, "fail"),  # more than 5 times and 50 more
        (NEW, 101, 20, "fail"),
        (NEW, 1, 40, "pass"),  # 40 times, but of next to nothing
        (NEW, 0, 50, "fail"),
        (NEW, 0, 49, "pass"),
        (LICENCES, 550, 9487, "pass"),  # 淮安市洪泽区: 17 times, a count that is made in different ways
        (LICENCES, 550, 11001, "fail"),
        (FEE, 0.5, 5000, "fail"),  # yuan in a cell of 万元
        (FEE, 7730.28, 7545, "pass"),
        (NEW, None, 50, "not_assessable"),
        (NEW, 50, None, "not_assessable"),
    ],
)
def test_a_jump_against_the_year_before_asks_for_an_explanation(
    cell: str, before: float | None, now: float | None, outcome: str
) -> None:
    assert _pair({cell: before}, {cell: now}).checks("PLAUSIBLE-CHANGE")[cell] == (outcome, before, now)


def test_a_quarter_is_compared_with_the_same_quarter_of_the_year_before() -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024Q1", {NEW: 3})
    batch.count("a", "2024Q4", {NEW: 300})
    batch.submit("a", "2025Q1", {NEW: 4})
    assert batch.checks("PLAUSIBLE-CHANGE")[NEW] == ("pass", 3, 4)


def test_a_jump_is_a_warning_with_both_figures() -> None:
    violations = _pair({NEW: 20}, {NEW: 1066}).judge(rule_ids=["PLAUSIBLE-CHANGE"]).violations
    assert violations.select("severity", "message").rows() == [
        ("warning", "一、本年新收政府信息公开申请数量 总计：上年同期为 20，本期为 1066。")
    ]


def test_a_unit_that_took_over_another_in_between_is_not_compared() -> None:
    batch = Batch(unit("commerce"), unit("promotion", until="2025-06-30", into=["commerce"]))
    batch.count("commerce", "2024", {NEW: 20})
    batch.submit("commerce", "2025", {NEW: 500})
    assert batch.checks("PLAUSIBLE-CHANGE")[NEW][0] == "not_assessable"


FLOWS = {f"T3:{row}.total": 3.0 for row in ("new", "granted", "partly_granted", "refused.third_party", "total")}
SEVENTH = {"T2:penalty.decisions": 7.0}


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [
        (
            {**FLOWS, **SEVENTH},
            {**FLOWS, **SEVENTH},
            "fail",
        ),  # 东莞市统计局: the same figures three years running (E-15)
        ({**FLOWS, **SEVENTH}, {**FLOWS, "T2:penalty.decisions": 8.0}, "pass"),
        (FLOWS, FLOWS, "not_assessable"),  # five small figures may repeat
        (None, {**FLOWS, **SEVENTH}, "not_assessable"),
    ],
)
def test_figures_that_are_all_those_of_last_year_are_a_copy(
    before: dict[str, float | None] | None, now: dict[str, float | None], outcome: str
) -> None:
    assert _pair(before, now).checks("REPEATED-FIGURES")["report"][0] == outcome


@pytest.mark.parametrize(
    ("pending", "total", "outcome"),
    [(2, 2, "pass"), (2, 5, "pass"), (2, 1, "fail"), (None, 1, "not_assessable"), (2, None, "not_assessable")],
)
def test_what_was_open_a_year_ago_returns(pending: float | None, total: float | None, outcome: str) -> None:
    # K12; 普陀 2025: nine reviews, one of them carried over
    batch = _pair({PENDING: pending}, {"T4:review.total": total})
    assert batch.checks("PENDING-RETURNS")["review"] == (outcome, pending, total)


@pytest.mark.parametrize(
    ("year", "before", "now", "checks"),
    [
        (2024, 1, 4, {"direct_suit": ("fail", 1, 4)}),
        (2024, 1, 3, {"direct_suit": ("pass", 1, 3)}),
        (2025, 4, 1, {"direct_suit": ("pass", 4, 1)}),
        (2025, None, 1, {"direct_suit": ("not_assessable", None, 1)}),
        (2023, 1, 9, {}),  # before the new 行政复议法
    ],
)
def test_more_direct_suits_under_the_new_law_are_worth_a_look(
    year: int, before: float | None, now: float, checks: dict[str, object]
) -> None:
    # K13
    batch = _pair({DIRECT: before}, {DIRECT: now}, year=year)
    assert batch.checks("DIRECT-SUIT") == checks


@pytest.mark.parametrize(
    ("requests", "reviews", "suits", "outcome"),
    [
        (5, 3, 4, "fail"),  # 椒江章安街道 2024 (E-20): 7 disputes on 5 requests
        (5, 3, 2, "pass"),
        (1, 1, 1, "pass"),
        (14069, 790, 56 + 156, "pass"),
        (None, 3, 4, "not_assessable"),
    ],
)
def test_disputes_do_not_outnumber_requests(requests: float | None, reviews: int, suits: int, outcome: str) -> None:
    cells = {**t4(f"总计\n复议 {reviews}\n直接起诉 {suits}\n复议后起诉 0"), NEW: requests}
    assert _pair(None, cells).checks("DISPUTE-VOLUME")["disputes"][0] == outcome


@pytest.mark.parametrize(
    ("edition", "year", "outcome"),
    [
        ("2019", "2023", "fail"),  # 衡东杨林镇 2023 (E-11)
        ("2019", "2021", "fail"),
        ("2019", "2020", "pass"),
        ("2021", "2023", "pass"),
        ("2021", "2020", "pass"),  # ahead of its time
        ("2019", "2018", "not_assessable"),  # neither was out
    ],
)
def test_a_report_uses_the_form_that_was_out(edition: str, year: str, outcome: str) -> None:
    batch = Batch(unit("a"))
    batch.submit("a", year, {}, edition=edition)
    assert batch.checks("FORM-EDITION") == {"form": (outcome, None, None)}


def test_an_obsolete_form_is_named_with_the_one_to_use() -> None:
    batch = Batch(unit("a"))
    batch.submit("a", "2023", {}, edition="2019")
    assert batch.judge(rule_ids=["FORM-EDITION"]).violations["message"].to_list() == [
        "报告使用的格式出自国办公开办函〔2019〕60号，应为国办公开办函〔2021〕30号。"
    ]


def _on_trial_until(quarter: str) -> Catalog:
    declared = load_catalog()
    return declared.having(rules=(declared.rule("FORM-EDITION").model_copy(update={"trial": quarter}),))


@pytest.mark.parametrize(
    ("period", "severity"),
    [("2023", "warning"), ("2024Q4", "warning"), ("2024", "warning"), ("2025Q1", "error"), ("2025", "error")],
)
@pytest.mark.parametrize("engine", ["plain", "gx"])
def test_a_rule_on_trial_warns_for_one_quarter_before_it_may_return_a_report(
    period: str, severity: str, engine: Literal["plain", "gx"]
) -> None:
    batch = Batch(unit("a"), catalog=_on_trial_until("2024Q4"))
    batch.submit("a", period, {}, edition="2019")
    result = batch.judge(engine=engine)
    assert (result.results["severity"].to_list(), result.violations["severity"].to_list()) == ([severity], [severity])
    assert result.results["outcome"].to_list() == ["fail"]


def test_a_rule_that_is_not_on_trial_is_as_severe_as_declared() -> None:
    rules = Batch().catalog.rules
    assert {rule.severity_for("2020") == rule.severity for rule in rules if rule.trial is None} == {True}
    assert {rule.severity_for("2020") for rule in rules if rule.trial is not None} == {"warning"}
