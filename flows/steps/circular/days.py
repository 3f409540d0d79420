"""The days that the circular names, by the office's calendar. A year that nobody has arranged has none, and the text says so."""

from __future__ import annotations

from datetime import date, timedelta

from reports.circular.content import Days
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.milestones import milestone_day
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace


def circular_days(workspace: Workspace, period: Period) -> Days:
    """The day of the circular, that by which problems are to be mended, and when the next quarter is due."""
    calendar = WorkingCalendar.read(workspace.calendar)
    following = period.following
    circular_on, rectify_on = _day("circular", period, calendar), _day("rectify", period, calendar)
    next_due_on = _day("due", following, calendar)
    after = {period: circular_on and rectify_on, following: next_due_on}
    unknown = [(one.end + timedelta(1)).year for one, day in after.items() if day is None]
    return Days(circular_on, rectify_on, next_due_on, min(unknown, default=None))


def _day(code: str, period: Period, calendar: WorkingCalendar) -> date | None:
    try:
        return milestone_day(code, period, calendar)
    except CalendarError:
        return None
