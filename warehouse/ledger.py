"""The ledger: which version of each report counts. One batch is one period and scope, of so many units that the memory that it takes
does not grow with their number; its relations are what the rules read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.tables import tables

_SQL = Path(__file__).parent / "sql" / "ledger"
_UNITS = 2000  # of a batch at most
_MINE = (
    "submission_id IN (SELECT submission_id FROM to_judge "
    "WHERE period IS NOT DISTINCT FROM $period AND scope = $scope AND part = $part)"
)

_RELATIONS = (
    *("check_submission", "check_cell", "check_problem", "counting_cell", "member_cell"),
    *("check_metric", "check_filing", "check_link"),
)
_TASK_RELATIONS = (
    *("check_task", "check_task_figure", "check_task_unit"),
    *("counting_task", "counting_task_figure"),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is judged together. `period` is None for files whose period could not be found; all of a unit is in one `part`."""

    period: str | None
    scope: str
    part: int = 0

    @property
    def slots(self) -> dict[str, str | int | None]:
        """As SQL parameters."""
        return {"period": self.period, "scope": self.scope, "part": self.part}


def select_for_judgement(store: Store, changed: Collection[int]) -> list[Batch]:
    """Lays out `to_judge`: the submissions that the changed ones can have an effect on. Gives their batches in the order in which
    they are to be judged: each needs what counts of the periods before it, and a 汇总 the units of its own period.

    An effect reaches the same unit, those that take over from it, and the jurisdiction, from the first changed period on.
    """
    store.temporary("changed", pl.DataFrame({"submission_id": sorted(changed)}, schema={"submission_id": pl.Int64}))
    store.connection.execute(f"CREATE OR REPLACE TEMP TABLE all_receipt AS {_read('to_judge')}")
    store.connection.execute(f"CREATE OR REPLACE TEMP TABLE to_judge AS {_in_parts(_read('affected'))}")
    found = store.rows("SELECT DISTINCT period, scope, part FROM to_judge")
    return sorted((Batch(**row) for row in found), key=_place)


def lay_out_batch(store: Store, batch: Batch) -> None:
    """Lays out the relations that the rules read (see docs/architecture.md) for one batch; those on tasks where there are key points."""
    for name in (*_RELATIONS, *(_TASK_RELATIONS if _has_tasks(store) else ())):
        sql = _read(name)
        slots = {key: value for key, value in batch.slots.items() if f"${key}" in sql}
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", slots)


def record_batch(store: Store, batch: Batch, results: pl.DataFrame, violations: pl.DataFrame) -> None:
    """Puts results, ledger rows and counting cells of a batch in the place of the former ones, in one transaction."""
    run = store.connection.execute
    with store.transaction():
        for table in ("dq_result", "dq_violation", "core_submission"):
            run(f"DELETE FROM {table} WHERE {_MINE}", batch.slots)
        run(
            """DELETE FROM core_cell WHERE period = $period AND scope = $scope
               AND unit_code IN (SELECT unit_code FROM to_judge WHERE period = $period AND scope = $scope AND part = $part)""",
            batch.slots,
        )
        store.insert("dq_result", results)
        store.insert("dq_violation", violations)
        run(f"CREATE OR REPLACE TEMP TABLE judged AS {_read('core_submission')}", batch.slots)
        for table, source in (("core_submission", "judged"), ("core_cell", f"({_read('core_cell')})")):
            run(f"INSERT INTO {table} SELECT {', '.join(tables()[table].columns)} FROM {source}")


def _has_tasks(store: Store) -> bool:
    laid = store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'cat_task'")
    return bool(laid) and bool(store.rows("SELECT 1 FROM cat_task LIMIT 1"))


def _in_parts(affected: str) -> str:
    ranked = "dense_rank() OVER (PARTITION BY period, scope ORDER BY unit_code NULLS FIRST)"
    return f"SELECT *, ({ranked} - 1) // {_UNITS} AS part FROM ({affected})"


def _place(batch: Batch) -> tuple[object, ...]:
    period = batch.period
    return (period is not None, *(Period.parse(period).sort_key if period else ()), batch.scope != "own", batch.part)


def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
