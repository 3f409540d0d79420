"""Cases through a bounded child: what came of each, what it took, and what no case may come to."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from flows.reading.children import child_pool
from tests.hostile.fuzz.chance import GivenBytes
from tests.hostile.fuzz.subjects import SUBJECTS

SECONDS_A_CASE = 10.0
FAULT, OTHERWISE, HANGS, DIED = "FAULT OF OURS", "READ OTHERWISE", "HANGS", "CHILD DIED"
NEVER = (FAULT, OTHERWISE, HANGS, DIED)
_OURS = ("/transforms/", "/warehouse/", "/flows/")


class Case(NamedTuple):
    """A subject by name, and where its choices come from: a seed, or bytes."""

    subject: str
    chance: int | bytes


class Tried(NamedTuple):
    case: Case
    outcome: str
    seconds: float
    detail: str = ""

    @property
    def place(self) -> str:
        """Where a fault arose: faults of one place are one."""
        lines = [line.strip() for line in self.detail.splitlines() if any(room in line for room in _OURS)]
        return lines[-1] if lines else self.detail[:120]


def came_to(case: Case) -> tuple[str, str]:
    """The outcome, and the traceback of a fault; in the child."""
    chance = Random(case.chance) if isinstance(case.chance, int) else GivenBytes(case.chance)
    try:
        return SUBJECTS[case.subject].outcome(chance), ""
    except AssertionError as other:
        return OTHERWISE, str(other)
    except Exception:
        return FAULT, traceback.format_exc()


def tried(cases: Iterable[Case], seconds: float = SECONDS_A_CASE) -> Iterator[Tried]:
    """One after the other; where one broke the child, the next one gets a new one."""
    waiting = iter(cases)
    for first in waiting:
        with child_pool(1) as pool:
            pool.schedule(came_to, args=[Case(first.subject, 0)], timeout=60).exception()  # imports, catalogue, bases
            case: Case | None = first
            while case is not None:
                start = time.perf_counter()
                try:
                    outcome, detail = pool.schedule(came_to, args=[case], timeout=seconds).result()
                except Exception as broken:
                    outcome, detail = HANGS if isinstance(broken, TimeoutError) else DIED, repr(broken)
                yield Tried(case, outcome, time.perf_counter() - start, detail)
                case = next(waiting, None) if outcome not in (HANGS, DIED) else None
