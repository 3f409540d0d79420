"""The days that a chasing list speaks of, by the office's calendar; one that nobody has arranged is unknown, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.milestones import milestone_day
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Days:
    """The day of the list and the days of its period; None where the calendar does not know."""

    today: date
    due_on: date | None
    collect_on: date | None
    circular_on: date | None
    calendar: WorkingCalendar

    @classmethod
    def of(cls, workspace: Workspace, period: Period, today: date) -> Days:
        """The days of a period; a year has no circular. Raises CalendarError for a calendar file that is broken."""
        calendar = WorkingCalendar.read(workspace.calendar)
        circular_on = None if period.is_year else _known("circular", period, calendar)
        return cls(today, _known("due", period, calendar), _known("collect", period, calendar), circular_on, calendar)

    def left(self, day: date | None) -> int | None:
        """Working days from today to a day, negative when it is past; None where either is unknown."""
        try:
            return None if day is None else self.calendar.working_days_between(self.today, day)
        except CalendarError:
            return None

    def after(self, day: date, count: int) -> date | None:
        """So many working days after a day; None where the calendar does not know."""
        try:
            return self.calendar.working_days_after(day, count)
        except CalendarError:
            return None


def _known(code: str, period: Period, calendar: WorkingCalendar) -> date | None:
    try:
        return milestone_day(code, period, calendar)
    except CalendarError:
        return None
