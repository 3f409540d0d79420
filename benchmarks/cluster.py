"""The reading step by this machine's own children and by Dask workers, on the same workbooks, in one run on one machine.

    python -m benchmarks.cluster                    1,700 workbooks: a city
    python -m benchmarks.cluster --units 300        a quick look
    python -m benchmarks.cluster --keep FOLDER      keeps what was generated, and uses it again

Every way reads all files twice in one process: first with nothing started, and again with workers and children that are warm. All
workers stand on this machine, so what more of them cost is seen here, and what more machines bring is not: beyond as many workers as
the machine has processors nothing can become faster.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measure import ROOT, _proportional_mb, _session

UNITS = 1700
WAYS = ("children 1", "children 2", "dask 1", "dask 2", "dask 4")
_SAMPLE = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading all files once: seconds, CPU seconds of all processes and the memory of all at the end, and cells."""

    seconds: float
    cpu_seconds: float
    mb: float
    cells: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way: seconds until the workers stand, and both readings."""

    start_seconds: float
    first: Reading
    again: Reading


def measure(way: str, folder: Path) -> Way:
    """In a process of its own, the leader of its session."""
    files = [(path.name, path) for path in sorted(folder.glob("*.xlsx"))]
    kind, count = way.split()
    start = time.perf_counter()
    with _cluster(int(count)) if kind == "dask" else _nobody() as address:
        started = time.perf_counter() - start
        first, again = (_read(files, address, int(count)) for _ in range(2))
        return Way(started, first, again)


def _read(files: list[tuple[str, Path]], address: str | None, workers: int) -> Reading:
    """Counted while the children still live: what a fork server's children used is nobody's afterwards."""
    from flows.reading.files import read_files

    before, start, cells = dict(_session(os.getsid(0))), time.perf_counter(), 0
    for number, (_, reading) in enumerate(read_files(files, workers=workers, cluster=address), 1):
        cells += len(reading.cells)
        if number == len(files):
            seconds, after = time.perf_counter() - start, dict(_session(os.getsid(0)))
            mb = sum(_proportional_mb(pid) for pid in after)
    return Reading(seconds, sum(used - before.get(pid, 0.0) for pid, used in after.items()), mb, cells)


@contextmanager
def _nobody() -> Iterator[None]:
    yield None


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.worker.daemon": False})
    options = {"host": "127.0.0.1", "dashboard_address": None, "threads_per_worker": 1, "memory_limit": 0}
    with LocalCluster(n_workers=workers, processes=True, **options) as cluster:  # type: ignore[no-untyped-call]
        yield cluster.scheduler_address


def prepare(folder: Path, units: int) -> Path:
    """The workbooks of `units` units; those that are there are used again."""
    from benchmarks.inbox import write_inbox, write_register

    inbox = folder / f"inbox{units}"
    inbox.mkdir(parents=True, exist_ok=True)
    if len(list(inbox.glob("*.xlsx"))) != units:
        write_register(folder / "units.csv", units)
        write_inbox(inbox, folder / "units.csv")
    return inbox


def report(ways: dict[str, Way], units: int) -> list[str]:
    """The table. Ratios are to as many children of this machine as it has processors."""
    own = ways["children 2"].again
    lines = [f"{units} workbooks, {own.cells} cells; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", ""]
    lines += [
        f"{'':<12}{'start s':>9}{'first s':>9}{'again s':>9}{'files/s':>9}{'CPU s':>8}{'× time':>8}{'× CPU':>8}{'MB':>7}"
    ]
    for name, way in ways.items():
        again = way.again
        ratios = f"{again.seconds / own.seconds:>8.2f}{again.cpu_seconds / own.cpu_seconds:>8.2f}"
        figures = (
            f"{way.start_seconds:>9.1f}{way.first.seconds:>9.1f}{again.seconds:>9.1f}{units / again.seconds:>9.0f}"
        )
        lines.append(f"{name:<12}{figures}{again.cpu_seconds:>8.1f}{ratios}{again.mb:>7.0f}")
    return lines


def wire(inbox: Path) -> str:
    """What goes over the network for a file beside the share: the name of its path, and its reading."""
    from flows.reading.children import read_path

    files = sorted(inbox.glob("*.xlsx"))[:_SAMPLE]
    packed = [pickle.dumps([work(path) for path in files]) for work in (Path, read_path)]
    sent, back = (len(content) / len(files) for content in packed)
    return f"to a worker {sent:.0f} bytes a file, back {back:.0f}; a file has {sum(f.stat().st_size for f in files) / len(files):.0f}"


def measured_way(way: str, inbox: Path) -> Way:
    """Runs `measure` in a fresh process and session."""
    command = [sys.executable, "-m", "benchmarks.cluster", "--measure", way, "--keep", str(inbox)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True, check=True)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Way(told["start_seconds"], Reading(**told["first"]), Reading(**told["again"]))


def main() -> int:
    """Prints the table; ends with 1 where two ways did not read the same cells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--keep", type=Path, help="folder to generate into and to keep")
    parser.add_argument("--measure", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure is not None:
        print(json.dumps(asdict(measure(asked.measure, asked.keep))))
        return 0
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="zwgk-bench-"))
    try:
        inbox = prepare(folder, asked.units)
        ways = {way: measured_way(way, inbox) for way in WAYS}
        print("\n".join([*report(ways, asked.units), "", wire(inbox)]))
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    return 0 if len({one.cells for way in ways.values() for one in (way.first, way.again)}) == 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
