"""QUARTERS-ANNUAL as worked examples: four quarters make a year by each cell's aggregation (DOMAIN K9)."""

from __future__ import annotations

import pytest

from tests.unit.expectations.batch import Batch, unit

NEW, IN, OUT = (f"T3:{row}.natural_person" for row in ("new", "carried_in", "carried_out"))
PENDING, STOCK, FEE = "T4:review.pending", "T2:normative_document.in_force", "T2:fee.amount_wan"
QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")


def _quarters(batch: Batch, code: str, cell: str, *values: float | None, first: int = 1) -> None:
    for period, value in zip(QUARTERS[first - 1 :], values, strict=False):
        batch.count(code, period, {cell: value})


@pytest.mark.parametrize(
    ("cell", "quarters", "year"),
    [
        (NEW, (3, 4, 5, 6), 3 + 4 + 5 + 6),
        (IN, (2, 1, 3, 1), 2),
        (OUT, (1, 3, 1, 5), 5),
        (PENDING, (1, 0, 2, 0), 0),
        (STOCK, (8, 9, 9, 7), 7),
        (FEE, (0.1, 0.2, 0.3, 0.000001), 0.600001),
    ],
)
def test_flows_add_up_openings_come_first_and_stocks_last(cell: str, quarters: tuple[float, ...], year: float) -> None:
    batch = Batch(unit("a"))
    _quarters(batch, "a", cell, *quarters)
    batch.submit("a", "2025", {cell: year})
    assert batch.checks("QUARTERS-ANNUAL")[cell] == ("pass", year, year)


def test_a_year_that_is_not_its_quarters_names_both_figures() -> None:
    batch = Batch(unit("a"))
    _quarters(batch, "a", NEW, 3, 4, 5, 6)
    batch.submit("a", "2025", {NEW: 17})
    violations = batch.judge(rule_ids=["QUARTERS-ANNUAL"]).violations
    assert violations["message"].to_list() == [
        "一、本年新收政府信息公开申请数量 自然人：四个季度归并为 18，年度表填 17。"
    ]


@pytest.mark.parametrize(
    ("cell", "quarters", "outcome"),
    [
        (NEW, (3, 4, 5), "not_assessable"),
        (NEW, (3, None, 5, 0), "not_assessable"),
        (IN, (0,), "pass"),
        (IN, (None, 0, 0, 0), "not_assessable"),
        (OUT, (None, None, None, 0), "pass"),
        (OUT, (0, 0, 0), "not_assessable"),
    ],
)
def test_a_fold_needs_the_quarters_that_its_aggregation_reads(
    cell: str, quarters: tuple[float | None, ...], outcome: str
) -> None:
    batch = Batch(unit("a"))
    _quarters(batch, "a", cell, *quarters)
    batch.submit("a", "2025", {})
    assert batch.checks("QUARTERS-ANNUAL")[cell][0] == outcome


def test_a_blank_in_the_annual_form_is_not_assessable() -> None:
    batch = Batch(unit("a"))
    _quarters(batch, "a", NEW, 0, 0, 0, 0)
    batch.submit("a", "2025", {NEW: None})
    assert batch.checks("QUARTERS-ANNUAL")[NEW] == ("not_assessable", 0, None)


def test_totals_that_add_stocks_to_flows_are_left_to_their_identity() -> None:
    batch = Batch(unit("a"))
    batch.submit("a", "2025", {})
    checks = batch.checks("QUARTERS-ANNUAL")
    assert "T4:review.total" not in checks
    assert len(checks) == 10 + 175 + 12


def test_a_quarterly_form_is_not_folded() -> None:
    batch = Batch(unit("a"))
    batch.submit("a", "2025Q4", {})
    assert batch.checks("QUARTERS-ANNUAL") == {}


MERGER = (unit("commerce"), unit("promotion", until="2025-06-30", into=["commerce"]))


def test_a_successor_reports_the_year_of_the_merged_unit_with_its_own() -> None:
    batch = Batch(*MERGER)
    _quarters(batch, "commerce", NEW, 10, 11, 12, 13)
    _quarters(batch, "promotion", NEW, 1, 2)
    _quarters(batch, "commerce", IN, 4, 4, 9, 4)
    _quarters(batch, "promotion", IN, 3, 3)
    _quarters(batch, "commerce", OUT, 4, 5, 4, 6)
    _quarters(batch, "promotion", OUT, 3, 4)
    batch.submit("commerce", "2025", {NEW: 49, IN: 7, OUT: 6})
    checks = batch.checks("QUARTERS-ANNUAL")
    assert checks[NEW] == ("pass", (10 + 11 + 12 + 13) + (1 + 2), 49)
    assert checks[IN] == ("pass", 4 + 3, 7)
    assert checks[OUT] == ("pass", 6, 6)


def test_a_quarter_that_the_merged_unit_owes_leaves_the_flow_unjudged() -> None:
    batch = Batch(*MERGER)
    _quarters(batch, "commerce", NEW, 10, 11, 12, 13)
    _quarters(batch, "promotion", NEW, 1)
    batch.submit("commerce", "2025", {NEW: 47})
    assert batch.checks("QUARTERS-ANNUAL")[NEW] == ("not_assessable", None, 47)


@pytest.mark.parametrize("cell", [IN, OUT])
def test_an_opening_or_stock_that_one_of_two_units_did_not_give_is_not_the_other_ones(cell: str) -> None:
    batch = Batch(unit("commerce"), unit("promotion", until="2025-11-15", into=["commerce"]))
    _quarters(batch, "commerce", cell, 5, 5, 5, 5)
    batch.submit("commerce", "2025", {cell: 5})
    assert batch.checks("QUARTERS-ANNUAL")[cell] == ("not_assessable", None, 5)


def test_quarters_of_the_other_scope_are_not_folded() -> None:
    batch = Batch(unit("a"))
    for period in QUARTERS:
        batch.count("a", period, {NEW: 1}, scope="aggregate")
    batch.submit("a", "2025", {NEW: 4})
    assert batch.checks("QUARTERS-ANNUAL")[NEW][0] == "not_assessable"


def test_what_a_unit_merged_within_the_fourth_quarter_leaves_is_still_open_at_the_years_end() -> None:
    # its successor takes it over in the first quarter of the next year only (PERIOD-CHAIN)
    batch = Batch(unit("commerce"), unit("promotion", until="2025-11-15", into=["commerce"]))
    _quarters(batch, "commerce", OUT, 0, 0, 0, 6)
    _quarters(batch, "promotion", OUT, 0, 0, 0, 2)
    batch.submit("commerce", "2025", {OUT: 8})
    assert batch.checks("QUARTERS-ANNUAL")[OUT] == ("pass", 6 + 2, 8)


def test_a_unit_that_ends_with_the_year_reports_it_itself() -> None:
    batch = Batch(unit("commerce"), unit("promotion", until="2025-12-31", into=["commerce"]))
    for code in ("commerce", "promotion"):
        _quarters(batch, code, NEW, 1, 1, 1, 1)
    batch.submit("commerce", "2025", {NEW: 4})
    assert batch.checks("QUARTERS-ANNUAL")[NEW] == ("pass", 4, 4)


def test_a_split_units_year_cannot_be_divided() -> None:
    batch = Batch(unit("a"), unit("b"), unit("old", until="2025-06-30", into=["a", "b"]))
    _quarters(batch, "a", NEW, 1, 1, 1, 1)
    _quarters(batch, "old", NEW, 1, 1)
    batch.submit("a", "2025", {NEW: 4})
    assert batch.outcomes("QUARTERS-ANNUAL") == {"not_assessable": 10 + 175 + 12}


def test_a_unit_founded_in_the_year_owes_the_quarters_since_then() -> None:
    batch = Batch(unit("data", since="2025-05-01"))
    _quarters(batch, "data", NEW, 2, 3, 4, first=2)
    batch.submit("data", "2025", {NEW: 9})
    checks = batch.checks("QUARTERS-ANNUAL")
    assert checks[NEW] == ("pass", 2 + 3 + 4, 9)
    assert checks[IN][0] == "not_assessable"


MERGED = "T3:other.natural_person"
PARTS = ("T3:other.no_correction.natural_person", "T3:other.fee_unpaid.natural_person", "T3:other.other.natural_person")


def test_quarters_with_three_rows_make_an_annual_form_with_one() -> None:
    batch = Batch(unit("a"))
    for period in QUARTERS[:3]:
        batch.count("a", period, dict(zip(PARTS, (1, 2, 3), strict=True)))
    batch.count("a", "2025Q4", {MERGED: 5})
    batch.submit("a", "2025", {MERGED: 23})
    batch.remove(1, "T3:other.no_correction", "T3:other.fee_unpaid", "T3:other.other.")
    checks = batch.checks("QUARTERS-ANNUAL")
    assert checks[MERGED] == ("pass", 3 * (1 + 2 + 3) + 5, 23)
    assert not set(PARTS) & set(checks)


def test_a_quarter_with_one_row_cannot_be_divided_into_three() -> None:
    batch = Batch(unit("a"))
    _quarters(batch, "a", MERGED, 1, 1, 1, 1)
    batch.submit("a", "2025", {})
    assert {batch.checks("QUARTERS-ANNUAL")[part][0] for part in PARTS} == {"not_assessable"}


def test_a_blank_among_the_three_rows_leaves_the_one_row_unjudged() -> None:
    batch = Batch(unit("a"))
    for period in QUARTERS:
        batch.count("a", period, dict(zip(PARTS, (1, None, 3), strict=True)))
    batch.submit("a", "2025", {MERGED: 16})
    batch.remove(1, "T3:other.no_correction", "T3:other.fee_unpaid", "T3:other.other.")
    assert batch.checks("QUARTERS-ANNUAL")[MERGED] == ("not_assessable", None, 16)
