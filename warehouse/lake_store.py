"""A connection to an office's schema in a lake, with nobody else writing it: DuckLake over PostgreSQL and shared Parquet files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from warehouse.lake import Lake, LakeError
from warehouse.lake_lock import hold_lake, load_extensions
from warehouse.offline import connect
from warehouse.tables import quoted

# All commits of a lake take their turn: of two at once one is tried again. As it comes (10 tries, waiting ever longer) twelve offices
# that write at the same time were too many; these tries last for some minutes.
_PATIENCE = {"ducklake_max_retry_count": 200, "ducklake_retry_wait_ms": 50, "ducklake_retry_backoff": 1.02}

_ANY_FILE = "SELECT 1 FROM __ducklake_metadata_lake.ducklake_data_file WHERE end_snapshot IS NULL LIMIT 1"
_GONE = "No such file or directory"  # as DuckDB ends its message
_FOLDER = "数据湖的共享目录 {folder} {why}。请检查共享盘是否挂载、权限和设置 lake_data，再运行一次；没有写入任何内容。"


@contextmanager
def open_lake(
    lake: Lake, lay_out: Callable[[duckdb.DuckDBPyConnection], None]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Callable[[], None]]]:
    """A connection that uses the office's schema, its tables laid out, and a check that the lock is still held.

    Raises StoreBusyError, LakeError: also where PostgreSQL or the shared folder goes away while the block runs.
    """
    with hold_lake(lake) as gate, connect() as connection:
        # what does not fit into memory would else lie where the command happens to be started
        connection.execute(f"SET temp_directory = {quoted(str(lake.lock.parent / 'spilled'))}")
        with gate.alone():
            attach_lake(connection, lake)
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS lake."{lake.schema}"')
            connection.execute(f'USE lake."{lake.schema}"')
            connection.execute("BEGIN")
            lay_out(connection)
            connection.execute("COMMIT")
        try:
            yield connection, gate.check
        except duckdb.Error as failed:
            _end_transaction(connection)
            gate.check()
            _check_folder(lake)
            if _GONE in str(failed):
                raise LakeError(_lost(lake)) from failed
            raise


def attach_lake(connection: duckdb.DuckDBPyConnection, lake: Lake, *, read_only: bool = False) -> None:
    """Attaches the whole lake as `lake`; a lake that is not there yet is made. Raises LakeError."""
    _check_folder(lake, read_only=read_only)
    load_extensions(connection, "ducklake", "postgres_scanner")
    for setting, value in _PATIENCE.items():
        connection.execute(f"SET {setting} = {value}")
    options = f"DATA_PATH {quoted(lake.data)}" + (", READ_ONLY" if read_only else "")
    try:
        connection.execute(f"ATTACH {quoted(f'ducklake:postgres:{lake.catalog}')} AS lake ({options})")
    except duckdb.Error as failed:
        raise LakeError(_not_attached(failed)) from None
    if not any(Path(lake.data).iterdir()) and connection.execute(_ANY_FILE).fetchall():
        raise LakeError(_FOLDER.format(folder=lake.data, why="是空的，而目录库中登记有数据文件"))


def _check_folder(lake: Lake, *, read_only: bool = False) -> None:
    """DuckLake would make a folder that is not there: where a share is not mounted, in the place where nobody else looks."""
    folder, asked = Path(lake.data), os.R_OK | os.X_OK | (0 if read_only else os.W_OK)
    if not folder.is_dir():
        raise LakeError(_FOLDER.format(folder=folder, why="不在"))
    if not os.access(folder, asked):
        raise LakeError(_FOLDER.format(folder=folder, why="不可读写"))


def _lost(lake: Lake) -> str:
    return (
        f"数据湖的共享目录 {lake.data} 中缺少目录库登记的数据文件，本单位的表读不出来。请先检查共享盘；"
        "确已丢失的，运行 zwgk rebuild，由原始文件和日志重新推算，报送和发布版本不受影响。"
    )


def _end_transaction(connection: duckdb.DuckDBPyConnection) -> None:
    """One whose PostgreSQL session has gone ends the whole process if it is still open when the connection closes."""
    with suppress(duckdb.Error):
        connection.execute("ROLLBACK")


def _not_attached(failed: duckdb.Error) -> str:
    said = str(failed).splitlines()[0].rpartition('": ')[2]
    if "DATA_PATH" in said:
        return "设置 lake_data 与这个数据湖建立时登记的目录不同，请写各台机器都相同的那个目录。"
    return f"打不开数据湖：{said}。请检查设置 warehouse、lake_data 和 PostgreSQL 用户的权限。"
