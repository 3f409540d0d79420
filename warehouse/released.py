"""The published tables as they stand in a release, or as the working tables would be published now, under the same names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb

from warehouse.tables import quoted, tables


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, name: str, database: Path) -> Iterator[None]:
    """Opens a release's database beside the connection's own, read-only, as `name`."""
    connection.execute(f"ATTACH {quoted(str(database))} AS {name} (READ_ONLY)")
    try:
        yield
    finally:
        connection.execute(f"DETACH {name}")


def released_rows(connection: duckdb.DuckDBPyConnection, name: str, schema: str | None) -> str:
    """A SELECT of the declared columns of a published table: from the schema of a release, or from the working tables if None.

    A release made before a table or column was published has nothing there.
    """
    [table] = (table for table in tables().values() if table.mart_name == name)
    there = set(table.columns) if schema is None else _columns(connection, schema, name)
    source = table.name if schema is None else f"{schema}.{name}"
    columns = ", ".join(
        f'"{column}"' if column in there else f'NULL::{declared.type} AS "{column}"'
        for column, declared in table.columns.items()
    )
    return f"SELECT {columns} " + (f"FROM {source}" if there else "WHERE false")


@contextmanager
def published_views(
    connection: duckdb.DuckDBPyConnection, names: Collection[str], database: Path | None
) -> Iterator[None]:
    """Lays out `published_<name>` for published tables: as in the release with this database, or as they would be now if None."""
    with ExitStack() as release:
        schema = None
        if database is not None:
            release.enter_context(attached(connection, "released", database))
            schema = "released.mart"
        for name in names:
            rows = released_rows(connection, name, schema)
            connection.execute(f"CREATE OR REPLACE TEMP VIEW published_{name} AS {rows}")
        yield


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> set[str]:
    found = connection.execute(
        """SELECT column_name FROM duckdb_columns()
           WHERE database_name || '.' || schema_name = $1 AND table_name = $2""",
        [schema, name],
    )
    return {column for (column,) in found.fetchall()}
