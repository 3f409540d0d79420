"""Which period a run is about, told by its scheduled time in Shanghai and never by the clock: a late run stays the same run."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from warehouse.catalog.period import Period

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


def office_day(instant: datetime) -> date:
    """The calendar day that an instant lies on in the office. A time without its zone is refused: it may be any day."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no time zone")
    return instant.astimezone(OFFICE_ZONE).date()


def office_time(instant: datetime | None) -> datetime | None:
    """An instant as the office's clock shows it, without zone, as all times are stored; one without zone is taken as that."""
    return (
        instant if instant is None or instant.tzinfo is None else instant.astimezone(OFFICE_ZONE).replace(tzinfo=None)
    )


def quarter_to_collect(scheduled: datetime) -> Period:
    """The quarter that had ended before the scheduled time: from 1 to 20 January the fourth quarter is collected."""
    return Period.quarter_of(office_day(scheduled)).previous


def year_to_report(scheduled: datetime) -> Period:
    """The year that had ended before the scheduled time: before 31 January and 31 March the year before is reported."""
    return Period(office_day(scheduled).year - 1)
