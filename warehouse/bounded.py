"""A bound on DuckDB's memory: by itself it takes up to eight tenths of the machine's, for an office of any size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

_MEMORY = "800MB"


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """For as long as the context lasts; what does not fit lies in a file beside the database meanwhile."""
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # of a connection that broke, what broke it is to be told
            connection.execute("RESET memory_limit")
