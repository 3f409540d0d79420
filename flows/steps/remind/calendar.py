"""The days of a quarter, or of a year with its quarters, as a table; a day that nobody can tell yet is said to be that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.milestones import Action, declared_milestones, milestone_day
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ScheduledDay:
    """One day of a period; None where nobody has arranged that year's working days. `action` is what zwgk serve does on it."""

    period: Period
    code: str
    name: str
    day: date | None
    action: Action


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days asked for, by period and then in their order; `unknown` says what to do about years that the calendar does not know."""

    period: Period
    days: tuple[ScheduledDay, ...]
    unknown: tuple[str, ...]


def schedule_of(workspace: Workspace, period: Period) -> Schedule:
    """The days of a quarter, or of the four quarters of a year and of its annual report. Raises CalendarError for a broken file."""
    calendar = WorkingCalendar.read(workspace.calendar)
    periods = (*period.quarters, period) if period.is_year else (period,)
    days: list[ScheduledDay] = []
    unknown: dict[str, None] = {}
    for one in periods:
        found = []
        for row in declared_milestones()[one.form_code]:
            day, why = _day(row.code, one, calendar)
            found.append(ScheduledDay(one, row.code, row.name, day, row.action))
            unknown |= {} if why is None else {why: None}
        days += sorted(found, key=lambda found_day: (found_day.day is None, found_day.day or date.max))
    return Schedule(period, tuple(days), tuple(unknown))


def _day(code: str, period: Period, calendar: WorkingCalendar) -> tuple[date | None, str | None]:
    try:
        return milestone_day(code, period, calendar), None
    except CalendarError as unknown:
        return None, str(unknown)
