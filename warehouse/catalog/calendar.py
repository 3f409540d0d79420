"""Working days: the State Council's yearly arrangement (chinesecalendar) and an office's own calendar file. Never a guess."""

from __future__ import annotations

import calendar
import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from warehouse.catalog.declared import Form
from warehouse.catalog.period import Period

_TRUTH = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
# A file that lists these three for a year lists that year's arrangement; one that lists less corrects single days.
_ALWAYS_ARRANGED = ((1, 1), (5, 1), (10, 1))
_WEEKDAYS = "一二三四五六日"


class CalendarError(ValueError):
    """The calendar does not know, or its file is broken; the message says which year or line and what to do."""


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days. `own` are the days of the office's file; they stand above the published arrangement."""

    own: Mapping[date, bool] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None = None) -> WorkingCalendar:
        """Reads an office's calendar file (`day,is_workday`); without a file the published arrangement alone counts."""
        return cls() if path is None else cls(_read_own(path))

    def is_working_day(self, day: date) -> bool:
        """Whether offices work that day. Raises CalendarError for a year that nobody has arranged yet."""
        if day in self.own:
            return self.own[day]
        if self._lists_year(day.year):
            return day.weekday() < 5
        return _is_published_workday(day)

    def working_day_from(self, day: date) -> date:
        """The day itself, or the first working day after it: how a deadline moves."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def working_day_until(self, day: date) -> date:
        """The day itself, or the last working day before it: how a deadline moves that nobody may extend."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day`, or before it where negative (the day itself is not counted)."""
        for _ in range(abs(count)):
            one = timedelta(days=1)
            day = self.working_day_from(day + one) if count > 0 else self.working_day_until(day - one)
        return day

    def working_days_between(self, day: date, later: date) -> int:
        """How many working days after `day` there are up to `later`, which is counted; negative where `later` lies before it."""
        if later < day:
            return -self.working_days_between(later, day)
        return sum(self.is_working_day(day + timedelta(days=n)) for n in range(1, (later - day).days + 1))

    def due_day(self, form: Form, period: Period) -> date:
        """When a form for a period is due, moved to the next working day when the declared day is off."""
        return self.working_day_from(declared_due_day(form, period))

    def _lists_year(self, year: int) -> bool:
        return all(date(year, month, day) in self.own for month, day in _ALWAYS_ARRANGED)


def declared_due_day(form: Form, period: Period) -> date:
    """The due day as declared, before it moves."""
    return month_day(period, form.due.months_after, form.due.day)


def month_day(period: Period, months_after: int, day: int) -> date:
    """A day of the n-th month after a period's end; day 31 of a shorter month is that month's last day."""
    year, month = divmod(period.end.year * 12 + period.end.month - 1 + months_after, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def day_in_words(day: date) -> str:
    """`2025年10月10日（星期五）`: a date that people are to keep is written with its weekday."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def due_day(form: Form, period: Period, own: WorkingCalendar | None = None) -> date:
    """As WorkingCalendar.due_day, by the published arrangement unless the office's calendar is given."""
    return (own or WorkingCalendar()).due_day(form, period)


def _is_published_workday(day: date) -> bool:
    years, off, on = _published()
    if day.year not in years:
        raise CalendarError(
            f"{day.year}年的工作日安排未知：国务院办公厅公布后，请把当年放假和调休上班的日期全部写入工作区的 calendar.csv"
            "（两列：day,is_workday），其中应包括元旦、5月1日和10月1日。"
        )
    return day in on or (day.weekday() < 5 and day not in off)


@cache
def _published() -> tuple[range, Collection[date], Collection[date]]:
    """The years arranged, days off, and days on which work is made up for. The library's own question looks through all of its
    days twice each time that it is asked, which is most of what laying out a century of days costs.
    """
    from chinese_calendar import holidays, workdays  # type: ignore[import-untyped]

    return range(min(holidays).year, max(holidays).year + 1), holidays.keys(), workdays.keys()


def _read_own(path: Path) -> dict[date, bool]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        raise CalendarError(f"日历文件 {path} 无法读取：{broken}") from broken
    own: dict[date, bool] = {}
    for number, row in enumerate(rows, 2):
        day, is_workday = _own_day(path, number, row)
        if day in own:
            raise CalendarError(f"日历文件 {path} 第 {number} 行：{day} 重复。")
        own[day] = is_workday
    return own


def _own_day(path: Path, number: int, row: Mapping[str, str | None]) -> tuple[date, bool]:
    try:
        return date.fromisoformat((row["day"] or "").strip()), _TRUTH[(row["is_workday"] or "").strip().lower()]
    except (KeyError, ValueError) as broken:
        raise CalendarError(
            f"日历文件 {path} 第 {number} 行有误：应有两列，day 写作 2027-01-01，is_workday 写作 true 或 false。"
        ) from broken
