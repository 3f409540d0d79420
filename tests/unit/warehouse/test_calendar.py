from datetime import date
from pathlib import Path

import pytest

from warehouse.catalog.calendar import CalendarError, WorkingCalendar, declared_due_day, due_day
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period

QUARTER = load_catalog().form("quarter")
ANNUAL = load_catalog().form("annual")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 1, 26), True),  # a Sunday that was worked for the Spring Festival
        (date(2025, 1, 28), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),  # a Saturday worked for the National Day
        (date(2026, 2, 23), False),
        (date(2026, 1, 4), True),
    ],
)
def test_a_day_is_worked_as_the_state_council_arranged_it(day: date, works: bool) -> None:
    assert WorkingCalendar().is_working_day(day) is works


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2024Q4", date(2025, 1, 10)),  # a Friday
        ("2025Q1", date(2025, 4, 10)),
        ("2025Q3", date(2025, 10, 10)),
        ("2025Q4", date(2026, 1, 12)),  # 10 January 2026 is a Saturday
    ],
)
def test_a_quarter_is_due_on_the_tenth_or_the_next_working_day(period: str, due: date) -> None:
    assert due_day(QUARTER, Period.parse(period)) == due


def test_a_year_is_due_on_31_january_or_the_next_working_day() -> None:
    assert due_day(ANNUAL, Period.parse("2024")) == date(2025, 2, 5)  # 28 January to 4 February 2025 were off
    assert due_day(ANNUAL, Period.parse("2025")) == date(2026, 2, 2)  # 31 January 2026 is a Saturday


def test_day_31_of_a_shorter_month_is_its_last_day() -> None:
    short = QUARTER.model_copy(update={"due": QUARTER.due.model_copy(update={"months_after": 2, "day": 31})})
    assert declared_due_day(short, Period.parse("2023Q4")) == date(2024, 2, 29)


def test_an_unknown_year_is_a_clear_message_and_no_guess() -> None:
    with pytest.raises(CalendarError, match=r"2031年的工作日安排未知.*calendar\.csv"):
        due_day(QUARTER, Period.parse("2030Q4"))


def test_the_offices_file_makes_a_year_known(tmp_path: Path) -> None:
    own = tmp_path / "calendar.csv"
    own.write_text(
        "day,is_workday\n2031-01-01,false\n2031-05-01,否\n2031-10-01,0\n2031-01-10,false\n", encoding="utf-8"
    )
    calendar = WorkingCalendar.read(own)
    assert calendar.due_day(QUARTER, Period.parse("2030Q4")) == date(2031, 1, 13)  # the 10th is off, then a week-end


def test_a_file_with_single_days_does_not_make_the_year_known(tmp_path: Path) -> None:
    own = tmp_path / "calendar.csv"
    own.write_text("day,is_workday\n2031-01-01,false\n", encoding="utf-8")
    calendar = WorkingCalendar.read(own)
    assert calendar.is_working_day(date(2031, 1, 1)) is False
    with pytest.raises(CalendarError):
        calendar.is_working_day(date(2031, 1, 2))


def test_the_offices_file_stands_above_the_published_arrangement() -> None:
    calendar = WorkingCalendar({date(2025, 4, 10): False})
    assert calendar.due_day(QUARTER, Period.parse("2025Q1")) == date(2025, 4, 11)


def test_working_days_are_counted_without_the_first_day() -> None:
    assert WorkingCalendar().working_days_after(date(2025, 1, 24), 2) == date(2025, 1, 27)  # Sunday 26th was worked
    assert WorkingCalendar().working_days_after(date(2025, 1, 27), 1) == date(2025, 2, 5)


@pytest.mark.parametrize(
    "line", ["2025-13-01,true", "2025-01-01,maybe", "2025-01-01", "2025-01-01,true\n2025-01-01,true"]
)
def test_a_broken_calendar_file_names_its_line(tmp_path: Path, line: str) -> None:
    own = tmp_path / "calendar.csv"
    own.write_text(f"day,is_workday\n{line}\n", encoding="utf-8")
    with pytest.raises(CalendarError, match=r"第 [23] 行"):
        WorkingCalendar.read(own)


def test_no_calendar_file_is_no_fault(tmp_path: Path) -> None:
    assert WorkingCalendar.read(tmp_path / "calendar.csv").own == {}


def test_a_calendar_that_cannot_be_a_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match="无法读取"):
        WorkingCalendar.read(tmp_path / ("c" * 300))


def test_a_deadline_that_nobody_may_extend_moves_back() -> None:
    assert WorkingCalendar().working_day_until(date(2024, 3, 31)) == date(2024, 3, 29)  # a Sunday
    assert WorkingCalendar().working_day_until(date(2025, 10, 11)) == date(2025, 10, 11)  # a Saturday that was worked


def test_working_days_are_counted_back_over_a_holiday() -> None:
    assert WorkingCalendar().working_days_after(date(2025, 10, 10), -3) == date(
        2025, 9, 29
    )  # 9 October, 30, 29 September


def test_working_days_between_two_days_have_a_sign() -> None:
    calendar = WorkingCalendar()
    assert calendar.working_days_between(date(2025, 9, 29), date(2025, 10, 10)) == 3  # 30 September, 9 and 10 October
    assert calendar.working_days_between(date(2025, 10, 10), date(2025, 9, 29)) == -3
    assert calendar.working_days_between(date(2025, 10, 1), date(2025, 10, 1)) == 0
