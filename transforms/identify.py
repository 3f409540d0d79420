"""Whose report a file is, and of which period: told by the cover, the stamp and the file name, in this order; disagreement is said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from transforms.page import Problem
from transforms.written_period import period_in, year_in
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register, Unit, name_key

T = TypeVar("T")
_IDENTITY, _NAME = "FILE-IDENTITY", "FILE-NAME"


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What stamp and cover of a file say, as read."""

    stamp_unit: str | None = None
    stamp_period: str | None = None
    stamp_form: str | None = None
    cover_unit: str | None = None
    cover_period: str | None = None
    cover_scope: str | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """Whose and what it is; None where it could not be found out. `problems` say what is missing or disagrees."""

    unit_code: str | None
    period: Period | None
    form_code: str | None
    scope: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One fact as the three places tell it."""

    what: str
    cover: Any
    stamp: Any
    name: Any

    @property
    def first(self) -> Any:  # noqa: ANN401 - a unit or a period
        return next((told for told in (self.cover, self.stamp, self.name) if told is not None), None)


def identify(
    file: FileIdentity, file_name: str, register: Register, aggregate_kinds: Collection[str] = ()
) -> Identification:
    """Finds unit, period, form and scope. What is unknown or contradicted is a FILE-IDENTITY problem; of two facts that contradict
    each other the cover's is kept, so that the file can be returned to somebody. Of a unit of `aggregate_kinds` its 汇总 is asked.
    """
    cover, stamp = _unit(file.cover_unit, register), _unit(file.stamp_unit, register)
    names = _names(file_name)
    units = _Told("报送单位", cover, stamp, _first(_named(name, register) for name in names))
    periods = _periods(file, names)
    problems = [*_unknown(file, cover, stamp, periods, register), *_told_problems(units), *_told_problems(periods)]
    unit, period = units.first, periods.first
    if unit is not None and period is not None:
        problems += _not_owing(unit, period, register)
        problems += _not_asked(file.cover_scope, unit, aggregate_kinds)
    return Identification(
        unit_code=unit.code if unit is not None else None,
        period=period,
        form_code=period.form_code if period is not None else file.stamp_form,
        scope=_scope(file.cover_scope, unit, aggregate_kinds),
        problems=tuple(problems),
    )


def _periods(file: FileIdentity, names: Sequence[str]) -> _Told:
    """A cover that says only 一季度 means the year of the stamp, or else of the file name."""
    stamped = period_in(file.stamp_period or "")
    year = stamped.year if stamped is not None else _first(year_in(name) for name in names)
    return _Told("报告期", period_in(file.cover_period or "", year), stamped, _first(period_in(name) for name in names))


def _names(file_name: str) -> list[str]:
    """The file's own name, then with one folder more at a time: `2025年/一季度/区财政局.xlsx` speaks of the period too, but
    `2025-1/区财政局2025年度.xlsx` says it itself.
    """
    parts = re.sub(r"\.\w{1,5}$", "", file_name).split("/")
    return ["/".join(parts[-count:]) for count in range(1, len(parts) + 1)]


def _first(found: Iterable[T | None]) -> T | None:
    return next((one for one in found if one is not None), None)


def _named(name: str, register: Register) -> Unit | None:
    """The unit that a file name speaks of. Most names begin with the district's: that alone does not make it the sender."""
    unit = register.mentioned_in(name)
    if unit is not None and unit.parent is None and name_key(unit.name) not in name_key(name):
        return None
    return unit


def _unit(name: str | None, register: Register) -> Unit | None:
    return register.find(name) if name else None


def _unknown(
    file: FileIdentity, cover: Unit | None, stamp: Unit | None, periods: _Told, register: Register
) -> Iterator[Problem]:
    if file.cover_unit and cover is None:
        near = register.mentioned_in(file.cover_unit)
        hint = f"是否为“{near.name}”？" if near else ""
        yield Problem(_IDENTITY, f"封面上的报送单位“{file.cover_unit}”不在单位名册中。{hint}")
    if file.stamp_unit and stamp is None:
        yield Problem(_IDENTITY, f"模板印记中的单位代码“{file.stamp_unit}”不在单位名册中。")
    if file.cover_period and periods.cover is None:
        yield Problem(_IDENTITY, f"封面上的报告期“{file.cover_period}”无法识别，应写作“2025年第一季度”或“2025年度”。")


def _told_problems(told: _Told) -> Iterator[Problem]:
    if told.first is None:
        yield Problem(_IDENTITY, f"封面、模板印记和文件名中都找不到{told.what}。")
    elif told.cover is not None and told.stamp is not None and told.cover != told.stamp:
        yield Problem(
            _IDENTITY, f"封面上的{told.what}是“{_shown(told.cover)}”，但所用模板是发给“{_shown(told.stamp)}”的。"
        )
    elif told.name is not None and told.name != told.first:
        yield Problem(_NAME, f"文件名中的{told.what}像是“{_shown(told.name)}”，表内是“{_shown(told.first)}”。")


def _not_owing(unit: Unit, period: Period, register: Register) -> Iterator[Problem]:
    if unit.parent is None or unit.is_due(period):
        return
    if unit.valid_from > period.end:
        yield Problem(_IDENTITY, f"“{unit.name}”在{period.label}尚未设立（{_day(unit.valid_from)}起）。")
    else:
        heirs = "、".join(register.by_code[code].name for code in unit.successors)
        ended = f"“{unit.name}”已于{_day(unit.valid_to)}后撤并，不再报送{period.label}"
        yield Problem(_IDENTITY, f"{ended}，数据由“{heirs}”报送。" if heirs else f"{ended}。")


def _scope(cover: str | None, unit: Unit | None, aggregate_kinds: Collection[str]) -> str:
    """`own` is what a unit itself sends to this office: of a district in a city, its 汇总."""
    if unit is not None and unit.parent is not None and unit.kind in aggregate_kinds:
        return "own"
    return cover or ("aggregate" if unit is not None and unit.parent is None else "own")


def _not_asked(cover: str | None, unit: Unit, aggregate_kinds: Collection[str]) -> Iterator[Problem]:
    if cover == "own" and unit.parent is not None and unit.kind in aggregate_kinds:
        yield Problem(_IDENTITY, f"封面上的口径是“本机关”；“{unit.name}”应报所属各单位合计的“汇总”。")


def _shown(told: Unit | Period) -> str:
    return told.name if isinstance(told, Unit) else told.label


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
