"""Cases to be judged: clean ones, every breaker on several of them, and three breakers at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

# The modules that declare breakers are read for that.
import tests.spec.seeded.break_copies
import tests.spec.seeded.break_tables
import tests.spec.seeded.break_text
import tests.spec.seeded.break_years  # noqa: F401
from tests.spec.seeded.bases import clean_cases, named
from tests.spec.seeded.breakers import BREAKERS, Breaker
from tests.spec.seeded.reports import Case, NotApplicable
from tests.spec.seeded.wording import retold

TOGETHER, TRIES = 3, 60


def broken(case: Case, chosen: Sequence[Breaker], chance: Random) -> Case:
    """A case broken in these ways: figures first, then the text that tells them, then what is wrong in the text."""
    for breaker in chosen:
        case = case if breaker.is_text else breaker.apply(case, chance)
    case = replace(case, reports=retold(case.reports))
    for breaker in chosen:
        case = breaker.apply(case, chance) if breaker.is_text else case
    ways = " + ".join(breaker.full_name for breaker in chosen)
    return replace(case, name=f"{case.name}: {ways}", seeded=tuple(breaker.rule_id for breaker in chosen))


class Supply:
    """Clean cases one after the other, each under a body of its own."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.used = 0

    def next(self) -> Case:
        """The next clean case, told of a body that nobody else has."""
        bases = clean_cases()
        self.used += 1
        return named(bases[self.used % len(bases)], self.used)

    def break_one(self, chosen: Sequence[Breaker]) -> Case:
        """The next case that can be broken in these ways. Raises ValueError where none can."""
        for _ in range(TRIES):
            try:
                return broken(self.next(), chosen, self.chance)
            except NotApplicable:
                continue
        raise ValueError("no clean case can be broken so: " + ", ".join(breaker.full_name for breaker in chosen))


def clean(supply: Supply, count: int) -> Iterator[Case]:
    """Cases with nothing broken."""
    for _ in range(count):
        case = supply.next()
        yield replace(case, reports=retold(case.reports))


def one_at_a_time(supply: Supply, times: int) -> Iterator[Case]:
    """Every breaker, so often, each time on another case."""
    for _ in range(times):
        for breaker in BREAKERS:
            yield supply.break_one([breaker])


def in_threes(supply: Supply, count: int) -> Iterator[Case]:
    """Three breakers at once that touch different things."""
    while count:
        chosen = supply.chance.sample(BREAKERS, TOGETHER)
        parts = [part for breaker in chosen for part in breaker.parts]
        if len(set(parts)) == len(parts):
            try:
                yield supply.break_one(chosen)
            except ValueError:
                continue  # three that need what no one case has
            count -= 1
