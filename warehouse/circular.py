"""What the quarterly circular is made from, and what it is checked against: rows of the published tables, as they stand in a release or
as they would be published now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.catalog.period import Period
from warehouse.released import published_views
from warehouse.store import Store

Rows = Sequence[Mapping[str, Any]]
_SQL = Path(__file__).parent / "sql" / "circular"
_TABLES = (
    *("dim_unit", "dim_period", "dim_indicator", "dim_portal_metric", "dim_task", "fct_indicator", "fct_portal_metric"),
    *("fct_score", "fct_score_line", "fct_problem", "rpt_problem_status", "fct_link", "fct_task_progress"),
    *("fct_task_figure", "rpt_task_status", "rpt_quarterly_units", "rpt_quarterly_coverage"),
)


@dataclass(frozen=True, slots=True)
class CircularTables:
    """The published tables laid out; valid as long as they are."""

    store: Store

    def rows(self, name: str, period: Period) -> Rows:
        """The rows of `sql/circular/<name>.sql` for a quarter."""
        return self.store.rows(_select(name), {"period": str(period)})


@contextmanager
def circular_tables(store: Store, database: Path | None = None) -> Iterator[CircularTables]:
    """Lays out the tables of the release with this database, or as they would be published now if None."""
    with published_views(store.connection, _TABLES, database):
        yield CircularTables(store)


@cache
def _select(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
