"""Golden cases of the comparison of two releases: a folder of input tables and `expect.csv`, no code.

`<case>/<published table>.csv` holds the columns that matter of one published table of both releases, told apart by its column
`side` (former, present); cells, periods and units are the catalogue's and `units.csv` here. `expect.csv` is rpt_revision. The former
release is `0001` and was made for 2025Q1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from tests.sql.golden import YEARS
from warehouse.catalog.catalog import load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog_tables import catalog_frames
from warehouse.revision import COMPARED, derive_revision
from warehouse.tables import tables

CASES = Path(__file__).parent
UNITS = CASES.parent / "units.csv"
FORMER, PUBLISHED_TO = "0001", Period(2025, 1)


def case_folders() -> Iterator[Path]:
    """Every case."""
    return (expect.parent for expect in sorted(CASES.glob("*/expect.csv")))


def differences(case: Path) -> list[str]:
    """Compares the case's two releases; one line for each row that is missing or too many."""
    with duckdb.connect() as connection:
        for name, ddl in _declared().items():
            connection.execute(ddl)
            if (case / f"{name}.csv").is_file():
                _load(connection, f"compared_{name}", case / f"{name}.csv")
        _fill(connection)
        derive_revision(connection, FORMER, PUBLISHED_TO)
        connection.execute(tables()["rpt_revision"].ddl("expected"))
        _load(connection, "expected", case / "expect.csv")
        return [
            *_surplus(connection, "missing", "expected", "revised"),
            *_surplus(connection, "too many", "revised", "expected"),
        ]


def _declared() -> dict[str, str]:
    by_name = {table.mart_name: table for table in tables().values()}
    return {
        name: f"CREATE TABLE compared_{name} (side VARCHAR, "
        + ", ".join(f'"{column}" {declared.type}' for column, declared in by_name[name].columns.items())
        + ")"
        for name in COMPARED
    }


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    """The dimensions of both sides, where the case gives none of its own."""
    catalog, register = load_catalog(), load_register(UNITS)
    frames = catalog_frames(catalog, register, YEARS)
    units = pl.DataFrame(
        [
            (unit.code, unit.name, unit.parent, unit.is_rolled_up, unit.valid_to, ";".join(unit.successors) or None)
            for unit in register.units
        ],
        {"u": pl.String, "n": pl.String, "p": pl.String, "r": pl.Boolean, "to": pl.Date, "s": pl.String},
        orient="row",
    )
    periods = frames["cat_period"].select("period", "year", "quarter", "is_year", "starts_on", "ends_on")
    labels = pl.DataFrame(
        [(p, Period.parse(p).label) for p in periods["period"]], {"period": pl.String, "name": pl.String}, orient="row"
    )
    for side in ("former", "present"):
        for name, frame, columns in (
            ("dim_unit", units, "unit_code, unit_name, parent_code, is_rolled_up, valid_to, successor_codes"),
            (
                "dim_period",
                periods.join(labels, on="period"),
                "period, year, quarter, is_year, starts_on, ends_on, period_name",
            ),
        ):
            connection.register("incoming", frame.to_arrow())
            connection.execute(f"INSERT INTO compared_{name} (side, {columns}) SELECT '{side}', * FROM incoming")


def _load(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Fills a table from a CSV file; an empty field is NULL."""
    read = f"read_csv('{path}', all_varchar = true, header = true, nullstr = '')"
    given = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()]
    columns = ", ".join(f'"{name}"' for name in given)
    connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {read}")


def _surplus(connection: duckdb.DuckDBPyConnection, word: str, left: str, right: str) -> list[str]:
    rows = connection.execute(f"SELECT * FROM {left} EXCEPT ALL SELECT * FROM {right} ORDER BY ALL").fetchall()
    names = [column[0] for column in connection.description or ()]
    return [f"{word}: " + ", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in rows]
