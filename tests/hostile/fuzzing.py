"""Mutants through the bounded child in which files are read: what came of each, and what it took."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pebble import ProcessPool

from flows.reading.children import child_pool
from tests.hostile.mutants import DIFFERENT, Mutant, outcome

SECONDS_A_FILE = 20.0
FAULT, DIED, HANGS = "FAULT OF OURS", "child died", "HANGS"
NEVER = (FAULT, HANGS, DIFFERENT)


class Tried(NamedTuple):
    mutant: Mutant
    outcome: str
    seconds: float
    detail: str = ""


def tried(mutants: Iterable[Mutant]) -> Iterator[Tried]:
    """One after the other, through a child that is made anew where one died."""
    waiting = iter(mutants)
    for mutant in waiting:
        with child_pool(1) as pool:
            first = _one(pool, mutant)
            yield first
            if first.outcome != DIED:
                for following in waiting:
                    one = _one(pool, following)
                    yield one
                    if one.outcome in (DIED, HANGS):
                        break


def _one(pool: ProcessPool, mutant: Mutant) -> Tried:
    start, detail = time.perf_counter(), ""
    try:
        what = pool.schedule(outcome, args=[mutant], timeout=SECONDS_A_FILE).result()
    except Exception as broken:
        detail = repr(broken)
        what = {"ProcessExpired": DIED, "BrokenProcessPool": DIED, "TimeoutError": HANGS}.get(
            type(broken).__name__, FAULT
        )
    return Tried(mutant, what, time.perf_counter() - start, detail)


def counted(results: Iterable[Tried]) -> dict[str, Counter[str]]:
    """Outcomes by kind of mutant."""
    counts: dict[str, Counter[str]] = {}
    for one in results:
        counts.setdefault(one.mutant.kind, Counter())[one.outcome] += 1
    return counts
