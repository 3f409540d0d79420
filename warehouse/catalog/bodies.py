"""Who a body named in a key-point document is on a day: a unit, all units of some kinds, or left open for the office to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from warehouse.catalog.forms import Declared
from warehouse.catalog.keypoints import Body, Role, Task
from warehouse.catalog.units import Register, Unit, name_key

Basis = Literal["named", "collective", "assigned", "successor"]
Assignments = Mapping[tuple[str, str], tuple[str, ...]]  # (task id, body as printed) → unit codes
_ROLES: tuple[Role, ...] = ("lead", "responsible", "support")
_BASES: tuple[Basis, ...] = ("named", "collective", "assigned", "successor")
_BRACKETS = str.maketrans("〔【［[｛{〕】］]｝}", "(" * 6 + ")" * 6)


class CollectiveTerm(Declared):
    """Names that stand for all units of some kinds."""

    pattern: re.Pattern[str]
    kinds: tuple[str, ...]


class BodyTerms(Declared):
    """The names of bodies that are no unit's (body_terms.yaml)."""

    collective: tuple[CollectiveTerm, ...]
    exclusions: tuple[re.Pattern[str], ...]
    name_separator: re.Pattern[str]
    open: tuple[re.Pattern[str], ...]

    def kinds_of(self, name: str) -> tuple[str, ...] | None:
        """The unit kinds that a name stands for; None where it is no collective term."""
        key = body_key(name)
        return next((term.kinds for term in self.collective if term.pattern.fullmatch(key)), None)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a name is. `open`: the document doesn't say; `unknown`: neither the register nor the terms have it."""

    kind: Literal["unit", "collective", "open", "unknown"]
    units: tuple[Unit, ...] = ()


class TaskUnit(NamedTuple):
    """A unit that has a task on a day, in its strongest role; `body` is the name that it has it under."""

    unit_code: str
    role: Role
    body: str
    basis: Basis


def body_key(name: str) -> str:
    """Names of bodies compare as names of units do, and brackets of every kind are the same."""
    return name_key(name.translate(_BRACKETS))


def resolve_body(name: str, register: Register, on: date, terms: BodyTerms) -> Resolution:
    """Who a name is on a day. A unit that ended is its successors; one that is yet to be is those it takes over from."""
    unit = register.find(name)
    if unit is not None:  # who acts for the government itself is for its office to say
        return Resolution("open") if unit.parent is None else Resolution("unit", tuple(holders(unit, register, on)))
    term, excepted = _without_exceptions(body_key(name), terms)
    excluded = [register.find(one) for one in excepted]
    kinds = terms.kinds_of(term)
    if kinds is not None and None not in excluded:
        members = (one for one in register.units if one.kind in kinds and _is_member(one, on))
        return Resolution("collective", tuple(one for one in members if one not in excluded))
    is_open = any(pattern.search(term) for pattern in terms.open)
    return Resolution("open" if is_open else "unknown")


def holders(unit: Unit, register: Register, on: date) -> Iterator[Unit]:
    """Who stands for a unit on a day: itself, else through any number of mergers those who took over, or had it before."""
    seen: set[str] = set()
    waiting = [unit]
    while waiting:
        one = waiting.pop(0)
        if one.code in seen:
            continue
        seen.add(one.code)
        if one.exists_on(on):
            yield one
        elif one.valid_from > on:
            waiting += (former for former in register.predecessors(one.code) if former.exists_on(on))
        else:
            waiting += (register.by_code[code] for code in one.successors)


def units_of_task(
    task: Task, register: Register, on: date, terms: BodyTerms, assignments: Assignments
) -> tuple[TaskUnit, ...]:
    """The units that have a task on a day, each once: a lead is not also responsible, a named one not also one of many."""
    found = [one for body in task.bodies for one in _units_of_body(task, body, register, on, terms, assignments)]
    found.sort(key=lambda one: (_ROLES.index(one.role), _BASES.index(one.basis)))
    strongest: dict[str, TaskUnit] = {}
    for one in found:
        strongest.setdefault(one.unit_code, one)
    return tuple(strongest[unit.code] for unit in register.units if unit.code in strongest)


def open_bodies(
    task: Task, register: Register, on: date, terms: BodyTerms, assignments: Assignments
) -> tuple[Body, ...]:
    """The bodies of a task that nobody stands for yet: left open by the document, unknown or without successor, not assigned."""
    return tuple(
        body
        for body in task.bodies
        if (task.id, body.name) not in assignments and not resolve_body(body.name, register, on, terms).units
    )


def _units_of_body(
    task: Task, body: Body, register: Register, on: date, terms: BodyTerms, assignments: Assignments
) -> Iterator[TaskUnit]:
    for code in assignments.get((task.id, body.name), ()):
        for unit in holders(register.by_code[code], register, on):
            yield TaskUnit(unit.code, body.role, body.name, "assigned")
    resolved = resolve_body(body.name, register, on, terms)
    for unit in resolved.units:
        yield TaskUnit(unit.code, body.role, body.name, _basis(resolved, unit, register.find(body.name)))


def _basis(resolved: Resolution, unit: Unit, named: Unit | None) -> Basis:
    if resolved.kind == "collective":
        return "collective"
    return "named" if unit == named else "successor"


def _is_member(unit: Unit, on: date) -> bool:
    return unit.parent is not None and unit.is_rolled_up and unit.exists_on(on)


def _without_exceptions(key: str, terms: BodyTerms) -> tuple[str, tuple[str, ...]]:
    """A term and the names that it does not stand for: `各部门(除区税务局外)`."""
    for pattern in terms.exclusions:
        if found := pattern.match(key):
            return found["term"], tuple(terms.name_separator.split(found["names"]))
    return key, ()
