"""Several districts lay out one new lake and write to it at the same time: every commit of each is there, and no error comes to anybody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.lake_server import Postgres, settle
from warehouse.lake import Lake
from warehouse.lake_store import attach_lake
from warehouse.offline import connect
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("lake")
WRITERS, COMMITS, ROWS = (
    4,
    4,
    30,
)  # twelve that collect and publish are a benchmark: python -m benchmarks.lake --writers 12
_WRITER = f"""
import sys
from dataclasses import replace
from pathlib import Path
import polars as pl
from warehouse.lake import Lake
from warehouse.store import open_store
from warehouse.tables import tables
catalog, data, schema, lock = sys.argv[1:]
schema_of = tables()["raw_context"].frame_schema
print("ready", flush=True)
input()
with open_store(Lake(catalog, data, schema, Path(lock))) as store:
    for n in range({COMMITS}):
        rows = [(f"{{schema}}-{{n}}-{{row}}", "x") for row in range({ROWS})]
        with store.transaction():
            store.insert("raw_context", pl.DataFrame(rows, schema_of, orient="row"))
            store.replace("core_period", pl.DataFrame(schema=tables()["core_period"].frame_schema))
            store.replace("raw_context", pl.DataFrame([("last", str(n))], schema_of, orient="row"), ["name"])
"""


def test_districts_that_write_at_the_same_time_lose_nothing(tmp_path: Path, postgres: Postgres) -> None:
    lake = _lake(tmp_path, postgres)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, lake.catalog, lake.data, f"d{n}", str(tmp_path / f"d{n}.lock")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    said = [writer.communicate(timeout=400)[1] for writer in writers]
    assert (said, [writer.returncode for writer in writers]) == ([""] * WRITERS, [0] * WRITERS)
    with connect() as connection:
        attach_lake(connection, lake, read_only=True)
        for n in range(WRITERS):
            [(rows, last)] = connection.execute(
                f"SELECT count(*) FILTER (name <> 'last'), max(fingerprint) FILTER (name = 'last') FROM lake.d{n}.raw_context"
            ).fetchall()
            assert (rows, last) == (COMMITS * ROWS, str(COMMITS - 1))


def _lake(folder: Path, postgres: Postgres) -> Lake:
    Workspace.create(folder / "office")
    place = settle(folder / "office", postgres.new_lake(folder / "shared")).warehouse
    assert isinstance(place, Lake)
    return place
