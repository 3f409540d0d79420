"""Who holds which task from when to when: what holds on a day, asked on every day on which register or assignments change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from warehouse.catalog.keypoints import KeyPoints, Role, Task
from warehouse.catalog.units import Register

# The one role and basis of a unit that a task names in several ways: the more binding goes first.
_ROLES: tuple[Role, ...] = ("lead", "responsible", "support")
_BASES = ("named", "collective", "assigned", "successor")
_ONE_DAY = timedelta(days=1)


class Held(NamedTuple):
    """A unit that a task falls to on a day; `body` as the document names it, `basis` why it is this unit."""

    unit_code: str
    role: str
    body: str
    basis: str


class Holder(NamedTuple):
    """A unit that a task falls to from `starts_on` to `ends_on` (inclusive; None where it still does)."""

    held: Held
    starts_on: date
    ends_on: date | None


Holding = Callable[[Task, date], Iterable[Held]]


def holders(
    keypoints: KeyPoints, register: Register, changes: Iterable[date], holding: Holding
) -> Iterator[tuple[Task, Holder]]:
    """Every task's units with their time, one a unit. `changes` are days on which assignments began; `holding` says who it is on a day.

    A task begins with the issue of its document; who holds it at the end of the document's year goes on holding it.
    """
    days = _days(keypoints, register, changes)
    for task in keypoints.tasks:
        yield from ((task, holder) for holder in _spans(days, [list(holding(task, day)) for day in days]))


def _days(keypoints: KeyPoints, register: Register, changes: Iterable[date]) -> list[date]:
    last = date(keypoints.year, 12, 31)
    began = (unit.valid_from for unit in register.units)
    ended = (unit.valid_to + _ONE_DAY for unit in register.units if unit.valid_to is not None)
    between = {day for day in (*began, *ended, *changes) if keypoints.issued_on < day <= last}
    return [keypoints.issued_on, *sorted(between)]


def _spans(days: Sequence[date], held: Sequence[list[Held]]) -> Iterator[Holder]:
    """From each unit's first day to the day before it is missing: a unit that came back holds it throughout."""
    seen: dict[str, tuple[Held, date, int]] = {}
    for number, (day, there) in enumerate(zip(days, held, strict=True)):
        for one in there:
            best, since, _ = seen.get(one.unit_code, (one, day, number))
            seen[one.unit_code] = min(best, one, key=_rank), since, number
    for best, since, last in seen.values():
        yield Holder(best, since, None if last == len(days) - 1 else days[last + 1] - _ONE_DAY)


def _rank(held: Held) -> tuple[int, int]:
    return _ROLES.index(held.role), _BASES.index(held.basis)
