"""One unit's correction to a new release, step by step, against a release of which everything is made anew, in one run.

    python -m benchmarks.correction                 a district of 100 units, four quarters and the year
    python -m benchmarks.correction --units 20      a quick look
    python -m benchmarks.correction --keep FOLDER   keeps what was generated, and uses it again

Each command runs in a process of its own, as a person runs it. The two releases have to be equal, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from benchmarks.clock import STEPS, Clock
from benchmarks.inbox import write_register
from benchmarks.measure import Measured, measured, measured_apart, print_measured
from flows.demo.figures import District, draw_district
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

UNITS, YEAR = 100, Period(2025)
CORRECTED, CELL = "u00007", "T2:licence.decisions"
RECEIVED, FIRST, SECOND = datetime(2026, 2, 2), datetime(2026, 3, 18), datetime(2026, 3, 20)
AIM_SECONDS = 5.0


def run(command: str, root: Path) -> int:
    """One command on the workspace; leaves its steps in `steps.json` beside it. Gives the cells that count."""
    from flows.cli.startup import start_lightly
    from flows.steps.foreseen import foresee_new

    start_lightly()
    workspace, clock = Workspace.open(root), Clock()
    if command == "collect":
        foresee_new(workspace)
    from warehouse.store import open_store

    with ExitStack() as timing:
        for step, path in STEPS["collect" if command == "collect" else "publish"].items():
            timing.enter_context(clock.around(step, path))
        if command == "collect":
            from flows.steps.collect import collect

            print(collect(workspace, as_of=RECEIVED), file=sys.stderr)
        else:
            from flows.steps.publish import publish

            day = SECOND if list(workspace.releases.glob("[0-9]*")) else FIRST
            done = publish(workspace, YEAR, as_of=day, anew=command == "anew")
            print(done.touched, file=sys.stderr)
            if not done.is_new:
                raise SystemExit(f"no new release: {done}")
    (root / "steps.json").write_text(json.dumps(clock.steps))
    with open_store(workspace.warehouse) as store:
        return int(store.rows("SELECT count(*) AS n FROM core_cell")[0]["n"])


def prepare(folder: Path, units: int) -> tuple[Path, District]:
    """A workspace with a register of `units` units and all workbooks of the year in its inbox; those that are there are used again."""
    root = folder / f"correction{units}"
    root.mkdir(parents=True, exist_ok=True)
    for derived in (path for path in root.iterdir() if path.name not in ("inbox", "units.csv")):
        shutil.rmtree(derived) if derived.is_dir() else derived.unlink()
    workspace = Workspace.create(root)
    for correction in workspace.inbox.glob("*更正*"):
        correction.unlink()
    periods = (*YEAR.quarters, YEAR)
    if len(list(workspace.inbox.glob("*.xlsx"))) != units * len(periods):
        write_register(workspace.register_path, units)
        workspace = Workspace.open(root)
    district = draw_district(workspace.catalog, workspace.register, periods[0], periods[-2])
    orders = [
        _order(unit.code, unit.name, period, district)
        for period in periods
        for unit in workspace.register.reporting(period)
    ]
    missing = [order for order in orders if not (workspace.inbox / _file_name(order)).exists()]
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(_write, workspace.inbox), missing, chunksize=20))
    return root, district


def _order(code: str, name: str, period: Period, district: District, more: int = 0) -> TemplateOrder:
    values = dict(district.of(code, period))
    values[CELL] = (values[CELL] or Decimal(0)) + more
    return TemplateOrder(unit_code=code, unit_name=name, period=period, opening={}, values=values)


def _file_name(order: TemplateOrder) -> str:
    return f"{order.unit_code}-{order.period}.xlsx"


def _write(folder: Path, order: TemplateOrder, prefix: str = "") -> None:
    path = folder / f"{prefix}{_file_name(order)}"
    path.write_bytes(write_template(order, load_catalog()))
    os.utime(
        path, (1_770_000_000, 1_770_000_000 + len(prefix))
    )  # it has been lying there: nobody waits for the end of a copy


def correct(root: Path, district: District) -> None:
    """The unit sends its first quarter again, and the year that follows from it."""
    workspace = Workspace.open(root)
    unit = workspace.register.by_code[CORRECTED]
    for period in (YEAR.quarters[0], YEAR):
        _write(workspace.inbox, _order(unit.code, unit.name, period, district, 5), "更正")


def play(folder: Path, units: int) -> list[tuple[str, Measured, dict[str, tuple[float, float]]]]:
    """(what, measured, steps) of the first release, of the correction, and of the same with everything made anew."""
    root, district = prepare(folder, units)
    done = [_apart(f"all: {command}", command, root) for command in ("collect", "publish")]
    correct(root, district)
    done.append(_apart("correction: collect", "collect", root))
    other = root.with_name(f"{root.name}-anew")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, symlinks=True)
    done.append(_apart("correction: publish", "publish", root))
    done.append(_apart("correction: publish, all anew", "anew", other))
    differing = list(_differing(root / "releases" / "current", other / "releases" / "current"))
    shutil.rmtree(other)
    if differing:
        raise SystemExit(f"the two releases differ in {len(differing)} files: {differing[:5]}")
    return done


def _apart(what: str, command: str, root: Path) -> tuple[str, Measured, dict[str, tuple[float, float]]]:
    one = measured_apart("benchmarks.correction", "--run", command, "--root", str(root))
    return what, one, json.loads((root / "steps.json").read_text())


def _differing(one: Path, other: Path) -> Iterator[str]:
    """Files of a release that the other has otherwise; its database and its manifest, which names the database's hash, apart."""
    names = {path.relative_to(side).as_posix() for side in (one, other) for path in side.rglob("*") if path.is_file()}
    for name in sorted(names - {"zwgk.duckdb", "manifest.json"}):
        if (
            not all((side / name).is_file() for side in (one, other))
            or (one / name).read_bytes() != (other / name).read_bytes()
        ):
            yield name


def report(done: list[tuple[str, Measured, dict[str, tuple[float, float]]]], units: int) -> list[str]:
    """The table, and what a correction comes to."""
    lines = [f"{units} units, four quarters and the year", "", f"{'':<34}{'seconds':>9}{'CPU s':>9}"]
    for what, one, steps in done:
        lines.append(f"{what:<34}{one.seconds:>9.2f}{one.cpu_seconds:>9.2f}   whole process, imports included")
        lines += [f"  {name:<32}{wall:>9.2f}{cpu:>9.2f}" for name, (wall, cpu) in steps.items()]
    collected, published, anew = (one for _, one, _ in done[2:])
    seconds, cpu = (getattr(collected, name) + getattr(published, name) for name in ("seconds", "cpu_seconds"))
    return [
        *lines,
        "",
        f"correction to release: {seconds:.2f} s, {cpu:.2f} s CPU (aim: under {AIM_SECONDS:.0f} s)",
        f"publish, all anew ÷ what changed: {anew.seconds / published.seconds:.1f}, CPU {anew.cpu_seconds / published.cpu_seconds:.1f}",
    ]


def main() -> int:
    """Prints the table; ends with 1 where the two releases differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--keep", type=Path, help="folder to generate into and to keep")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run is not None:
        print_measured(measured(lambda: run(asked.run, asked.root)))
        return 0
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="zwgk-bench-"))
    try:
        print("\n".join(report(play(folder, asked.units), asked.units)))
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
