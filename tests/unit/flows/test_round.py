"""What the calendar asks for on a day, once, and for how long it is made up for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from flows.steps.remind.round import due_milestones, mark_done
from warehouse.catalog.calendar import CalendarError
from warehouse.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path)


def due(workspace: Workspace, day: date) -> list[str]:
    return [f"{one.period} {one.code}" for one in due_milestones(workspace, day)]


def finish(workspace: Workspace, day: date) -> list[str]:
    found = due_milestones(workspace, day)
    for one in found:
        mark_done(workspace, one, datetime(day.year, day.month, day.day, 8))
    return [f"{one.period} {one.code}" for one in found]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_a_quarter_is_asked_for_from_its_templates_to_its_rectification_each_once(workspace: Workspace) -> None:
    asked = [
        (f"{day:%m-%d}", name) for day in days(date(2025, 9, 1), date(2025, 11, 30)) for name in finish(workspace, day)
    ]
    assert asked == [
        ("09-25", "2025Q3 templates"),
        ("09-29", "2025Q3 remind"),
        ("10-11", "2025Q3 chase"),
        ("10-16", "2025Q3 chase_again"),
        ("10-21", "2025Q3 circular"),
        ("10-30", "2025Q3 rectify_remind"),
        ("11-05", "2025Q3 rectify_chase"),
    ]


def test_the_year_is_asked_for_beside_its_fourth_quarter(workspace: Workspace) -> None:
    asked = [
        (f"{day:%m-%d}", name)
        for day in days(date(2026, 1, 1), date(2026, 3, 31))
        for name in finish(workspace, day)
        if name.startswith("2025 ")
    ]
    assert asked == [
        ("01-13", "2025 templates"),
        ("01-26", "2025 remind"),  # 26 to 30 January before Monday 2 February
        ("01-28", "2025 units"),
        ("02-03", "2025 chase"),
        ("03-16", "2025 draft"),  # 15 March is a Sunday
        ("03-25", "2025 publish"),
    ]


def test_a_day_on_which_nothing_ran_is_made_up_for_within_its_grace(workspace: Workspace) -> None:
    assert due(workspace, date(2025, 10, 26)) == ["2025Q3 circular"]  # five days later, the machine was off
    assert due(workspace, date(2025, 11, 15)) == []  # 21 October and 20 days are 10 November


def test_of_two_chasing_lists_only_the_later_is_made_up_for(workspace: Workspace) -> None:
    assert due(workspace, date(2025, 10, 14)) == ["2025Q3 chase"]
    assert due(workspace, date(2025, 4, 17)) == ["2025Q1 chase_again"]
    assert due(workspace, date(2025, 4, 14)) == ["2025Q1 chase"]


def test_an_ordinary_day_asks_for_nothing(workspace: Workspace) -> None:
    assert due(workspace, date(2025, 8, 20)) == []


def test_what_is_done_is_not_asked_for_again(workspace: Workspace) -> None:
    assert finish(workspace, date(2025, 10, 21)) == ["2025Q3 circular"]
    assert due(workspace, date(2025, 10, 21)) == []


def test_a_year_that_nobody_has_arranged_stops_the_round_with_a_sentence(workspace: Workspace) -> None:
    with pytest.raises(CalendarError, match="2031年的工作日安排未知"):
        due_milestones(workspace, date(2031, 1, 5))


def test_days_in_a_year_that_is_not_arranged_yet_are_not_reached(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    (tmp_path / "zwgk.toml").write_text('calendar = "calendar.csv"\n', encoding="utf-8")
    (tmp_path / "calendar.csv").write_text(
        "day,is_workday\n2030-01-01,0\n2030-05-01,0\n2030-10-01,0\n", encoding="utf-8"
    )
    workspace = Workspace.open(tmp_path)
    assert due(workspace, date(2030, 12, 25)) == ["2030Q4 templates"]
