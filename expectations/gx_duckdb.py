"""A Great Expectations data source over a DuckDB connection that is already open.

Great Expectations has none, and its generic SQL source fetches after closing the connection, so that every expectation errors.
Import this module only where a suite runs: Great Expectations takes 5-9 s to import.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import duckdb
import sqlalchemy
from duckdb_engine import ConnectionWrapper
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine


class BorrowedConnection(ConnectionWrapper):
    """The caller's own connection, lent to SQLAlchemy: its temporary tables are seen, its transaction and its end are not touched."""

    def begin(self) -> None:
        """No transaction: rules only read, and one that breaks must not take the others along."""

    def commit(self) -> None:
        """Nothing was begun."""

    def rollback(self) -> None:
        """Nothing was begun."""

    def close(self) -> None:
        """The caller closes what the caller opened."""


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Keeps one connection open, because results are fetched after the block that ran the query has ended."""

    @contextmanager
    def get_connection(self) -> Iterator[sqlalchemy.Connection]:
        """The one connection of this engine."""
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection


class DuckDBDatasource(SQLDatasource):
    """`context.data_sources.add_duckdb(...)`: `kwargs` come from borrowed(connection)."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]

    @property
    def execution_engine_type(self) -> builtins.type[SqlAlchemyExecutionEngine]:
        """The engine that keeps its connection."""
        return DuckDBExecutionEngine


def borrowed(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Engine arguments under which SQLAlchemy uses this connection and never opens another."""
    return {"creator": lambda: BorrowedConnection(connection), "poolclass": sqlalchemy.StaticPool}
