"""As published, as revised: which tasks stand otherwise at a unit than a former release said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.catalog.period import Period
from warehouse.released import attached, released_rows
from warehouse.store import memory_store

_SQL = Path(__file__).parent / "sql" / "revision" / "task_change.sql"
TASKS_COMPARED = ("dim_unit", "dim_period", "dim_task", "fct_task_progress")


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task at a unit in a quarter; statuses are those of fct_task_progress, None where the unit did not have the task.

    The submissions are those that each side rests on; None where nothing was reported.
    """

    period: str
    period_name: str
    document: str
    task_id: str
    name: str | None
    unit_code: str
    unit_name: str
    published_status: str | None
    status: str | None
    was_disputed: bool
    is_disputed: bool
    published_submission_id: int | None
    submission_id: int | None


def read_task_changes(former: Path, present: Path, published_to: Period) -> tuple[TaskChange, ...]:
    """Compares the databases of two releases, both opened read-only; a release made before there were tasks has none."""
    with (
        memory_store() as store,
        attached(store.connection, "former", former),
        attached(store.connection, "present", present),
    ):
        for name in TASKS_COMPARED:
            sides = (
                f"SELECT '{side}' AS side, * FROM ({released_rows(store.connection, name, f'{side}.mart')})"
                for side in ("former", "present")
            )
            store.connection.execute(f"CREATE TEMP VIEW compared_{name} AS {' UNION ALL '.join(sides)}")
        return derive_task_changes(store.connection, published_to)


def derive_task_changes(connection: duckdb.DuckDBPyConnection, published_to: Period) -> tuple[TaskChange, ...]:
    """The changes, from the `compared_*` relations: the published tables of both sides, with `side` former or present."""
    slots = {"published_to": published_to.end, "published_year": published_to.is_year}
    found = connection.execute(_SQL.read_text(encoding="utf-8"), slots)
    names = [column[0] for column in found.description or ()]
    return tuple(TaskChange(**dict(zip(names, row, strict=True))) for row in found.fetchall())
