"""Keeps a lake tidy: many small commits leave many small files, and old snapshots keep what nobody reads any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb

from warehouse.lake import Lake
from warehouse.lake_lock import hold_lake
from warehouse.lake_store import attach_lake
from warehouse.locks import writer_lock
from warehouse.offline import connect
from warehouse.tables import quoted

# A file may be written long before it is committed: what is younger may belong to a writer who is still at work.
_UNFINISHED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LakeSize:
    """What a lake holds: files that its tables are made of (data and deletions), snapshots, and all files in its folder."""

    table_files: int
    snapshots: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Tidied:
    """A lake before and after."""

    before: LakeSize
    after: LakeSize


def lake_size(lake: Lake) -> LakeSize:
    """Looks without a lock. Raises LakeError."""
    with connect() as connection:
        attach_lake(connection, lake, read_only=True)
        return _size(connection, lake)


def tidy_lake(lake: Lake, keep: timedelta) -> Tidied:
    """Merges the small files of the office's schema, forgets the lake's snapshots older than `keep`, and deletes the files that no
    snapshot needs. Each office's last publication stays readable, however old. Raises StoreBusyError, LakeError.
    """
    lake.lock.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(lake.lock), hold_lake(lake), connect() as connection:
        attach_lake(connection, lake)
        before = _size(connection, lake)
        for (table,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake' AND schema_name = $1 ORDER BY table_name",
            [lake.schema],
        ).fetchall():
            place = f"'lake', {quoted(table)}, schema => {quoted(lake.schema)}"
            connection.execute(f"CALL ducklake_rewrite_data_files({place})")
            connection.execute(f"CALL ducklake_merge_adjacent_files({place})")
        _forget(connection, keep)
        for sweep, age in (("cleanup_old_files", min(keep, _UNFINISHED)), ("delete_orphaned_files", _UNFINISHED)):
            connection.execute(f"CALL ducklake_{sweep}('lake', older_than => now() - {_interval(age)})")
        return Tidied(before, _size(connection, lake))


def _forget(connection: duckdb.DuckDBPyConnection, keep: timedelta) -> None:
    schemas = connection.execute(
        "SELECT schema_name FROM duckdb_tables() WHERE database_name = 'lake' AND table_name = 'release'"
    ).fetchall()
    published = {
        snapshot
        for (schema,) in schemas
        for (snapshot,) in connection.execute(f'SELECT snapshot_id FROM lake."{schema}".release').fetchall()
    }
    old = connection.execute(
        f"""SELECT snapshot_id FROM lake.snapshots()
            WHERE snapshot_time < now() - {_interval(keep)} AND snapshot_id < (SELECT max(snapshot_id) FROM lake.snapshots())"""
    ).fetchall()
    versions = sorted({snapshot for (snapshot,) in old} - published)
    if versions:
        connection.execute(f"CALL ducklake_expire_snapshots('lake', versions => {versions})")


def _size(connection: duckdb.DuckDBPyConnection, lake: Lake) -> LakeSize:
    [(files, deletions)] = connection.execute(
        "SELECT coalesce(sum(file_count), 0), coalesce(sum(delete_file_count), 0) FROM ducklake_table_info('lake')"
    ).fetchall()
    [(snapshots,)] = connection.execute("SELECT count(*) FROM lake.snapshots()").fetchall()
    held = [path.stat().st_size for path in Path(lake.data).rglob("*.parquet")]
    return LakeSize(int(files) + int(deletions), int(snapshots), len(held), sum(held))


def _interval(span: timedelta) -> str:
    return f"INTERVAL '{int(span.total_seconds())} seconds'"
