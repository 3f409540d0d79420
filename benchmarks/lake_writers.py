"""Districts that write to one lake at the same time, each in a process of its own: it lays out its schema, makes small commits, and then
puts all tables of its office there in one commit, several times over.

What each has in the lake afterwards is compared, row for row, with its office alone in a file. The districts have different numbers of
units, so that rows of one could not pass for another's. `python -m benchmarks.lake --writers 12`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.inbox import write_inbox, write_register
from benchmarks.measure import ROOT
from warehouse.workspace import CONFIG, Workspace

COMMITS, ROWS, WHOLE = 10, 30, 3


def compare_writers(folder: Path, writers: int, settings: str) -> None:
    """Prints a table in Markdown and ends with SystemExit where a writer failed or has other rows than alone."""
    from warehouse.lake import Lake
    from warehouse.lake_upkeep import lake_size

    names = [f"d{n:02}" for n in range(1, writers + 1)]
    alone = [_alone(folder / f"{name}-alone", 3 + place) for place, name in enumerate(names)]
    shared = [_on_lake(folder / name, f'{settings}lake_schema = "{name}"\n') for name in names]
    start = time.perf_counter()
    said = _at_once(shared, alone)
    seconds = time.perf_counter() - start
    if said:
        raise SystemExit("\n".join(said))
    rows = [_same(*pair) for pair in zip(shared, alone, strict=True)]
    place = shared[0].warehouse
    commits = lake_size(place).snapshots if isinstance(place, Lake) else 0
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| writers at once | s | commits of the lake | rows compared | rows different | errors told |")
    print("|--:|--:|--:|--:|--:|--:|")
    print(f"| {writers} | {seconds:.0f} | {commits} | {sum(rows)} | 0 | 0 |")


def _alone(root: Path, units: int) -> Workspace:
    """The office in a file, collected and built."""
    from flows.steps.build import build_tables
    from flows.steps.catalog_tables import load_catalog_tables
    from flows.steps.collect import collect
    from warehouse.store import open_store

    workspace = Workspace.create(root)
    write_register(root / "units.csv", units)
    write_inbox(workspace.inbox, root / "units.csv")
    workspace = Workspace.open(root)
    collect(workspace, as_of=datetime(2025, 4, 3))
    with open_store(workspace.warehouse) as store:
        load_catalog_tables(store, workspace)
        build_tables(store)
    return workspace


def _on_lake(root: Path, settings: str) -> Workspace:
    Workspace.create(root)
    with (root / CONFIG).open("a", encoding="utf-8") as file:
        file.write(settings)
    return Workspace.open(root)


def _at_once(shared: Sequence[Workspace], alone: Sequence[Workspace]) -> list[str]:
    """Starts all writers when all are ready. Gives what those said that did not end well."""
    running = []
    for there, here in zip(shared, alone, strict=True):
        command = [sys.executable, "-m", "benchmarks.lake_writers", str(there.root), str(here.database)]
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=pipe))
    for writer in running:
        assert writer.stdout is not None
        writer.stdout.readline()
    for writer in running:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    said = [writer.communicate()[1] for writer in running]
    return [f"{writer.returncode}: {error}" for writer, error in zip(running, said, strict=True) if writer.returncode]


def _write(root: Path, alone: Path) -> None:
    """One writer."""
    import polars as pl

    from warehouse.released import attached
    from warehouse.store import open_store
    from warehouse.tables import tables

    kind = tables()["raw_context"].frame_schema
    with open_store(Workspace.open(root).warehouse) as store:
        for n in range(COMMITS):
            marks = [(f"{root.name}-{n}-{row}", "x") for row in range(ROWS)]
            with store.transaction():
                store.insert("raw_context", pl.DataFrame(marks, kind, orient="row"))
                store.replace("core_period", pl.DataFrame(schema=tables()["core_period"].frame_schema))
        [(found,)] = store.connection.execute("SELECT count(DISTINCT name) FROM raw_context").fetchall()
        if found != COMMITS * ROWS:
            raise SystemExit(f"{found} of {COMMITS * ROWS} rows are there")
        with attached(store.connection, "alone", alone):
            for _ in range(WHOLE):
                store.take_over("alone.main")


def _same(shared: Workspace, alone: Workspace) -> int:
    """Compares all tables of a district's two offices; gives the number of rows."""
    from warehouse.built import content_marks
    from warehouse.store import open_store
    from warehouse.tables import tables

    marks = []
    for workspace in (shared, alone):
        with open_store(workspace.warehouse) as store, store.near():
            marks.append(content_marks(store.connection, tables()))
    other = [table for table in tables() if marks[0][table] != marks[1][table]]
    if other:
        raise SystemExit(f"{shared.root.name} has other rows in {other} than alone in a file")
    return sum(int(mark.partition(":")[0]) for mark in marks[0].values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("alone", type=Path)
    given = parser.parse_args()
    print("ready", flush=True)
    sys.stdin.readline()
    _write(given.root, given.alone)
