"""Lays out the built tables for the rules, which then judge them as they judge any report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from warehouse.store import Store
from warehouse.tables import tables

_SQL = Path(__file__).parent / "sql" / "audit"


def lay_out_statements(store: Store) -> bool:
    """Lays out the district's built tables as a batch, but for its cells; False where there are none."""
    for name in ("built_cell", "check_submission", "check_problem", "counting_cell", "member_cell"):
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_read(name)}")
    return bool(store.rows("SELECT 1 FROM check_submission LIMIT 1"))


def lay_out_cells(store: Store, *, hide_partial: bool) -> None:
    """Lays out the cells of the batch. See audit/check_cell.sql for `hide_partial`."""
    sql = f"CREATE OR REPLACE TEMP TABLE check_cell AS {_read('check_cell')}"
    store.connection.execute(sql, {"hide_partial": hide_partial})


def known_verdicts(store: Store) -> dict[str, dict[str, bool]]:
    """What Great Expectations said of the built tables last time: by the mark of what it was asked, whether each rule is met."""
    known: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in store.rows("SELECT question, rule_id, is_met FROM raw_verdict"):
        known[row["question"]][row["rule_id"]] = row["is_met"]
    return dict(known)


def record_audit(
    store: Store, results: pl.DataFrame, violations: pl.DataFrame, verdicts: Mapping[str, Mapping[str, bool]]
) -> None:
    """Puts what the rules say of the built tables in the place of what they said last time."""
    rows = [(mark, rule_id, is_met) for mark, said in verdicts.items() for rule_id, is_met in said.items()]
    with store.transaction():
        for table, frame in (("dq_result", results), ("dq_violation", violations)):
            store.connection.execute(f"DELETE FROM {table} WHERE submission_id <= 0")
            store.insert(table, frame)
        store.replace("raw_verdict", pl.DataFrame(rows, tables()["raw_verdict"].frame_schema, orient="row"))


def unexplained_failures() -> str:
    """The SELECT of the errors that stand against a release."""
    return _read("unexplained_failure")


def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
