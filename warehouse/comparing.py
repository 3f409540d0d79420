"""Lays out what counts beside what the portal shows, for the rules that hold the one against the other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from warehouse.store import Store

_SQL = Path(__file__).parent / "sql" / "compare"
_MARK = "compared"
_BUILT = ("core_filing", "core_portal_item", "core_portal_tally", "fct_portal_metric", "fct_measure")
_RELATIONS = ("check_submission", "check_cell", "check_measure", "check_published", "check_published_cell")


def portal_state(store: Store) -> str:
    """Fingerprint of what has been staged of the portal: which visits, to sources declared how; empty where there is nothing."""
    rows = store.rows(
        """SELECT s.source, s.fingerprint, max(f.fetch_no) AS fetch_no
           FROM stg_portal_source s JOIN stg_portal_fetch f ON f.source = s.source
           GROUP BY ALL ORDER BY s.source"""
    )
    return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""


def compared_state(store: Store) -> str:
    """The state of the portal that findings rest on."""
    rows = store.rows("SELECT fingerprint FROM raw_context WHERE name = $name", {"name": _MARK})
    return rows[0]["fingerprint"] if rows else ""


def lay_out_comparison(store: Store) -> bool:
    """Builds the measures and lays out the reports that the portal says something of; False where there are none."""
    store.build(*_BUILT)
    for name in _RELATIONS:
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {(_SQL / f'{name}.sql').read_text('utf-8')}")
    return bool(store.rows("SELECT 1 FROM check_submission LIMIT 1"))


def record_comparison(
    store: Store, rule_ids: Sequence[str], results: pl.DataFrame | None, violations: pl.DataFrame | None
) -> None:
    """Puts findings in the place of those of the last comparison, and takes the batch away: the ledger's rules must not read it."""
    with store.transaction():
        for table, frame in (("dq_result", results), ("dq_violation", violations)):
            given = {"rules": list(rule_ids)}
            store.connection.execute(f"DELETE FROM {table} WHERE rule_id IN (SELECT unnest($rules::VARCHAR[]))", given)
            if frame is not None:
                store.insert(table, frame)
        store.connection.execute("DELETE FROM raw_context WHERE name = $name", {"name": _MARK})
        mark = {"name": [_MARK], "fingerprint": [portal_state(store)]}
        store.insert("raw_context", pl.DataFrame(mark))
    for name in _RELATIONS:
        store.connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
