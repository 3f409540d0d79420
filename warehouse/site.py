"""What the pages of a release are made of: one SELECT for each section, over the published tables of today or of a release."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warehouse.released import published_views
from warehouse.store import Store
from warehouse.tables import tables

_SQL = Path(__file__).parent / "sql" / "site"
_AT_ONCE = 64  # reports


@contextmanager
def site_tables(store: Store, database: Path | None = None) -> Iterator[None]:
    """Lays out all published tables, as they are now or as in the release with this database. Names and texts of files, which no
    release holds, come from the working tables.
    """
    names = [table.mart_name for table in tables().values() if table.published]
    with published_views(store.connection, names, database):
        yield


def read_site(store: Store, cells: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every section by its name; their columns are those of `sql/site/<section>.sql`. `cells` are the figures shown."""
    return {
        path.stem: store.rows(
            path.read_text(encoding="utf-8"), {"cells": list(cells)} if path.stem == "figure" else None
        )
        for path in sorted(_SQL.glob("*.sql"))
    }


def read_report_marks(store: Store, submissions: Collection[int]) -> dict[int, str]:
    """By report a mark of the row that read_report_cells gives of it: an equal mark means an equal row."""
    sql = (_SQL / "turns" / "report_mark.sql").read_text(encoding="utf-8")
    rows = store.rows(sql, {"submissions": sorted(submissions)})
    return {row["submission_id"]: row["mark"] for row in rows}


def read_report_cells(store: Store, submissions: Collection[int]) -> Iterator[dict[str, Any]]:
    """The cells of these reports, one row a report in order of submission, read in turns: a city has more than fit at once.

    No other query may run on the connection until the last one is taken.
    """
    sql = (_SQL / "turns" / "report_cell.sql").read_text(encoding="utf-8")
    result = store.connection.execute(sql, {"submissions": sorted(submissions)})
    names = [column[0] for column in result.description or ()]
    while rows := result.fetchmany(_AT_ONCE):
        yield from (dict(zip(names, row, strict=True)) for row in rows)
