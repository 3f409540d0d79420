"""How long commands of the daily work take to answer, each in a process of its own, as a person runs it.

    python -m benchmarks.start                 makes a district of 100 units with a release, as benchmarks.correction does
    python -m benchmarks.start --keep FOLDER   uses the district that is there, or leaves it there

Wall clock and CPU seconds, the best of several runs; CPU is that of the command and of every process that it starts, reading children and
their fork server included. Nothing of it is a test: a machine with other work answers later.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.correction import UNITS, YEAR, correct, prepare
from benchmarks.measure import ROOT, measured_apart

RUNS = 5
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER: the fork server of a command ends after it, and is ours to wait for
_ENDS = {0, 1, 2}  # done, something found, nothing to do it with


def timed(arguments: Sequence[str], folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one command line. Ends the benchmark where the command broke."""
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [Path(sys.executable).with_name("zwgk"), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    seconds = time.perf_counter() - began
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = os.times()
    if done.returncode not in _ENDS:
        raise SystemExit(f"zwgk {' '.join(arguments)} ended with {done.returncode}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used


def commands(root: Path) -> dict[str, list[str]]:
    """What is run, by what it is called in the table."""
    annual = sorted((root / "releases" / "current" / "documents" / str(YEAR)).rglob("*.docx"))
    pages = sorted((root / "releases" / "current" / "documents" / str(YEAR)).rglob("*.html"))
    quarter, year = str(YEAR.quarters[0]), str(YEAR)
    return {
        "--help": ["--help"],
        "status": ["status", "-p", quarter],
        "check, a workbook": ["check", str(root / "inbox" / f"u00001-{year}.xlsx")],
        "check, a Word document": ["check", str(annual[0])],
        "check, a page": ["check", str(pages[0])],
        "trace, of a unit": ["trace", quarter, "u00001", "T3:new.total"],
        "trace, of the district": ["trace", year, "汇总", "T3:new.total"],
        "releases": ["releases"],
        "diff of two releases": ["diff", "1", "2"],
        "indicators": ["indicators", "-p", quarter],
        "tasks": ["tasks", "-p", quarter],
        "problems": ["problems", "-p", quarter],
        "links": ["links", "-p", quarter],
        "remind": ["remind", "-p", quarter, "--as-of", "2025-04-11"],
        "calendar": ["calendar", year],
        "waive, refused": ["waive", "999999", "--rule", "T2-COMPETENCE", "--reason", "已核实", "--by", "张三"],
        "withdraw, refused": ["withdraw", "999999", "--reason", "数据有误", "--by", "张三"],
        "collect, nothing new": ["collect"],
        "doctor": ["doctor"],
    }


def district(folder: Path) -> Path:
    """A workspace of 100 units, four quarters and the year, with two releases."""
    root = folder / f"correction{UNITS}"
    if len(list(root.glob("releases/[0-9]*"))) < 2:
        root, figures = prepare(folder, UNITS)
        for command in ("collect", "publish", "correct", "collect", "publish"):
            if command == "correct":
                correct(root, figures)
            else:
                measured_apart("benchmarks.correction", "--run", command, "--root", str(root))
    return root


def report(root: Path, runs: int, only: str) -> Iterator[str]:
    """The table, a line a command."""
    yield f"{'':<26}{'seconds':>9}{'CPU s':>9}"
    for name, arguments in commands(root).items():
        if only in name:
            done = [timed(arguments, root) for _ in range(runs)]
            yield f"{name:<26}{min(one[0] for one in done):>9.2f}{min(one[1] for one in done):>9.2f}"


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="folder to generate into and to keep")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--only", default="", help="commands with this in their name")
    asked = parser.parse_args()
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1)
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="zwgk-bench-"))
    try:
        for line in report(district(folder), asked.runs, asked.only):
            print(line, flush=True)
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
