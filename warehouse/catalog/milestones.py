"""The days of a period: templates out, reminder, due, chasing, circular, rectification. Declared in milestones.yaml, by working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from pydantic import model_validator

from warehouse.catalog.calendar import WorkingCalendar, month_day
from warehouse.catalog.catalog import DATA, CatalogError, load_catalog, read_yaml, validated_rows
from warehouse.catalog.forms import Declared
from warehouse.catalog.period import Period

Action = Literal["templates", "chasing", "circular", "annual", "publish", "none"]
DUE, END = "due", "end"


class FixedDay(Declared):
    """A day of the n-th month after the period's end, and where it moves when it is not worked."""

    months_after: int
    day: int
    moves: Literal["next", "back"]


class CountedDay(Declared):
    """So many working days after another day; negative: before it. `day` is a code, or `end` for the period's last day."""

    day: str
    working_days: int


class DeclaredMilestone(Declared):
    """One row of milestones.yaml. `due` has neither `fixed` nor `counted`: the form says when it is due."""

    code: str
    name: str
    fixed: FixedDay | None = None
    counted: CountedDay | None = None
    action: Action = "none"
    grace_days: int = 0

    @model_validator(mode="after")
    def _has_one_day(self) -> DeclaredMilestone:
        ways = (self.fixed is not None) + (self.counted is not None)
        if ways != (0 if self.code == DUE else 1):
            raise ValueError(
                f"{self.code}: a day is declared by `fixed` or by `counted`, and that of `due` in forms.yaml"
            )
        return self


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day of one period; `action` is what the daily run does on it, made up for within `grace_days`."""

    code: str
    name: str
    day: date
    period: Period
    action: Action
    grace_days: int


def milestones(period: Period, calendar: WorkingCalendar) -> tuple[Milestone, ...]:
    """All days of a period in their order. Raises CalendarError for a year that nobody has arranged yet."""
    found = (milestone(row.code, period, calendar) for row in declared_milestones()[period.form_code])
    return tuple(sorted(found, key=lambda one: one.day))


def milestone(code: str, period: Period, calendar: WorkingCalendar) -> Milestone:
    """One day of a period, such as `circular` or `rectify`. Raises CalendarError, and KeyError for a code that there is not."""
    row = _declared(code, period)
    return Milestone(code, row.name, _day(code, period, calendar), period, row.action, row.grace_days)


def milestone_day(code: str, period: Period, calendar: WorkingCalendar) -> date:
    """As milestone, the day alone."""
    return milestone(code, period, calendar).day


@cache
def declared_milestones() -> Mapping[str, tuple[DeclaredMilestone, ...]]:
    """What milestones.yaml declares, by form. Raises CatalogError, also for a day that is counted from itself or from none."""
    path = DATA / "milestones.yaml"
    forms = {form: validated_rows(DeclaredMilestone, path, rows) for form, rows in read_yaml(path).items()}
    for form, rows in forms.items():
        wrong = _unfounded(rows)
        if wrong:
            raise CatalogError(f"目录文件 {path} 的 {form} 有误：{'、'.join(wrong)} 的日期无从算起。")
    return forms


def _unfounded(rows: Sequence[DeclaredMilestone]) -> list[str]:
    """The codes whose day rests on no declared day, whether it names none or goes round in a circle."""
    left = {row.code: row.counted.day for row in rows if row.counted is not None}
    known = {END, *(row.code for row in rows if row.counted is None)}
    while founded := {code for code, base in left.items() if base in known}:
        known |= founded
        left = {code: base for code, base in left.items() if code not in founded}
    return sorted(left)


def _declared(code: str, period: Period) -> DeclaredMilestone:
    row = next((row for row in declared_milestones()[period.form_code] if row.code == code), None)
    if row is None:
        raise KeyError(f"{period.form_code} has no milestone {code!r}")
    return row


def _day(code: str, period: Period, calendar: WorkingCalendar) -> date:
    row = _declared(code, period)
    if row.fixed is not None:
        day = month_day(period, row.fixed.months_after, row.fixed.day)
        return calendar.working_day_from(day) if row.fixed.moves == "next" else calendar.working_day_until(day)
    if row.counted is not None:
        base = period.end if row.counted.day == END else _day(row.counted.day, period, calendar)
        return calendar.working_days_after(base, row.counted.working_days)
    return calendar.due_day(load_catalog().form(period.form_code), period)
