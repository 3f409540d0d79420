"""The same office with its tables in a DuckDB file and in a lake: collect, publish, publish again, status; each in a process of its own.

    python -m benchmarks.lake                       100 units, one quarter; starts a PostgreSQL of its own where Debian's is installed
    python -m benchmarks.lake --units 1700          a city
    python -m benchmarks.lake --writers 12          so many districts that write at the same time, instead (lake_writers.py)
    python -m benchmarks.lake --catalog "host=db1 dbname=lake user=zwgk" --data /shared/lake      the lake that is meant

PostgreSQL's own CPU is not in the figures. With --catalog the database has to be empty.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.inbox import PERIOD, write_inbox, write_register
from benchmarks.lake_writers import compare_writers
from benchmarks.measure import Measured, measured, measured_apart, print_measured
from warehouse.workspace import CONFIG, Workspace

FILE, LAKE = "file", "lake"


def _collect(workspace: Workspace) -> int:
    from flows.steps.collect import collect

    return collect(workspace).judged


def _publish(workspace: Workspace) -> int:
    from flows.steps.publish import publish

    publish(workspace, PERIOD)
    return len(list(workspace.releases.glob("[0-9]*")))


def _status(workspace: Workspace) -> int:
    from flows.steps.status import period_status

    return len(period_status(workspace, PERIOD).rows)


def _tidy(workspace: Workspace) -> int:
    from datetime import timedelta

    from flows.steps.tidy import tidy
    from warehouse.lake import Lake

    return tidy(workspace, timedelta()).after.files if isinstance(workspace.warehouse, Lake) else 0


STEPS: dict[str, Callable[[Workspace], int]] = {
    "collect": _collect,
    "collect again": _collect,
    "publish": _publish,
    "publish again": _publish,
    "status": _status,
    "tidy": _tidy,
}


def main() -> None:
    """Prints a table in Markdown."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--units", type=int, default=100)
    arguments.add_argument("--writers", type=int)
    arguments.add_argument(
        "--catalog", help="libpq's words for an empty database; the password from PGPASSWORD or PGPASSFILE"
    )
    arguments.add_argument("--data", help="the lake's folder, with --catalog")
    arguments.add_argument("--run", choices=STEPS, help=argparse.SUPPRESS)
    arguments.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.run:
        workspace = Workspace.open(given.root)
        print_measured(measured(lambda: STEPS[given.run](workspace)))
        return
    folder = Path(tempfile.mkdtemp(prefix="zwgk-lake-"))
    try:
        with _lake(folder, given.catalog, given.data) as settings:
            if given.writers:
                compare_writers(folder, given.writers, settings)
            else:
                _print(given.units, _compare(folder, given.units, settings))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _lake(folder: Path, catalog: str | None, data: str | None) -> Iterator[str]:
    if catalog is not None:
        yield f'\nwarehouse = "ducklake:postgres:{catalog}"\nlake_data = "{data}"\n'
        return
    from tests.functional.lake_server import running_postgres

    with running_postgres() as server:
        yield server.new_lake(folder / "shared")


def _compare(folder: Path, units: int, settings: str) -> dict[str, tuple[Measured, Measured]]:
    write_register(folder / "units.csv", units)
    write_inbox(folder / "inbox", folder / "units.csv")
    for kind, lines in ((FILE, ""), (LAKE, settings)):
        Workspace.create(folder / kind)
        shutil.copy(folder / "units.csv", folder / kind / "units.csv")
        shutil.rmtree(folder / kind / "inbox")
        (folder / kind / "inbox").symlink_to(folder / "inbox")
        with (folder / kind / CONFIG).open("a", encoding="utf-8") as file:
            file.write(lines)
    return {
        step: (
            measured_apart("benchmarks.lake", "--run", step, "--root", str(folder / FILE)),
            measured_apart("benchmarks.lake", "--run", step, "--root", str(folder / LAKE)),
        )
        for step in STEPS
    }


def _print(units: int, steps: dict[str, tuple[Measured, Measured]]) -> None:
    print(f"{units} units, {PERIOD}; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| step | file s | lake s | file CPU s | lake CPU s | CPU lake : file | file MB | lake MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for step, (file, lake) in steps.items():
        if step != "tidy" and file.rows != lake.rows:
            raise SystemExit(f"{step}: {file.rows} in the file, {lake.rows} in the lake")
        ratio = f"{lake.cpu_seconds / file.cpu_seconds:.1f}" if step != "tidy" else ""
        print(
            f"| {step} | {file.seconds:.1f} | {lake.seconds:.1f} | {file.cpu_seconds:.1f} | {lake.cpu_seconds:.1f} | {ratio} "
            f"| {file.peak_mb:.0f} | {lake.peak_mb:.0f} |"
        )


if __name__ == "__main__":
    main()
