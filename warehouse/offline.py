"""Connections to DuckDB that fetch nothing: extensions come from installed wheels, and a query sees no variable of Python."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


class ExtensionMissingError(RuntimeError):
    """An extension's wheel is not installed; the message says which one."""


def connect(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A database file, or one in memory."""
    return duckdb.connect(":memory:" if path is None else path, read_only=read_only, config=_CONFIG)


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Loads an extension from its wheel, by path. Raises ExtensionMissingError."""
    found = find_spec(f"duckdb_extension_{name}")
    places = [] if found is None else list(found.submodule_search_locations or ())
    files = [Path(place) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension" for place in places]
    there = [file for file in files if file.is_file()]
    if not there:
        raise ExtensionMissingError(f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}")
    path = str(there[0]).replace("'", "''")
    connection.execute(f"LOAD '{path}'")
