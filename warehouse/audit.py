"""Lays out the built tables for the rules, which then judge them as they judge any report."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from warehouse.store import Store

_SQL = Path(__file__).parent / "sql" / "audit"


def lay_out_statements(store: Store, *, hide_partial: bool) -> bool:
    """Lays out the district's built tables as a batch; False where there are none. See audit/check_cell.sql for `hide_partial`."""
    for name in ("built_cell", "check_submission", "check_cell", "check_problem", "counting_cell", "member_cell"):
        sql = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
        slots = {"hide_partial": hide_partial} if "$hide_partial" in sql else {}
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", slots)
    return bool(store.rows("SELECT 1 FROM check_submission LIMIT 1"))


def record_audit(store: Store, results: pl.DataFrame, violations: pl.DataFrame) -> None:
    """Puts what the rules say of the built tables in the place of what they said last time."""
    with store.transaction():
        for table, frame in (("dq_result", results), ("dq_violation", violations)):
            store.connection.execute(f"DELETE FROM {table} WHERE submission_id <= 0")
            store.insert(table, frame)


def unexplained_failures() -> str:
    """The SELECT of the errors that stand against a release."""
    return (_SQL / "unexplained_failure.sql").read_text(encoding="utf-8")
