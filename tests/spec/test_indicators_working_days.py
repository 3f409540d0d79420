"""Five working days by the real calendar: over 春节 2025 and 国庆 2025, whose make-up days are working days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.indicator_office import IndicatorOffice
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import load_catalog
from warehouse.indicator_tables import indicator_frames

ONE = {"openness": "active", "is_normative": "yes", "has_service": "yes"}


def filed(period: str, published: date, filed_on: date) -> tuple[object, ...]:
    office = IndicatorOffice().report("bureau", period)
    office.filing("bureau", period, "办法", **ONE, published_on=published, interpreted_on=published, filed_on=filed_on)
    row = office.indicator("interpretation_filing_rate", "bureau", period, "filings")
    return row["numerator"], row["denominator"], row["state"]


@pytest.mark.parametrize(
    ("published", "last"),
    [
        # Friday 24 January: Sunday 26 is worked, then 27; 28 January to 4 February are off; 5, 6, 7 February: 1 + 1 + 3 = 5
        (date(2025, 1, 24), date(2025, 2, 7)),
        # Monday 27 January: 5, 6, 7 February, Saturday 8 (worked), Monday 10: 3 + 1 + 1 = 5
        (date(2025, 1, 27), date(2025, 2, 10)),
        # Friday 26 September: Sunday 28 (worked), 29, 30; 1 to 8 October are off; 9, 10 October: 1 + 2 + 2 = 5
        (date(2025, 9, 26), date(2025, 10, 10)),
        # Tuesday 30 September: 9, 10, Saturday 11 (worked), 13, 14 October: 2 + 1 + 2 = 5
        (date(2025, 9, 30), date(2025, 10, 14)),
        # published on a day off: Wednesday 1 October: 9, 10, 11, 13, 14 October
        (date(2025, 10, 1), date(2025, 10, 14)),
    ],
)
def test_the_fifth_working_day_is_in_time_and_the_sixth_is_not(published: date, last: date) -> None:
    period = f"2025Q{(published.month + 2) // 3}"
    assert WorkingCalendar().working_days_after(published, 5) == last
    sixth = WorkingCalendar().working_days_after(published, 6)
    assert filed(period, published, last) == (1, 1, "value")
    assert filed(period, published, sixth) == (0, 1, "value")


def test_what_is_online_counts_by_working_days_too() -> None:
    office = IndicatorOffice().report("bureau", "2025Q3")
    for title, online in (("甲", date(2025, 10, 10)), ("乙", date(2025, 10, 11))):
        office.filing("bureau", "2025Q3", title, **ONE, published_on=date(2025, 9, 26), online_on=online)
    office.filing("bureau", "2025Q3", "丙", **ONE, published_on=date(2025, 9, 26))
    in_time = office.indicator("service_online_in_time_rate", "bureau", "2025Q3", "filings")
    at_all = office.indicator("service_online_rate", "bureau", "2025Q3", "filings")
    assert [(row["numerator"], row["denominator"]) for row in (in_time, at_all)] == [(1, 3), (2, 3)]


def test_a_year_that_nobody_has_arranged_is_not_guessed() -> None:
    assert filed("2027Q1", date(2027, 1, 4), date(2027, 1, 6)) == (None, 1, "not_assessable")


def test_a_year_of_the_office_s_own_calendar_is_counted() -> None:
    own = WorkingCalendar({date(2027, 1, 1): False, date(2027, 5, 1): False, date(2027, 10, 1): False})
    office = IndicatorOffice(calendar=own).report("bureau", "2027Q1")
    office.filing(
        *("bureau", "2027Q1", "办法"),
        **ONE,
        published_on=date(2027, 1, 4),
        interpreted_on=date(2027, 1, 4),
        filed_on=date(2027, 1, 11),
    )
    # Monday 4 January: 5, 6, 7, 8, 11
    assert office.indicator("interpretation_filing_rate", "bureau", "2027Q1", "filings")["numerator"] == 1


def test_days_are_numbered_without_a_gap_up_to_the_first_unknown_year() -> None:
    days = indicator_frames(load_catalog(), range(2025, 2029))["cat_workday"]
    assert (days["day"].min(), days["day"].max()) == (date(2025, 1, 1), date(2026, 12, 31))
    assert days["is_workday"].sum() == days["workday_no"].max()
