"""What the districts of a lake have published: their 汇总 rows as they stood when each of them was published, at one look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import duckdb

from warehouse.catalog.period import Period
from warehouse.lake import Lake
from warehouse.lake_store import attach_lake
from warehouse.offline import connect

_TABLES = {False: "rpt_quarterly_units", True: "rpt_annual_statutory"}


@dataclass(frozen=True, slots=True)
class DistrictFigures:
    """A district's last publication (its snapshot in the lake, for which period, as of when) and what it says of the asked period.

    `edition` is None, and `figures` empty, where that publication has no row for the period.
    """

    snapshot: int
    published_period: str
    published_as_of: datetime
    edition: str | None
    figures: dict[str, Decimal | None]
    units_in: int
    units_expected: int


@dataclass(frozen=True, slots=True)
class LakeLook:
    """The lake at one snapshot. `districts` by schema: None where it is laid out and nothing is published; absent without a schema."""

    snapshot: int
    districts: dict[str, DistrictFigures | None]


def read_districts(lake: Lake, schemas: Iterable[str], period: Period) -> LakeLook:
    """Reads without a lock: a snapshot never changes, whatever districts write meanwhile. Raises LakeError."""
    with connect() as connection:
        attach_lake(connection, lake, read_only=True)
        laid = connection.execute(
            "SELECT schema_name FROM duckdb_tables() WHERE database_name = 'lake' AND table_name = 'release'"
        )
        there = {name for (name,) in laid.fetchall()}
        [(snapshot,)] = connection.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchall()
        found = {
            schema: _published(connection, schema, snapshot, period) for schema in sorted(there.intersection(schemas))
        }
        return LakeLook(snapshot, found)


def _published(
    connection: duckdb.DuckDBPyConnection, schema: str, until: int, period: Period
) -> DistrictFigures | None:
    """The row that tells of a release was written when all was built and nobody else could write: its snapshot is the release's."""
    rows = connection.execute(
        f'SELECT snapshot_id, period, as_of FROM lake."{schema}".release AT (VERSION => {until})'
    ).fetchall()
    if not rows:
        return None
    [(snapshot, published_period, as_of)] = rows
    table = _TABLES[period.is_year]
    figures = connection.execute(
        f"""SELECT edition, cell_code, value, units_in, units_expected
            FROM lake."{schema}".{table} AT (VERSION => {snapshot})
            WHERE period = $period AND scope = 'aggregate' ORDER BY edition DESC, cell_code""",
        {"period": str(period)},
    ).fetchall()
    edition = figures[0][0] if figures else None
    told = [row for row in figures if row[0] == edition]
    return DistrictFigures(
        snapshot=snapshot,
        published_period=published_period,
        published_as_of=as_of,
        edition=edition,
        figures={cell: figure for _, cell, figure, _, _ in told},
        units_in=told[0][3] if told else 0,
        units_expected=told[0][4] if told else 0,
    )
