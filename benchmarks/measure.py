"""Measures a piece of work in a process of its own: seconds, and the peak memory of that process and of its largest child."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took; `rows` shows that two runs did the same work. `child_mb` is the largest child, not their sum."""

    seconds: float
    rows: int
    own_mb: float
    child_mb: float

    def scaled(self, factor: float) -> Measured:
        """The same for `factor` times as many files, taking time and rows to be proportional to them."""
        return Measured(self.seconds * factor, round(self.rows * factor), self.own_mb, self.child_mb)


def measured(work: Callable[[], int]) -> Measured:
    """Runs `work`, which answers how many rows it wrote."""
    start = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - start
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Measured(seconds, rows, own, child)


def measured_apart(module: str, *arguments: str) -> Measured:
    """Runs `python -m module arguments`, which prints a Measured as its last line, in a fresh process."""
    command = [sys.executable, "-m", module, *arguments]
    ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Measured(**json.loads(ran.stdout.strip().splitlines()[-1]))


def print_measured(one: Measured) -> None:
    """The line that `measured_apart` reads."""
    print(json.dumps(asdict(one)))
