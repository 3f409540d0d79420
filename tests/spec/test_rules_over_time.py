"""What one period carries into the next, as worked examples: PERIOD-CHAIN, CARRY-OVER (DOMAIN K5), T2-STOCK (K6)."""

from __future__ import annotations

import pytest

from tests.unit.expectations.batch import Batch, unit

IN, OUT = "T3:carried_in.natural_person", "T3:carried_out.natural_person"
COLUMN = "natural_person"
STOCK, MADE, REPEALED = (f"T2:normative_document.{name}" for name in ("in_force", "made", "repealed"))


def test_carried_out_of_q4_is_carried_in_of_q1() -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024Q4", {OUT: 3, "T3:carried_out.total": 0})
    batch.submit("a", "2025Q1", {IN: 3, "T3:carried_in.total": 1})
    checks = batch.checks("PERIOD-CHAIN")
    assert checks[COLUMN] == ("pass", 3, 3)
    assert checks["total"] == ("fail", 0, 1)
    assert checks["business"] == (
        "not_assessable",
        None,
        0,
    )  # nothing is known of this column at the end of the quarter before


@pytest.mark.parametrize("closing", [{}, {OUT: None}])
def test_without_a_closing_the_opening_cannot_be_judged(closing: dict[str, float | None]) -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024Q4", {"T3:carried_out.total": 0, **closing})
    batch.submit("a", "2025Q1", {IN: 3})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("not_assessable", None, 3)


def test_a_blank_opening_cannot_be_judged() -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024Q4", {OUT: 3})
    batch.submit("a", "2025Q1", {IN: None})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("not_assessable", 3, None)


def test_scopes_do_not_mix() -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024Q4", {OUT: 3}, scope="aggregate")
    batch.submit("a", "2025Q1", {IN: 3})
    assert batch.checks("PERIOD-CHAIN")[COLUMN][0] == "not_assessable"


def test_a_successor_opens_with_what_the_merged_unit_closed_with() -> None:
    batch = Batch(unit("commerce"), unit("promotion", until="2025-06-30", into=["commerce"]))
    batch.count("commerce", "2025Q2", {OUT: 4})
    batch.count("promotion", "2025Q2", {OUT: 3})
    batch.submit("commerce", "2025Q3", {IN: 7})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("pass", 4 + 3, 7)


def test_the_opening_of_the_second_quarter_after_a_merger_is_the_successors_own() -> None:
    batch = Batch(unit("commerce"), unit("promotion", until="2025-06-30", into=["commerce"]))
    batch.count("promotion", "2025Q2", {OUT: 3})
    batch.count("commerce", "2025Q3", {OUT: 5})
    batch.submit("commerce", "2025Q4", {IN: 5})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("pass", 5, 5)


def test_a_missing_figure_of_the_merged_unit_leaves_the_opening_unjudged() -> None:
    batch = Batch(unit("commerce"), unit("promotion", until="2025-06-30", into=["commerce"]))
    batch.count("commerce", "2025Q2", {OUT: 4})
    batch.submit("commerce", "2025Q3", {IN: 4})
    assert batch.checks("PERIOD-CHAIN")[COLUMN][0] == "not_assessable"


def test_what_a_split_unit_leaves_cannot_be_divided_among_its_successors() -> None:
    batch = Batch(unit("a"), unit("b"), unit("old", until="2025-06-30", into=["a", "b"]))
    for code in ("a", "b", "old"):
        batch.count(code, "2025Q2", {OUT: 1})
    batch.submit("a", "2025Q3", {IN: 1})
    assert batch.checks("PERIOD-CHAIN")[COLUMN][0] == "not_assessable"


def test_a_unit_founded_by_a_merger_opens_with_what_both_left() -> None:
    batch = Batch(
        unit("new", since="2025-07-01"),
        unit("a", until="2025-06-30", into=["new"]),
        unit("b", until="2025-06-30", into=["new"]),
    )
    batch.count("a", "2025Q2", {OUT: 4})
    batch.count("b", "2025Q2", {OUT: 2})
    batch.submit("new", "2025Q3", {IN: 6})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("pass", 4 + 2, 6)


def test_a_unit_that_nobody_came_before_has_nothing_to_be_compared_with() -> None:
    batch = Batch(unit("new", since="2025-07-01"))
    batch.submit("new", "2025Q3", {IN: 0})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("not_assessable", None, 0)


def test_mergers_in_one_quarter_are_followed_to_the_end() -> None:
    batch = Batch(unit("c"), unit("b", until="2025-06-30", into=["c"]), unit("a", until="2025-04-30", into=["b"]))
    for code, closing in (("a", 1), ("b", 2), ("c", 4)):
        batch.count(code, "2025Q2", {OUT: closing})
    batch.submit("c", "2025Q3", {IN: 7})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("pass", 1 + 2 + 4, 7)


def test_units_that_name_each_other_as_successors_do_not_go_round_for_ever() -> None:
    batch = Batch(unit("a", until="2025-06-30", into=["b"]), unit("b", until="2025-06-30", into=["a"]))
    for code in ("a", "b"):
        batch.count(code, "2025Q2", {OUT: 1})
    batch.submit("a", "2025Q3", {IN: 2})
    assert batch.checks("PERIOD-CHAIN")[COLUMN] == ("pass", 1 + 1, 2)


def test_carried_in_of_a_year_is_carried_out_of_the_year_before() -> None:
    # 宝山建管委: 2024 carries 2 out, 2025 carries 2 in (DOMAIN §3)
    batch = Batch(unit("a"))
    batch.count("a", "2024", {OUT: 2})
    batch.submit("a", "2025", {IN: 2})
    batch.submit("a", "2025", {IN: 5})
    with_other = batch.judge(rule_ids=["CARRY-OVER"]).violations
    assert with_other.select("submission_id", "column_code").rows() == [(2, COLUMN)]
    assert [float(with_other[name][0]) for name in ("expected", "actual", "difference")] == [2, 5, 5 - 2]


def test_the_annual_form_goes_before_the_fourth_quarter_and_the_quarter_before_nothing() -> None:
    both, quarter_only, neither = Batch(unit("a")), Batch(unit("a")), Batch(unit("a"))
    both.count("a", "2024Q4", {OUT: 9})
    both.count("a", "2024", {OUT: 2})
    quarter_only.count("a", "2024Q4", {OUT: 9})
    for batch in (both, quarter_only, neither):
        batch.submit("a", "2025", {IN: 2})
    assert both.checks("CARRY-OVER")[COLUMN] == ("pass", 2, 2)
    assert quarter_only.checks("CARRY-OVER")[COLUMN] == ("fail", 9, 2)
    assert neither.checks("CARRY-OVER")[COLUMN] == ("not_assessable", None, 2)


def test_a_blank_in_the_annual_form_is_not_filled_from_the_quarter() -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024Q4", {OUT: 9})
    batch.count("a", "2024", {OUT: None})
    batch.submit("a", "2025", {IN: 9})
    assert batch.checks("CARRY-OVER")[COLUMN][0] == "not_assessable"


@pytest.mark.parametrize(
    ("last_day", "carried_in"),
    [("2024-12-31", 4 + 3), ("2025-06-30", 4 + 3), ("2025-12-30", 4 + 3), ("2025-12-31", 4), ("2024-12-30", 4)],
)
def test_the_year_takes_over_from_whoever_ended_between_the_two_year_ends(last_day: str, carried_in: int) -> None:
    # who ends with the year reports that year itself; who ended earlier has handed over before
    batch = Batch(unit("commerce"), unit("promotion", until=last_day, into=["commerce"]))
    batch.count("commerce", "2024", {OUT: 4})
    batch.count("promotion", "2024", {OUT: 3})
    batch.submit("commerce", "2025", {IN: carried_in})
    assert batch.checks("CARRY-OVER")[COLUMN] == ("pass", carried_in, carried_in)


def test_a_year_is_no_quarter_and_a_quarter_no_year() -> None:
    batch = Batch(unit("a"))
    batch.submit("a", "2025", {})
    assert batch.checks("PERIOD-CHAIN") == {}
    quarterly = Batch(unit("a"))
    quarterly.submit("a", "2025Q1", {})
    assert quarterly.checks("CARRY-OVER") == {}


def test_a_body_outside_the_register_is_compared_with_its_own_figures() -> None:
    batch = Batch()
    batch.count("平潭综合实验区", "2021", {OUT: 1})
    batch.submit("平潭综合实验区", "2022", {IN: 1}, kind=None)
    assert batch.checks("CARRY-OVER")[COLUMN] == ("pass", 1, 1)


@pytest.mark.parametrize(("before", "period"), [("2025Q1", "2025Q2"), ("2024Q4", "2025Q1"), ("2024", "2025")])
def test_documents_in_force_are_those_of_before_plus_made_less_repealed(before: str, period: str) -> None:
    # 淮安市洪泽区 2024: 8 = 5 + 3 - 0
    batch = Batch(unit("a"))
    batch.count("a", before, {STOCK: 5, "T2:regulation.in_force": 0})
    batch.submit("a", period, {STOCK: 8, MADE: 3, REPEALED: 0})
    assert batch.checks("T2-STOCK") == {"normative_document": ("pass", 5 + 3 - 0, 8), "regulation": ("pass", 0, 0)}


def test_documents_that_appear_from_nowhere_are_a_warning() -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024", {STOCK: 5})
    batch.submit("a", "2025", {STOCK: 9, MADE: 3, REPEALED: 1})
    violations = batch.judge(rule_ids=["T2-STOCK"]).violations
    assert violations.select("severity", "cell_code").rows() == [("warning", STOCK)]
    assert violations["message"].to_list() == [
        "行政规范性文件 现行有效件数：上期现行有效加本期制发减本期废止为 7，本期填 9。"
    ]


@pytest.mark.parametrize("blank", [STOCK, MADE, REPEALED])
def test_a_stock_with_a_blank_in_it_is_not_assessable(blank: str) -> None:
    batch = Batch(unit("a"))
    batch.count("a", "2024", {STOCK: 5})
    batch.submit("a", "2025", {STOCK: 5, blank: None})
    assert batch.checks("T2-STOCK")["normative_document"][0] == "not_assessable"


def test_a_merged_units_documents_go_over_to_its_successor() -> None:
    batch = Batch(unit("commerce"), unit("promotion", until="2025-06-30", into=["commerce"]))
    batch.count("commerce", "2025Q2", {STOCK: 10})
    batch.count("promotion", "2025Q2", {STOCK: 2})
    batch.submit("commerce", "2025Q3", {STOCK: 13, MADE: 1})
    assert batch.checks("T2-STOCK")["normative_document"] == ("pass", 10 + 2 + 1, 13)
