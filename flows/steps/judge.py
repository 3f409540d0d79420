"""Judge: every changed submission and what depends on it, batch by batch, by all rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from expectations.suite import check_batch
from warehouse.catalog.catalog import Catalog
from warehouse.ledger import lay_out_batch, record_batch, select_for_judgement
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Judged:
    """Submissions judged in this run, and rules that broke."""

    submissions: tuple[int, ...]
    errors: tuple[str, ...]


def judge(store: Store, catalog: Catalog, changed: Collection[int]) -> Judged:
    """Brings the ledger up to date with the changed submissions."""
    if not changed:
        return Judged((), ())
    errors: list[str] = []
    for batch in select_for_judgement(store, changed):
        lay_out_batch(store, batch)
        result = check_batch(store.connection, catalog)
        record_batch(store, batch, result.results, result.violations)
        errors += (f"{row['rule_id']}：{row['detail']}" for row in result.errors.iter_rows(named=True))
    judged = store.rows("SELECT submission_id FROM to_judge ORDER BY submission_id")
    return Judged(tuple(row["submission_id"] for row in judged), tuple(errors))
