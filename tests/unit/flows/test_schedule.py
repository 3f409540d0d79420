from datetime import UTC, date, datetime

import pytest

from flows.schedule import office_day, office_time, quarter_to_collect, year_to_report
from warehouse.catalog.period import Period


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("scheduled", "quarter", "year"),
    [
        ("2025-12-31T15:59:59+00:00", "2025Q3", "2024"),  # 23:59:59 on 31 December in Shanghai
        ("2025-12-31T16:00:00+00:00", "2025Q4", "2025"),  # midnight, 1 January 2026
        ("2025-12-31T23:59:59+08:00", "2025Q3", "2024"),
        ("2026-01-01T00:00:00+08:00", "2025Q4", "2025"),
        ("2026-01-01T00:30:00+09:00", "2025Q3", "2024"),  # Tokyo is already in the new year, the office is not
        ("2026-03-31T23:59:59+08:00", "2025Q4", "2025"),
        ("2026-04-01T00:00:00+08:00", "2026Q1", "2025"),
        ("2026-07-15T02:00:00+00:00", "2026Q2", "2025"),
        ("2026-10-20T18:00:00+08:00", "2026Q3", "2025"),
    ],
)
def test_the_period_is_the_one_that_ended_before_the_scheduled_time_in_shanghai(
    scheduled: str, quarter: str, year: str
) -> None:
    assert quarter_to_collect(at(scheduled)) == Period.parse(quarter)
    assert year_to_report(at(scheduled)) == Period.parse(year)


def test_the_utc_evening_is_the_next_day_in_the_office() -> None:
    assert office_day(datetime(2025, 12, 31, 20, tzinfo=UTC)) == date(2026, 1, 1)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        quarter_to_collect(datetime(2026, 1, 1))


def test_times_are_stored_as_the_offices_clock_shows_them() -> None:
    assert office_time(datetime(2025, 12, 31, 20, tzinfo=UTC)) == datetime(2026, 1, 1, 4)
    assert office_time(datetime(2026, 1, 1, 4)) == datetime(2026, 1, 1, 4)
    assert office_time(None) is None
