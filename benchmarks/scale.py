"""A district, a city, a province: from workbooks in the inbox to a release, by step, in one run on one machine.

    python -m benchmarks.scale                       district, city and province: an hour and more
    python -m benchmarks.scale district              100 units, four quarters and the year
    python -m benchmarks.scale city                  1,700 units, one quarter
    python -m benchmarks.scale province              50,000 units, one quarter, made in bulk
    python -m benchmarks.scale growth --units 500 2000 5000      the same work for more and more units
    python -m benchmarks.scale city --units 200      a quick look

`--keep FOLDER` keeps what was generated and uses it again, `--json FILE` writes every figure down, `--without-publish` ends with the
core tables. Each run is a process of its own, imports included: collect with nothing of the inbox in memory (cold), from a fresh
workspace with everything in memory (warm), again with nothing new, publish, publish again. Beside them the bare cost of reading,
framing and inserting the same cells, which is the limit, and the script that one writes first, both on a sample, scaled.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.clock import RUNS
from benchmarks.measure import Measured, measured_apart
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

QUARTER, YEAR = Period(2025, 1), Period(2025)
CELLS = 200  # of each workbook
BARE_SAMPLE, SCRIPT_SAMPLE = 1_700, 100
AIM_BARE, AIM_MB = 3.0, 2_048
Steps = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many units, and the periods that each of them reports."""

    name: str
    units: int
    periods: tuple[Period, ...]
    is_warm: bool = True

    @property
    def workbooks(self) -> int:
        """Workbooks in the inbox."""
        return self.units * len(self.periods)


SIZES = {
    "district": Size("district", 100, (*YEAR.quarters, YEAR)),
    "city": Size("city", 1_700, (QUARTER,)),
    "province": Size("province", 50_000, (QUARTER,), is_warm=False),
}


@dataclass(slots=True)
class Played:
    """What one size came to: each run with its steps (wall and CPU seconds of the main process), and what it is measured against."""

    size: Size
    runs: dict[str, Measured] = field(default_factory=dict)
    steps: dict[str, Steps] = field(default_factory=dict)

    def run(self, what: str, root: Path) -> None:
        """One run in a process of its own."""
        command = what.split(",")[0].split(" ")[0]
        self.runs[what] = measured_apart("benchmarks.clock", command, str(root))
        self.steps[what] = json.loads((root / RUNS).read_text())
        print(
            f"  {what}: {self.runs[what].seconds:.1f} s, {self.runs[what].peak_mb:.0f} MB", file=sys.stderr, flush=True
        )


def prepare(folder: Path, size: Size) -> Path:
    """A workspace with a register and all workbooks in its inbox; those that are there are used again."""
    from benchmarks.bulk import write_bulk
    from benchmarks.inbox import write_register

    root = folder / f"{size.units}-{len(size.periods)}"
    root.mkdir(parents=True, exist_ok=True)
    if not (root / "units.csv").exists():
        write_register(root / "units.csv", size.units)
    workspace = fresh(root)
    written = write_bulk(workspace.inbox, workspace.register, size.periods)
    if written != size.workbooks:
        raise SystemExit(f"{written} workbooks instead of {size.workbooks}")
    return root


def fresh(root: Path) -> Workspace:
    """The workspace as before its first run."""
    for derived in (path for path in root.iterdir() if path.name not in ("inbox", "units.csv")):
        shutil.rmtree(derived) if derived.is_dir() else derived.unlink()
    return Workspace.create(root)


def forget(folder: Path) -> None:
    """Asks the system to drop the folder's files from memory, as if they had been saved yesterday."""
    os.sync()
    for path in folder.iterdir():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def play(folder: Path, size: Size, *, publishes: bool) -> Played:
    """Everything about one size."""
    print(f"{size.name}: {size.units:,} units, {size.workbooks:,} workbooks", file=sys.stderr, flush=True)
    root, played = prepare(folder, size), Played(size)
    _against(played, root / "inbox")
    forget(root / "inbox")
    played.run("collect, cold", root)
    if size.is_warm:
        fresh(root)
        played.run("collect, warm", root)
    played.run("collect, nothing new", root)
    if publishes:
        played.run("publish", root)
        played.run("publish, nothing new", root)
    return played


def _against(played: Played, inbox: Path) -> None:
    """The bare cost and the plain script, on so many of the files."""
    files = sorted(inbox.glob("*.xlsx"))
    for way, most in (("bare", BARE_SAMPLE), ("script", SCRIPT_SAMPLE)):
        scratch = Path(tempfile.mkdtemp(prefix="zwgk-scale-"))
        (scratch / "inbox").mkdir()
        for file in files[:most]:
            (scratch / "inbox" / file.name).symlink_to(file.resolve())
        one = measured_apart("benchmarks.plain", way, str(scratch / "inbox"), str(scratch / "one.duckdb"))
        shutil.rmtree(scratch)
        played.runs[way] = one.scaled(len(files) / min(most, len(files)))


def table(played: Played) -> list[str]:
    """Markdown: the runs, then their steps, then the aims."""
    size = played.size
    lines = [
        f"**{size.name}: {size.units:,} units, {size.workbooks:,} workbooks, {size.workbooks * CELLS:,} cells**",
        "",
    ]
    lines += ["| | seconds | ms a workbook | CPU s | peak MB |", "|---|---|---|---|---|"]
    for what, one in played.runs.items():
        sample = {"bare": BARE_SAMPLE, "script": SCRIPT_SAMPLE}.get(what, size.workbooks)
        told = f"{what} ({sample:,} files, scaled)" if sample < size.workbooks else what
        each = f"{1000 * one.seconds / size.workbooks:.2f}"
        lines.append(f"| {told} | {one.seconds:.1f} | {each} | {one.cpu_seconds:.1f} | {one.peak_mb:.0f} |")
    lines += ["", "| step | wall s | CPU s of the main process |", "|---|---|---|"]
    shown = [what for what in played.steps if what.startswith("collect")][-2:-1] + [
        w for w in played.steps if w == "publish"
    ]
    for what, steps in ((what, played.steps[what]) for what in shown):
        lines += [f"| {what}: {step} | {wall:.1f} | {cpu:.1f} |" for step, (wall, cpu) in steps.items() if wall >= 0.05]
    return [*lines, "", *_aims(played), ""]


def _aims(played: Played) -> list[str]:
    ours, bare, script = (played.runs[what] for what in ("collect, cold", "bare", "script"))
    ours = played.runs.get("collect, warm", ours)
    most = max(one.peak_mb for what, one in played.runs.items() if what not in ("bare", "script"))
    lines = [
        f"collect ÷ bare: {ours.seconds / bare.seconds:.1f}, CPU {ours.cpu_seconds / bare.cpu_seconds:.1f} (aim: at most {AIM_BARE:.0f})",
        f"script ÷ collect: {script.seconds / ours.seconds:.1f}, CPU {script.cpu_seconds / ours.cpu_seconds:.1f}",
        f"most memory: {most:.0f} MB (aim: under {AIM_MB:,})",
    ]
    return [f"- {line}" for line in lines]


def growth_table(all_played: Sequence[Played]) -> list[str]:
    """Markdown: ms of CPU of a workbook for each run and step, a column for each size. What grows along a line is not linear."""
    heads = " | ".join(f"{played.size.units:,}" for played in all_played)
    lines = [f"| CPU ms a workbook | {heads} |", f"|---|{'---|' * len(all_played)}"]
    for what in all_played[0].runs:
        cells = [_each(played.runs[what].cpu_seconds, played) for played in all_played]
        lines.append(f"| **{what}**, all processes | {' | '.join(cells)} |")
        for step in all_played[-1].steps.get(what, {}):
            shares = [_each(played.steps[what].get(step, (0.0, 0.0))[1], played) for played in all_played]
            lines.append(f"| {what}: {step} | {' | '.join(shares)} |")
    peaks = (
        (what, " | ".join(f"{played.runs[what].peak_mb:.0f}" for played in all_played)) for what in all_played[0].steps
    )
    lines += [f"| {what}: peak MB | {told} |" for what, told in peaks]
    return [*lines, ""]


def _each(seconds: float, played: Played) -> str:
    return f"{1000 * seconds / played.size.workbooks:.2f}"


def _asked_sizes(asked: argparse.Namespace) -> list[Size]:
    if asked.size == "growth":
        return [Size("growth", units, (QUARTER,), is_warm=False) for units in asked.units or (500, 2_000, 5_000)]
    sizes = [SIZES[asked.size]] if asked.size in SIZES else list(SIZES.values())
    if asked.units:
        return [Size(sizes[0].name, units, sizes[0].periods, sizes[0].is_warm) for units in asked.units]
    return sizes


def main() -> int:
    """Prints the tables; ends with 1 where not every workbook came to count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="all", choices=[*SIZES, "growth", "all"])
    parser.add_argument("--units", type=int, nargs="+", help="other numbers of units")
    parser.add_argument("--keep", type=Path, help="folder to generate into and to keep")
    parser.add_argument("--json", type=Path, help="file for every figure")
    parser.add_argument("--without-publish", action="store_true")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="zwgk-scale-"))
    done: list[Played] = []
    try:
        for size in _asked_sizes(asked):
            done.append(play(folder, size, publishes=not asked.without_publish))
            print("\n".join(table(done[-1])), flush=True)
            if asked.json is not None:
                asked.json.write_text(json.dumps([asdict(one) for one in done], default=str, indent=1))
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    if len(done) > 1 and len({len(one.size.periods) for one in done}) == 1:
        print("\n".join(growth_table(done)))
    return 0 if all(one.runs["collect, cold"].rows == one.size.workbooks * CELLS for one in done) else 1


if __name__ == "__main__":
    raise SystemExit(main())
