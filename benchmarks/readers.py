"""Readers under fire: BI reads the release in force while one release after the other is published.

    python -m benchmarks.readers                          100 publishes, a reader for each way of reading
    python -m benchmarks.readers --publishes 5            a quick look
    python -m benchmarks.readers --python OTHER/bin/python   a reader also with the duckdb of another environment; may be repeated

The tables are built once; a release is written, checked, given its manifest and switched to by the very functions that `zwgk
publish` calls last, so that a hundred take a minute. Ends with 1 where a read failed or was mixed; Parquet files that are opened
one by one through `current` are told apart, since nothing can hold them together.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.measure import ROOT
from flows.demo.figures import draw_district
from flows.steps.build import build_tables
from flows.steps.collect import collect
from flows.steps.state import refresh
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.release import check_staged, row_counts, stage_release, switch_to, write_manifest
from warehouse.store import Store, open_store
from warehouse.tables import tables
from warehouse.workspace import Workspace

UNITS, QUARTERS = ("finance", "education", "audit"), (Period(2025, 1), Period(2025, 2))
DAY = datetime(2025, 7, 4)
WAYS = ("path", "resolved", "held", "parquet", "parquet-path")
UNPROTECTED = "parquet-path"


class Publisher:
    """Makes one release after the other of the same tables, by turns for one quarter and the other."""

    def __init__(self, store: Store, releases: Path) -> None:
        self.store, self.releases, self.made = store, releases, 0

    def publish(self) -> None:
        """The next release: another id in every row of every table. Raises SystemExit where it is not as it should be."""
        self.made += 1
        period = QUARTERS[self.made % 2]
        release_id = f"{self.made:04d}-{period}-{self.made:08x}"
        told = dict.fromkeys(tables()["release"].columns) | {"period": str(period), "as_of": DAY}
        self.store.replace("release", pl.DataFrame([told]))
        aside = stage_release(self.store, self.releases, release_id)
        rows = row_counts(self.store)
        if problems := check_staged(aside, rows):
            raise SystemExit("\n".join(problems))
        write_manifest(aside, {"release_id": release_id, "period": str(period), "rows": rows})
        switch_to(aside, self.releases, release_id)


def small_office(root: Path) -> Workspace:
    """A workspace in which three units have sent two quarters."""
    workspace = Workspace.create(root)
    catalog, register = workspace.catalog, workspace.register
    district = draw_district(catalog, register, *QUARTERS)
    for period in QUARTERS:
        for unit in UNITS:
            order = TemplateOrder(unit, register.by_code[unit].name, period, {}, district.of(unit, period))
            (workspace.inbox / f"{period}{unit}.xlsx").write_bytes(write_template(order, catalog))
    collect(workspace, as_of=DAY)
    return workspace


def read_while(releases: Path, work: Callable[[], None], readers: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """What readers (Python, way of reading), each a process of its own, saw while `work` ran; a release must be there before."""
    stop = releases.parent / "stop-readers"
    script = str(ROOT / "benchmarks" / "release_reader.py")
    started = [
        subprocess.Popen([python, script, str(releases), way, str(stop)], stdout=subprocess.PIPE, text=True)
        for python, way in readers
    ]
    try:
        for reader in started:
            assert reader.stdout is not None
            reader.stdout.readline()  # it has opened a release: from here on it reads
        work()
    finally:
        stop.touch()
        told = [reader.communicate(timeout=60)[0] for reader in started]
    return [json.loads(line) for line in told]


def report(found: Sequence[dict[str, Any]]) -> list[str]:
    """A line for each reader."""
    lines = [f"{'reader':<14}{'duckdb':<9}{'reads':>8}{'failed':>8}{'mixed':>7}{'releases':>10}"]
    for one in found:
        failed = len(one["failed"])
        lines.append(
            f"{one['way']:<14}{one['duckdb']:<9}{one['reads']:>8}{failed:>8}{one['mixed']:>7}{one['releases']:>10}"
        )
    return lines


def main() -> int:
    """Publishes and reads; prints what each reader saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publishes", type=int, default=100)
    parser.add_argument("--python", action="append", default=[], help="another Python with duckdb")
    given = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="zwgk-bench-") as folder:
        workspace = small_office(Path(folder) / "office")
        with open_store(workspace.database) as store:
            refresh(store, workspace)
            build_tables(store)
            publisher = Publisher(store, workspace.releases)
            publisher.publish()

            def all_of_them() -> None:
                for _ in range(given.publishes):
                    publisher.publish()

            readers = [(sys.executable, way) for way in WAYS] + [(python, "path") for python in given.python]
            found = read_while(workspace.releases, all_of_them, readers)
    print("\n".join([f"{given.publishes} publishes", *report(found)]))
    wrong = [one for one in found if (one["failed"] or one["mixed"]) and one["way"] != UNPROTECTED]
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
