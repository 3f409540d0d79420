"""Golden cases of the tables that are built: a folder of input tables and `expect.csv`, no code.

`tests/sql/<table>/<case>/<input table>.csv` holds the columns that matter (the others are NULL); a table without a file is
empty, except the catalogue's (`cat_*`), which come from the real catalogue and from `units.csv`: the case's own, or else
`tests/sql/units.csv`. `expect.csv` holds every column of the built table, in any order of rows. An empty field is NULL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from warehouse.assessment_tables import assessment_frames
from warehouse.catalog.catalog import load_catalog, load_register
from warehouse.catalog_tables import catalog_frames
from warehouse.keypoint_tables import keypoint_frames
from warehouse.tables import Table, tables

CASES = Path(__file__).parent
YEARS = range(2024, 2027)


def case_folders() -> Iterator[Path]:
    """Every case, `<table>/<case>`."""
    return (expect.parent for table in built_tables() for expect in sorted(CASES.glob(f"{table}/*/expect.csv")))


def built_tables() -> dict[str, Table]:
    """The tables that a SELECT of their own builds."""
    return {name: table for name, table in tables().items() if table.role == "built"}


def differences(case: Path) -> list[str]:
    """Builds the case's table from its inputs; one line for each row that is missing or too many."""
    table = tables()[case.parent.name]
    with duckdb.connect() as connection:
        _load_catalog(connection, case)
        for other in tables().values():
            connection.execute(other.ddl(other.name))
        for path in sorted(case.glob("*.csv")):
            if path.stem not in ("expect", "units"):
                _load(connection, path.stem, path)
        connection.execute(table.ddl("expected"))
        _load(connection, "expected", case / "expect.csv", whole=True)
        columns = ", ".join(f'"{name}"' for name in table.columns)
        connection.execute(f"INSERT INTO {table.name} SELECT {columns} FROM ({table.sql})")
        return [
            *_surplus(connection, "missing", "expected", table.name),
            *_surplus(connection, "too many", table.name, "expected"),
        ]


def _load_catalog(connection: duckdb.DuckDBPyConnection, case: Path) -> None:
    catalog = load_catalog()
    own = case / "units.csv"
    register = load_register(own if own.is_file() else CASES / "units.csv")
    frames = {**catalog_frames(catalog, register, YEARS), **assessment_frames(catalog, register, YEARS)}
    kinds = [{"code": kind.code, "label": kind.label, "group_name": kind.group} for kind in catalog.unit_kinds]
    tasks = keypoint_frames((), catalog.task_narrative.requirement, {}, {}, {})
    for name, frame in {**frames, **tasks, "cat_unit_kind": pl.DataFrame(kinds)}.items():
        connection.register("incoming", frame.to_arrow())
        given = (case / f"{name}.csv").is_file()
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming WHERE NOT {given}")


def _load(connection: duckdb.DuckDBPyConnection, table: str, path: Path, *, whole: bool = False) -> None:
    """Fills a table from a CSV file, each text cast to the column's declared type."""
    read = f"read_csv('{path}', all_varchar = true, header = true, nullstr = '')"
    given = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
    known = {row[0]: row[1] for row in connection.execute(f"DESCRIBE {table}").fetchall()}
    assert given <= set(known), f"{path.name}: {table} has no column {sorted(given - set(known))}"
    assert not whole or given == set(known), f"{path.name}: column missing {sorted(set(known) - given)}"
    values = ", ".join(f'"{name}"::{kind}' if name in given else f"NULL::{kind}" for name, kind in known.items())
    connection.execute(f"INSERT INTO {table} SELECT {values} FROM {read}")


def _surplus(connection: duckdb.DuckDBPyConnection, word: str, left: str, right: str) -> list[str]:
    rows = connection.execute(f"SELECT * FROM {left} EXCEPT ALL SELECT * FROM {right} ORDER BY ALL").fetchall()
    names = [column[0] for column in connection.description or ()]
    return [f"{word}: " + ", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in rows]
