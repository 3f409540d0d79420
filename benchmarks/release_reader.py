"""Reads the release in force again and again, as BI tools do, until told to stop; says what failed and what was mixed.

Needs nothing but duckdb, so that any version of it can be tried:

    OTHER/bin/python benchmarks/release_reader.py RELEASES WAY STOP

A read takes the id of the release from every row of every table, and the period from the table `release`, which the id names
too: all must be of one release.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

PAUSE_SECONDS = 0.25  # between two reads: a dashboard asks often, but leaves the publisher its turn
Read = frozenset[tuple[str, str]]


@contextmanager
def opened(database: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a release, or to nothing but memory."""
    connection = duckdb.connect() if database is None else duckdb.connect(str(database), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def read_database(connection: duckdb.DuckDBPyConnection) -> Read:
    """Release and period, as every table tells them: `release` has the period in a column, all have it in the id."""
    listed = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mart'"
    names = [name for (name,) in connection.execute(listed).fetchall()]
    return _read(connection, {name: f"mart.{name}" for name in names})


def read_parquet(folder: Path) -> Read:
    """The same from the Parquet files below a folder, opened one after the other."""
    with opened(None) as connection:
        return _read(connection, {path.stem: f"'{path}'" for path in sorted((folder / "tables").glob("*.parquet"))})


def _read(connection: duckdb.DuckDBPyConnection, sources: dict[str, str]) -> Read:
    found: set[tuple[str, str]] = set(
        connection.execute(f"SELECT release_id, period FROM {sources['release']}").fetchall()
    )
    for source in sources.values():
        for (release_id,) in connection.execute(f"SELECT DISTINCT release_id FROM {source}").fetchall():
            found.add((release_id, release_id.split("-")[1]))
    return frozenset(found)


def ways(current: Path, held: duckdb.DuckDBPyConnection) -> dict[str, Callable[[], Read]]:
    """The ways to read: by the path as it stands, by the folder that it points at, on a connection that stays open, Parquet."""

    def reopened(database: Path) -> Read:
        with opened(database) as connection:
            return read_database(connection)

    return {
        "path": lambda: reopened(current / "zwgk.duckdb"),
        "resolved": lambda: reopened(current.resolve() / "zwgk.duckdb"),
        "held": lambda: read_database(held),
        "parquet": lambda: read_parquet(current.resolve()),
        "parquet-path": lambda: read_parquet(current),
    }


def main(releases: Path, way: str, stop: Path) -> None:
    """Reads until the file `stop` is there, or who started it has gone, and prints what came of it as JSON."""
    parent = os.getppid()
    said: dict[str, Any] = {"way": way, "duckdb": duckdb.__version__, "reads": 0, "failed": [], "mixed": 0}
    seen: set[tuple[str, str]] = set()
    with opened((releases / "current").resolve() / "zwgk.duckdb") as held:
        read = ways(releases / "current", held)[way]
        print("ready", flush=True)
        while not stop.exists() and os.getppid() == parent:
            time.sleep(PAUSE_SECONDS)
            said["reads"] += 1
            try:
                found = read()
            except (duckdb.Error, OSError) as failure:
                said["failed"].append(str(failure))
                continue
            seen |= found
            said["mixed"] += len(found) != 1
    print(json.dumps({**said, "releases": len(seen)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
