"""Measures a piece of work in a process of its own: seconds, rows written, CPU and peak memory of all its processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_SECONDS = 0.2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took; `rows` shows that two runs did the same work. `peak_mb` and `cpu_seconds` are those of the process and
    all below it, from start to end, imports included; `cpu_seconds` says more than `seconds` on a machine that has other work.
    """

    seconds: float
    rows: int
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0

    def scaled(self, factor: float) -> Measured:
        """The same for `factor` times as many files, taking time and rows to be proportional to them."""
        cpu_seconds = self.cpu_seconds * factor
        return replace(self, seconds=self.seconds * factor, rows=round(self.rows * factor), cpu_seconds=cpu_seconds)


def measured(work: Callable[[], int]) -> Measured:
    """Runs `work`, which answers how many rows it wrote."""
    start = time.perf_counter()
    rows = work()
    return Measured(time.perf_counter() - start, rows)


def print_measured(one: Measured) -> None:
    """The line that `measured_apart` reads."""
    print(json.dumps(asdict(one)))


def measured_apart(module: str, *arguments: str) -> Measured:
    """Runs `python -m module arguments`, which prints a Measured as its last line, in a fresh process, and watches it.

    getrusage leaves out the children of a fork server, which are nobody's to wait for; so the processes of the run's session
    are sampled: their CPU time, and their proportional set size, in which shared pages count once.
    """
    command = [sys.executable, "-m", module, *arguments]
    cpu: dict[int, float] = {}
    peak = 0.0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        while run.poll() is None:
            cpu |= dict(_session(run.pid))
            peak = max(peak, sum(_proportional_mb(pid) for pid in cpu))
            time.sleep(SAMPLE_SECONDS)
        printed = run.stdout.read() if run.stdout else ""
    if run.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode}")
    one = Measured(**json.loads(printed.strip().splitlines()[-1]))
    return replace(one, cpu_seconds=sum(cpu.values()), peak_mb=peak)


def _session(leader: int) -> Iterator[tuple[int, float]]:
    """The processes of a session and the CPU seconds that each has used, from /proc."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            if int(fields[3]) == leader:
                yield int(entry.name), (int(fields[11]) + int(fields[12])) / TICKS


def _proportional_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
