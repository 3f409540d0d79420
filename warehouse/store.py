"""The one door to DuckDB: open with the writer's lock, replace slices, build tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.built import REMEMBERED, build_changed, remember
from warehouse.lake import Lake
from warehouse.locks import writer_lock
from warehouse.offline import connect
from warehouse.opening import connected
from warehouse.tables import tables

if TYPE_CHECKING:
    import polars as pl

    from warehouse.lake_near import NearTables


@dataclass(slots=True)
class Store:
    """A working database that this process alone may write."""

    connection: duckdb.DuckDBPyConnection
    _depth: int = 0
    _before_commit: Callable[[], None] | None = None
    _remembers: bool = False  # what built tables were built from: where all declared tables are laid out
    _far: NearTables | None = None  # of a lake: the way to bring its tables near

    def replace(self, table: str, frame: pl.DataFrame, keys: Iterable[str] = ()) -> None:
        """Loads a frame (of the declared schema): rows that share its key values are replaced; without keys, all rows."""
        keys = tuple(keys)
        condition = " AND ".join(f't."{key}" IS NOT DISTINCT FROM s."{key}"' for key in keys)
        with self.transaction():
            if keys:
                with self._registered(frame) as source:
                    slices = f"(SELECT DISTINCT {_list(keys)} FROM {source}) s"
                    self.connection.execute(
                        f"DELETE FROM {table} t WHERE EXISTS (SELECT 1 FROM {slices} WHERE {condition})"
                    )
            else:
                self.connection.execute(f"DELETE FROM {table}")
            self.insert(table, frame)

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Appends a frame that has the declared columns."""
        declared = tables()[table]
        frame = frame.select(list(declared.columns)).cast(dict(declared.frame_schema))  # type: ignore[arg-type]
        if frame.is_empty():
            return
        with self._registered(frame) as source:
            self.connection.execute(f"INSERT INTO {table} SELECT {_list(declared.columns)} FROM {source}")

    def take_over(self, schema: str) -> None:
        """Takes all rows of the declared tables from another schema, in one transaction; what tells of the last release stays.

        Rows that can't be read can't be deleted either: the tables themselves are made again then.
        """
        try:
            self._take_over(schema)
        except duckdb.IOException:
            self._take_over(schema, renew=True)

    def _take_over(self, schema: str, *, renew: bool = False) -> None:
        with self.transaction():
            for name, declared in tables().items():
                if name != "release":
                    for emptying in (f"DROP TABLE {name}", declared.ddl(name)) if renew else (f"DELETE FROM {name}",):
                        self.connection.execute(emptying)
                    self.connection.execute(f"INSERT INTO {name} SELECT {_list(declared.columns)} FROM {schema}.{name}")

    def build(self, *names: str) -> tuple[str, ...]:
        """Builds tables from their SELECTs, in one transaction: a reader sees all of the old or all of the new. Gives those built.

        One that stands as it was built, from the same rows by the same SELECT, is left as it is.
        """
        if not self._remembers:
            with self.transaction():
                for name in names:
                    self._build(name)
            return names
        with self.transaction():
            built = build_changed(self.connection, names, self._build)
            if built:
                remember(self.connection, built)
        return tuple(built)

    def forget(self) -> None:
        """Has the next build build every table, and Great Expectations be asked anew."""
        for name in (REMEMBERED, "raw_verdict"):
            self.connection.execute(f"DELETE FROM {name}")

    def _build(self, name: str) -> None:
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

    @contextmanager
    def near(self) -> Iterator[None]:
        """For work that reads the tables many times: those of a lake are copied near and what changed is carried back at the end, or
        at `settle`; if it fails nothing of it is written. Those of a file are near already.
        """
        if self._far is None:
            yield
            return
        with self._far.brought():
            yield

    def settle(self) -> None:
        """Has what was changed near written where the tables lie, before what rests on it is shown to anybody."""
        if self._far is not None:
            self._far.carry_back()

    def temporary(self, name: str, frame: pl.DataFrame) -> None:
        """Keeps a frame as a temporary table for the life of the connection."""
        with self._registered(frame) as source:
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {source}")

    @contextmanager
    def second(self) -> Iterator[Store]:
        """The same tables by a connection of its own, for another thread; nothing that is temporary is seen by it."""
        here = self.connection.execute("SELECT current_database(), current_schema()").fetchall()
        with self.connection.cursor() as connection:
            for database, schema in here:
                connection.execute(f'USE "{database}"."{schema}"')
            yield Store(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; one inside another belongs to the outer one."""
        if self._depth == 0:
            self.connection.execute("BEGIN")
        self._depth += 1
        try:
            yield
            if self._depth == 1 and self._before_commit is not None:
                self._before_commit()
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
def open_store(place: Path | Lake) -> Iterator[Store]:
    """Opens the working tables for writing: a database file, or an office's schema of a lake. Raises StoreBusyError while another
    process writes, LakeError.

    The lock is the operating system's, or PostgreSQL's, so a writer that died leaves none behind.
    """
    if isinstance(place, Lake):
        with _opened_lake(place) as store:
            yield store
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(place.with_suffix(".lock")), connected(place) as connection:
        _lay_out_tables(connection)
        yield Store(connection, _remembers=True)


@contextmanager
def _opened_lake(lake: Lake) -> Iterator[Store]:
    from warehouse.lake_near import NearTables  # here: who keeps to a file loads nothing of it
    from warehouse.lake_store import open_lake

    lake.lock.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(lake.lock), open_lake(lake, _lay_out_tables) as (connection, check_held):
        far = NearTables(connection, lake.schema, check_held)
        yield Store(connection, _before_commit=check_held, _remembers=True, _far=far)


@contextmanager
def writers_lock(place: Path | Lake) -> Iterator[None]:
    """Keeps others from writing the working tables, without opening them. Raises StoreBusyError, LakeError."""
    lock = place.lock if isinstance(place, Lake) else place.with_suffix(".lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        held.enter_context(writer_lock(lock))
        if isinstance(place, Lake):
            from warehouse.lake_lock import hold_lake  # here: who keeps to a file loads nothing of it

            held.enter_context(hold_lake(place))
        yield


def _lay_out_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the declared tables. One that an earlier edition of the program laid out otherwise is dropped, and with it the context
    that all was derived in: the next refresh derives everything anew from archive and journal.
    """
    held: dict[str, dict[str, str]] = {}
    columns = """SELECT table_name, column_name, data_type FROM duckdb_columns()
                 WHERE NOT internal AND database_name = current_database() AND schema_name = current_schema()"""
    for table, column, kind in connection.execute(columns).fetchall():
        held.setdefault(table, {})[column] = kind
    wanted = {name: {key: column.type for key, column in one.columns.items()} for name, one in tables().items()}
    other = [name for name in wanted if name in held and list(held[name].items()) != list(wanted[name].items())]
    missing = [name for name in wanted if name in other or name not in held]
    for name in [*other, *(["raw_context"] if other else [])]:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for name in dict.fromkeys([*missing, "raw_context"]):
        connection.execute(tables()[name].ddl(name))


@contextmanager
def memory_store() -> Iterator[Store]:
    """A database in memory, without tables, for work that leaves nothing behind."""
    with connect() as connection:
        yield Store(connection)


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
