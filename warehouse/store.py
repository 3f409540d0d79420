"""The one door to DuckDB: open with the writer's lock, replace slices, build tables."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.tables import tables

if TYPE_CHECKING:
    import polars as pl

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


class StoreBusyError(RuntimeError):
    """Another run is writing; the message says which."""


@dataclass(slots=True)
class Store:
    """A working database that this process alone may write."""

    connection: duckdb.DuckDBPyConnection
    _depth: int = 0

    def replace(self, table: str, frame: pl.DataFrame, keys: Iterable[str] = ()) -> None:
        """Loads a frame (of the declared schema): rows that share its key values are replaced; without keys, all rows."""
        keys = tuple(keys)
        condition = " AND ".join(f't."{key}" IS NOT DISTINCT FROM s."{key}"' for key in keys)
        with self._registered(frame) as source, self.transaction():
            slices = f"(SELECT DISTINCT {_list(keys)} FROM {source}) s" if keys else ""
            self.connection.execute(
                f"DELETE FROM {table} t WHERE EXISTS (SELECT 1 FROM {slices} WHERE {condition})"
                if keys
                else f"DELETE FROM {table}"
            )
            self.insert(table, frame)

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Appends a frame that has the declared columns."""
        declared = tables()[table]
        frame = frame.select(list(declared.columns)).cast(dict(declared.frame_schema))  # type: ignore[arg-type]
        with self._registered(frame) as source:
            self.connection.execute(f"INSERT INTO {table} SELECT {_list(declared.columns)} FROM {source}")

    def build(self, *names: str) -> None:
        """Builds tables anew from their SELECTs, in one transaction: a reader sees all of the old or all of the new."""
        with self.transaction():
            for name in names:
                declared = tables()[name]
                self.connection.execute(f"DELETE FROM {name}")
                self.connection.execute(f"INSERT INTO {name} SELECT {_list(declared.columns)} FROM ({declared.sql})")

    def frame(self, sql: str, parameters: object = None) -> pl.DataFrame:
        """The result of a query as a frame."""
        return self.connection.execute(sql, parameters).pl()

    def rows(self, sql: str, parameters: object = None) -> list[dict[str, Any]]:
        """The result of a query as one dict a row."""
        result = self.connection.execute(sql, parameters)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def temporary(self, name: str, frame: pl.DataFrame) -> None:
        """Keeps a frame as a temporary table for the life of the connection."""
        with self._registered(frame) as source:
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {source}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; one inside another belongs to the outer one."""
        if self._depth == 0:
            self.connection.execute("BEGIN")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self.connection.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self.connection.execute("COMMIT")

    @contextmanager
    def _registered(self, frame: pl.DataFrame) -> Iterator[str]:
        self.connection.register("incoming", frame.to_arrow())
        try:
            yield "incoming"
        finally:
            self.connection.unregister("incoming")


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Opens the working database for writing. Raises StoreBusyError while another process writes.

    The lock is the operating system's, so a writer that died leaves none behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(path.with_suffix(".lock")), duckdb.connect(path, config=_CONFIG) as connection:
        _lay_out_tables(connection)
        yield Store(connection)


def _lay_out_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the declared tables. One that an earlier edition of the program laid out otherwise is dropped, and with it the context
    that all was derived in: the next refresh derives everything anew from archive and journal.
    """
    held: dict[str, dict[str, str]] = {}
    columns = (
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main'"
    )
    for table, column, kind in connection.execute(columns).fetchall():
        held.setdefault(table, {})[column] = kind
    for name, declared in tables().items():
        if name in held and list(held[name].items()) != [
            (key, column.type) for key, column in declared.columns.items()
        ]:
            connection.execute(f"DROP TABLE {name}")
            connection.execute("DROP TABLE IF EXISTS raw_context")
    for name, declared in tables().items():
        connection.execute(declared.ddl(name))


@contextmanager
def memory_store() -> Iterator[Store]:
    """A database in memory, without tables, for work that leaves nothing behind."""
    with duckdb.connect(config=_CONFIG) as connection:
        yield Store(connection)


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Holds an exclusive OS lock on a file that names the holder. Raises StoreBusyError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            holder = os.read(handle, 64).decode(errors="replace").strip()
            raise StoreBusyError(f"另一个运行正在写入（进程 {holder or '未知'}），请等它结束后再试。") from busy
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
