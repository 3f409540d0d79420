"""The days of a quarter and of a year, with the sums of working days written out."""

from datetime import date

import pytest

from warehouse.catalog import milestones as days
from warehouse.catalog.calendar import CalendarError, WorkingCalendar, day_in_words
from warehouse.catalog.catalog import CatalogError
from warehouse.catalog.milestones import DeclaredMilestone, milestone_day, milestones
from warehouse.catalog.period import Period

CALENDAR = WorkingCalendar()


def in_order(period: str, calendar: WorkingCalendar = CALENDAR) -> dict[str, str]:
    return {one.code: one.day.isoformat() for one in milestones(Period.parse(period), calendar)}


def test_a_quarter_over_the_national_day() -> None:
    assert in_order("2025Q3") == {
        "templates": "2025-09-25",  # before the 30th: 29, Sunday 28 (worked), 26, 25
        "remind": "2025-09-29",  # before 10 October: 9 October, 30 and 29 September; 1 to 8 October were off
        "due": "2025-10-10",
        "chase": "2025-10-11",  # a Saturday that was worked
        "chase_again": "2025-10-16",
        "collect": "2025-10-20",
        "circular": "2025-10-21",
        "rectify_remind": "2025-10-30",
        "rectify": "2025-11-04",  # 22, 23, 24, 27 to 31 October, 3, 4 November
        "rectify_chase": "2025-11-05",
    }


def test_a_quarter_whose_problems_are_mended_over_the_spring_festival() -> None:
    found = in_order("2024Q4")
    assert (found["due"], found["circular"]) == ("2025-01-10", "2025-01-21")
    # 22, 23, 24, Sunday 26 (worked), 27 January; 28 January to 4 February off; 5, 6, 7, Saturday 8 (worked), 10 February
    assert found["rectify"] == "2025-02-10"


def test_a_year_whose_due_day_moves_to_monday_and_whose_publication_has_a_legal_end() -> None:
    found = in_order("2025")
    assert found["due"] == "2026-02-02"  # 31 January 2026 is a Saturday
    assert found["chase"] == "2026-02-03"
    assert found["disclose"] == "2026-03-31"


def test_the_legal_end_of_publication_moves_back_and_never_on() -> None:
    assert in_order("2023")["disclose"] == "2024-03-29"  # 31 March 2024 is a Sunday


def test_days_come_in_their_order_with_name_and_period() -> None:
    found = milestones(Period(2025, 2), CALENDAR)
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert {one.period for one in found} == {Period(2025, 2)}
    assert [one.name for one in found if one.code in ("circular", "rectify")] == ["季度通报", "问题整改截止"]
    assert milestone_day("circular", Period(2025, 2), CALENDAR) == date(
        2025, 7, 22
    )  # 20 July is a Sunday: collected until Monday 21


@pytest.mark.parametrize("code", ["due", "circular", "rectify"])
def test_a_year_that_nobody_has_arranged_is_said_and_not_guessed(code: str) -> None:
    with pytest.raises(CalendarError, match=r"2031年的工作日安排未知.*calendar\.csv"):
        milestone_day(code, Period(2030, 4), CALENDAR)


def test_the_offices_own_calendar_makes_the_days_known() -> None:
    arranged = {date(2031, 1, 1): False, date(2031, 5, 1): False, date(2031, 10, 1): False, date(2031, 1, 10): False}
    assert milestone_day("due", Period(2030, 4), WorkingCalendar(arranged)) == date(2031, 1, 13)


def test_templates_go_out_in_a_year_whose_next_one_is_still_unknown() -> None:
    own = {date(2030, month, 1): False for month in (1, 5, 10)}
    assert milestone_day("templates", Period(2030, 4), WorkingCalendar(own)) == date(2030, 12, 25)


def test_a_code_that_there_is_not_is_our_mistake() -> None:
    with pytest.raises(KeyError, match="party"):
        milestone_day("party", Period(2025, 1), CALENDAR)


def test_a_date_to_keep_has_its_weekday() -> None:
    assert day_in_words(date(2025, 10, 11)) == "2025年10月11日（星期六）"


@pytest.mark.parametrize("base", ["b", "nowhere"])
def test_a_day_counted_from_itself_or_from_none_is_refused(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"code": "due", "name": ""}] + [
        {"code": code, "name": "", "counted": {"day": day, "working_days": 1}}
        for code, day in (("a", base), ("b", "a"))
    ]
    monkeypatch.setattr(days, "read_yaml", lambda _: {"quarter": rows})
    with pytest.raises(CatalogError, match="a、b 的日期无从算起"):
        days.declared_milestones.__wrapped__()


@pytest.mark.parametrize(
    "row", [{"code": "a"}, {"code": "due", "fixed": {"months_after": 1, "day": 1, "moves": "next"}}]
)
def test_a_day_is_declared_in_exactly_one_way(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"forms\.yaml"):
        DeclaredMilestone.model_validate({"name": "", **row})


def test_what_a_day_does_is_declared_beside_it() -> None:
    actions = {one.code: one.action for one in milestones(Period(2025, 1), CALENDAR)}
    assert (actions["templates"], actions["chase"], actions["circular"]) == ("templates", "chasing", "circular")
    assert {actions[code] for code in ("due", "collect", "rectify")} == {"none"}
