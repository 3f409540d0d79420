"""The unit register: who reports, under which names, from when to when, and who takes over from whom."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from pydantic import ConfigDict

from warehouse.catalog.forms import Declared
from warehouse.catalog.period import Period


class Unit(Declared):
    """One row of units.csv. `valid_to` is the last day; `successors` take over what it carries."""

    code: str
    name: str
    kind: str
    parent: str | None
    is_ranked: bool
    is_rolled_up: bool
    valid_from: date
    valid_to: date | None
    successors: tuple[str, ...]
    aliases: tuple[str, ...]

    def is_due(self, period: Period) -> bool:
        """Whether the unit owes a report for the period.

        A quarter is owed by a unit that existed on any day of it; a year only by one that still exists at its end: the year
        of a merged unit is reported by its successor.
        """
        started = self.valid_from <= period.end
        last_needed = period.end if period.is_year else period.start
        return started and (self.valid_to is None or self.valid_to >= last_needed)

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on a day, its first and last included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Register(Declared):
    """All units of one jurisdiction. The one unit without a parent is the jurisdiction itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    units: tuple[Unit, ...]

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def root(self) -> Unit:
        """The jurisdiction that the roll-up is for."""
        return next(unit for unit in self.units if unit.parent is None)

    @cached_property
    def by_name(self) -> dict[str, Unit]:
        """Units by every name and alias, as `name_key` folds them."""
        return {name_key(name): unit for unit in self.units for name in (unit.name, *unit.aliases)}

    def find(self, name: str) -> Unit | None:
        """The unit of exactly this name, alias or code."""
        return self.by_code.get(name.strip()) or self.by_name.get(name_key(name))

    def mentioned_in(self, text: str) -> Unit | None:
        """The unit whose longest name or alias occurs in a text such as a file name; None where there is none."""
        folded = name_key(text)
        for length in self._name_lengths:
            parts = {folded[at : at + length] for at in range(len(folded) - length + 1)}
            found = min(
                (part for part in parts if part in self._name_order), key=self._name_order.__getitem__, default=None
            )
            if found is not None:
                return self.by_name[found]
        return None

    @cached_property
    def _name_order(self) -> dict[str, int]:
        """Each name with its number: of two of one length the first counts."""
        return {name: number for number, name in enumerate(self.by_name)}

    @cached_property
    def _name_lengths(self) -> list[int]:
        """How long names are, the longest first: a text has few parts of so many lengths, a province fifty thousand names."""
        return sorted({len(name) for name in self.by_name}, reverse=True)

    def reporting(self, period: Period) -> Iterator[Unit]:
        """The units that owe a report for the period, in the order of the register."""
        return (unit for unit in self.units if unit.parent is not None and unit.is_due(period))

    @cached_property
    def _predecessors(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            for successor in dict.fromkeys(unit.successors):
                found.setdefault(successor, []).append(unit)
        return found

    def predecessors(self, code: str) -> tuple[Unit, ...]:
        """The units that named this one their successor."""
        return tuple(self._predecessors.get(code, ()))


def name_key(name: str) -> str:
    """Names compare after NFKC and without white space."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def register_problems(units: tuple[Unit, ...]) -> Iterator[str]:
    """What is wrong with a register, each in one Chinese sentence."""
    codes = [unit.code for unit in units]
    roots = [unit.name for unit in units if unit.parent is None]
    if len(roots) != 1:
        yield f"应有且只有一个没有上级（parent 为空）的单位，现有 {len(roots)} 个：{'、'.join(roots) or '无'}。"
    known = Counter(codes)
    yield from (f"单位代码“{code}”重复。" for code, times in known.items() if times > 1)
    names: dict[str, str] = {}
    for unit in units:
        for other in (*unit.successors, *((unit.parent,) if unit.parent else ())):
            if other not in known:
                yield f"单位“{unit.name}”提到的代码“{other}”不在名册中。"
        if unit.valid_to and unit.valid_to < unit.valid_from:
            yield f"单位“{unit.name}”的 valid_to 早于 valid_from。"
        for name in (unit.name, *unit.aliases):
            holder = names.setdefault(name_key(name), unit.code)
            if holder != unit.code:
                yield f"名称“{name}”同时属于“{holder}”和“{unit.code}”。"
