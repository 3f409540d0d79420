"""What the calendar asks for on a day: the days of milestones.yaml that are reached and not done, made up for within their grace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows.steps.remind.runs import write_whole
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.milestones import Milestone, declared_milestones, milestone
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

_DONE = "days.done"


@dataclass(frozen=True, slots=True)
class DayDone:
    """One day of the calendar as it went: what was said to the office, and what became of saying it."""

    period: str
    code: str
    name: str
    is_done: bool
    said: str
    not_told: tuple[str, ...] = ()


def due_milestones(workspace: Workspace, today: date) -> tuple[Milestone, ...]:
    """In their order. A chasing list that a later day of the same period has overtaken is left out.

    Raises CalendarError where nobody has arranged this year's working days; a day that lies in such a year to come is not reached.
    """
    calendar = WorkingCalendar.read(workspace.calendar)
    calendar.is_working_day(today)
    done = _done(workspace)
    reached = [one for one in _reached(today, calendar) if _key(one) not in done]
    return tuple(sorted((one for one in reached if not _is_overtaken(one, reached)), key=lambda one: one.day))


def mark_done(workspace: Workspace, done: Milestone, at: datetime) -> None:
    """A day is done: no later run of the same or another day does it again."""
    write_whole(workspace.runs / _DONE, {**_done(workspace), _key(done): at.isoformat()})


def _reached(today: date, calendar: WorkingCalendar) -> Iterator[Milestone]:
    quarter = Period.quarter_of(today)
    for period in (quarter, quarter.previous, Period(today.year - 1)):
        for row in declared_milestones()[period.form_code]:
            try:
                one = milestone(row.code, period, calendar)
            except CalendarError:
                continue
            if one.action != "none" and one.day <= today <= one.day + timedelta(days=one.grace_days):
                yield one


def _is_overtaken(one: Milestone, reached: list[Milestone]) -> bool:
    others = (other for other in reached if (other.period, other.action) == (one.period, one.action))
    return one.action == "chasing" and any(other.day > one.day for other in others)


def _key(one: Milestone) -> str:
    return f"{one.period} {one.code}"


def _done(workspace: Workspace) -> dict[str, str]:
    try:
        content: dict[str, str] = json.loads((workspace.runs / _DONE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return content
