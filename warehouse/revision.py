"""As published, as revised: which figures differ between two releases, and which reports that comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.catalog.period import Period
from warehouse.released import attached, released_rows
from warehouse.store import Store, memory_store
from warehouse.tables import quoted, tables

_SQL = Path(__file__).parent / "sql" / "revision"
_STEPS = ("revised_figure", "submission_change", "change_reach", "revised")
COMPARED = (
    *("dim_unit", "dim_period", "dim_cell", "fct_cell", "fct_submission", "dq_answer", "release"),
    *("rpt_quarterly_units", "rpt_annual_statutory"),
)


@dataclass(frozen=True, slots=True)
class RevisedFigure:
    """One figure that differs, with the names that people know it by. None is no figure: not published, or blank."""

    table_name: str
    column_name: str
    period: str
    period_name: str
    scope: str
    unit_code: str
    unit_name: str
    edition: str
    cell_code: str
    label: str
    published_value: Decimal | None
    value: Decimal | None
    difference: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What one release says otherwise than another; `new_periods` are those that only the later one has."""

    figures: tuple[RevisedFigure, ...]
    new_periods: tuple[str, ...]


def record_revision(store: Store, former: Path, former_id: str, published_to: Period) -> int:
    """Fills `rpt_revision` with what the built tables say otherwise than a former release. Gives the number of figures."""
    with attached(store.connection, "former", former):
        compare(store.connection, {"former": "former.mart", "present": None}, former_id, published_to)
        columns = ", ".join(tables()["rpt_revision"].columns)
        with store.transaction():
            store.connection.execute("DELETE FROM rpt_revision")
            store.connection.execute(f"INSERT INTO rpt_revision SELECT {columns} FROM revised")
    return int(store.rows("SELECT count(*) AS n FROM rpt_revision")[0]["n"])


def recorded_revision(store: Store) -> tuple[RevisedFigure, ...]:
    """What `rpt_revision` holds, as figures with names."""
    return tuple(RevisedFigure(**row) for row in store.rows(_read("recorded")))


def read_revision(former: Path, present: Path, published_to: Period) -> Revision:
    """Compares the databases of two releases, both opened read-only, so that it may be asked while anybody writes or reads."""
    with (
        memory_store() as store,
        attached(store.connection, "former", former),
        attached(store.connection, "present", present),
    ):
        connection = store.connection
        compare(connection, {"former": "former.mart", "present": "present.mart"}, "", published_to)
        listed = connection.execute(_read("listing"))
        names = [column[0] for column in listed.description or ()]
        figures = tuple(RevisedFigure(**dict(zip(names, row, strict=True))) for row in listed.fetchall())
        periods = connection.execute(_read("new_period")).fetchall()
    return Revision(figures, tuple(name for (name,) in periods))


def compare(
    connection: duckdb.DuckDBPyConnection, sides: dict[str, str | None], former_id: str, published_to: Period
) -> None:
    """Lays out `revised` (columns of rpt_revision). A side is the schema of a release, or None for the working tables."""
    for name in COMPARED:
        both = " UNION ALL ".join(_side(connection, side, schema, name) for side, schema in sides.items())
        connection.execute(f"CREATE OR REPLACE TEMP VIEW compared_{name} AS {both}")
    derive_revision(connection, former_id, published_to)


def derive_revision(connection: duckdb.DuckDBPyConnection, former_id: str, published_to: Period) -> None:
    """As compare, from the `compared_*` relations: the published tables of both sides, with `side` former or present."""
    known = {
        "former_release_id": former_id,
        "published_to": published_to.end,
        "published_year": published_to.is_year,
    }
    for step in _STEPS:
        sql = _read(step)
        slots = {name: value for name, value in known.items() if f"${name}" in sql}
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {step} AS {sql}", slots)


def _side(connection: duckdb.DuckDBPyConnection, side: str, schema: str | None, name: str) -> str:
    return f"SELECT {quoted(side)} AS side, * FROM ({released_rows(connection, name, schema)})"


def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
