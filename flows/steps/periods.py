"""Which periods there is something to say about, and when each was due."""

from __future__ import annotations

from datetime import date

import polars as pl

from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.tables import tables
from warehouse.workspace import Workspace


def periods_in_play(store: Store, workspace: Workspace) -> pl.DataFrame:
    """In each year with a receipt, the quarters from the first received on; and each year that has an annual form or all four
    quarters: a year of which one quarter is known is no year. A mistyped year so brings its own quarters, not decades.

    The due day is NULL where nobody has arranged the working days of that year yet: lateness is then unknown, not guessed.
    """
    received = [
        Period.parse(row["period"])
        for row in store.rows("SELECT DISTINCT period FROM core_receipt WHERE period IS NOT NULL")
    ]
    calendar = WorkingCalendar.read(workspace.calendar)
    rows = [
        {"period": str(period), "period_name": period.label, "due_on": _due_on(workspace, calendar, period)}
        for period in sorted(_completed(received), key=lambda period: period.sort_key)
    ]
    return pl.DataFrame(rows, schema=tables()["core_period"].frame_schema)


def _completed(received: list[Period]) -> set[Period]:
    play = set(received)
    for year in {period.year for period in received if not period.is_year}:
        first = min(period.quarter for period in received if period.year == year and period.quarter)
        last = 4 if any(p.year > year for p in received) else max(p.quarter or 0 for p in received if p.year == year)
        play |= {Period(year, quarter) for quarter in range(first, last + 1)}
    play |= {Period(p.year) for p in play if play.issuperset(Period(p.year).quarters)}
    return play | {Period(p.year, 4) for p in play if p.is_year}


def _due_on(workspace: Workspace, calendar: WorkingCalendar, period: Period) -> date | None:
    try:
        return calendar.due_day(workspace.catalog.form(period.form_code), period)
    except CalendarError:
        return None
