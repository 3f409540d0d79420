"""Indicators as worked examples, the sums written out: quotients, no events, the year, the year before, successors, the district."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.spec.indicator_office import IndicatorOffice

CLOSED, GRANTED, PARTLY = "T3:total.total", "T3:granted.total", "T3:partly_granted.total"


def ratio(numerator: int, denominator: int) -> Decimal:
    return round(Decimal(numerator) / denominator, 6)


def told(row: dict[str, object]) -> tuple[object, ...]:
    return row["numerator"], row["denominator"], row["value"], row["state"], row["is_met"]


def test_requests_are_answered_in_time_by_what_the_unit_says_of_those_that_the_form_counts() -> None:
    office = IndicatorOffice().report("bureau", "2025Q1", {CLOSED: 8}, requests_in_time=7)
    assert told(office.indicator("requests_in_time_rate", "bureau", "2025Q1", "sheet")) == (
        *(7, 8, ratio(7, 8), "value"),
        False,
    )


def test_the_mean_of_working_days_is_their_sum_by_the_requests_closed() -> None:
    # (12 + 20 + 28) / 3 = 20, within the twenty that article 33 gives
    office = IndicatorOffice().report("bureau", "2025Q1", {CLOSED: 3}, request_working_days=12 + 20 + 28)
    assert told(office.indicator("request_mean_working_days", "bureau", "2025Q1", "sheet")) == (
        60,
        3,
        20,
        "value",
        True,
    )


def test_the_share_disclosed_is_granted_and_partly_granted_by_closed() -> None:
    office = IndicatorOffice().report("bureau", "2025Q1", {CLOSED: 10, GRANTED: 3, PARTLY: 2})
    assert told(office.indicator("requests_granted_rate", "bureau", "2025Q1", "cells"))[:4] == (
        3 + 2,
        10,
        ratio(5, 10),
        "value",
    )


@pytest.mark.parametrize("answered", [{}, {"requests_in_time": 0}])
def test_without_a_request_there_is_no_rate(answered: dict[str, int]) -> None:
    row = (
        IndicatorOffice()
        .report("bureau", "2025Q1", {CLOSED: 0}, **answered)
        .indicator("requests_in_time_rate", "bureau", "2025Q1", "sheet")
    )
    assert (row["value"], row["state"], row["is_met"]) == (None, "not_applicable", None)


def test_a_blank_is_not_reported_and_not_zero() -> None:
    office = IndicatorOffice().report("bureau", "2025Q1", {CLOSED: 4, GRANTED: None, PARTLY: 1})
    assert told(office.indicator("requests_in_time_rate", "bureau", "2025Q1", "sheet")) == (
        None,
        4,
        None,
        "not_reported",
        None,
    )
    assert office.indicator("requests_granted_rate", "bureau", "2025Q1", "cells")["state"] == "not_reported"


def test_the_year_adds_up_numerators_and_denominators_and_never_rates() -> None:
    office = IndicatorOffice()
    office.report("bureau", "2025Q1", {CLOSED: 2}, requests_in_time=1).report(
        "bureau", "2025Q2", {CLOSED: 8}, requests_in_time=8
    )
    row = office.indicator("requests_in_time_rate", "bureau", "2025Q2", "sheet")
    assert (row["value"], row["year_value"]) == (1, ratio(1 + 8, 2 + 8))


def test_the_year_before_is_the_same_quarter() -> None:
    office = IndicatorOffice(since="2024Q1")
    office.report("bureau", "2024Q2", {CLOSED: 5}, requests_in_time=4).report(
        "bureau", "2025Q2", {CLOSED: 5}, requests_in_time=5
    )
    assert office.indicator("requests_in_time_rate", "bureau", "2025Q2", "sheet")["before_value"] == ratio(4, 5)


def test_a_stock_of_the_year_is_that_of_its_last_quarter() -> None:
    office = IndicatorOffice()
    office.report("bureau", "2025Q1", {"T3:carried_out.total": 6}).report(
        "bureau", "2025Q2", {"T3:carried_out.total": 4}
    )
    assert office.indicator("requests_pending", "bureau", "2025Q2", "cells")["year_value"] == 4


def test_a_successor_goes_on_with_the_numbers_of_the_unit_merged_into_it() -> None:
    office = IndicatorOffice()
    office.report("merged", "2025Q2", {CLOSED: 4}, requests_in_time=2).report(
        "street", "2025Q2", {CLOSED: 1}, requests_in_time=1
    )
    office.report("street", "2025Q3", {CLOSED: 5}, requests_in_time=5)
    row = office.indicator("requests_in_time_rate", "street", "2025Q3", "sheet")
    assert (row["value"], row["year_value"]) == (1, ratio(2 + 1 + 5, 4 + 1 + 5))


def test_the_district_is_the_sum_of_the_units_rolled_up_that_told_both_numbers() -> None:
    office = IndicatorOffice()
    office.report("bureau", "2025Q1", {CLOSED: 8}, requests_in_time=6).report(
        "street", "2025Q1", {CLOSED: 2}, requests_in_time=2
    )
    office.report("merged", "2025Q1", {CLOSED: 50}).report("municipal", "2025Q1", {CLOSED: 90}, requests_in_time=0)
    row = office.indicator("requests_in_time_rate", "district", "2025Q1", "sheet")
    assert (told(row)[:3], row["units_in"]) == ((6 + 2, 8 + 2, ratio(8, 10)), 2)


def test_what_a_year_owes_is_wanting_only_at_its_end() -> None:
    office = IndicatorOffice()
    for period in ("2025Q1", "2025Q2", "2025Q3", "2025Q4"):
        office.report("bureau", period, briefings_heard=0).report(
            "street", period, briefings_heard=int(period == "2025Q2")
        )
    met = {
        (unit, quarter): office.indicator("briefings_heard", unit, f"2025Q{quarter}", "sheet")["is_met"]
        for unit in ("bureau", "street")
        for quarter in (1, 3, 4)
    }
    assert met == {
        **{("bureau", 1): None, ("bureau", 3): None, ("bureau", 4): False},
        **{("street", 1): None, ("street", 3): True, ("street", 4): True},
    }


def test_the_open_month_is_asked_for_in_the_third_quarter_alone() -> None:
    office = IndicatorOffice().report("bureau", "2025Q3", open_month_events=0)
    assert office.indicator("open_month_events", "bureau", "2025Q3", "sheet")["is_met"] is False
    with pytest.raises(ValueError, match="not enough values"):
        IndicatorOffice().report("bureau", "2025Q1").indicator("open_month_events", "bureau", "2025Q1", "sheet")


def test_two_sources_stay_two_rows() -> None:
    office = IndicatorOffice().report("bureau", "2025Q1", messages_received=10, messages_in_time=10)
    office.portal("bureau", "2025Q1", "messages_received", 10).portal("bureau", "2025Q1", "messages_in_time", 9)
    values = [
        office.indicator("message_reply_rate", "bureau", "2025Q1", source)["value"] for source in ("sheet", "portal")
    ]
    assert values == [1, ratio(9, 10)]
