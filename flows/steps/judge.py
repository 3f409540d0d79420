"""Judge: every changed submission and what depends on it, batch by batch, by all rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from expectations.confirm import Counted, confirm
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
    """Brings the ledger up to date with the changed submissions.

    Great Expectations is asked once, about all batches, after the last one: the ledger is what was derived only once that is over
    (marks.py), so a run that dies before has it all judged again. A rule on which it differs is our error: it judges nothing.
    """
    if not changed:
        return Judged((), ())
    set_apart: dict[str, str] = {}
    while True:
        errors, counted = _judge_batches(store, catalog, changed, set_apart)
        differing = confirm(catalog, counted)
        if not differing:
            break
        set_apart |= differing
    judged = store.rows("SELECT submission_id FROM to_judge ORDER BY submission_id")
    return Judged(tuple(row["submission_id"] for row in judged), errors)


def _judge_batches(
    store: Store, catalog: Catalog, changed: Collection[int], set_apart: Mapping[str, str]
) -> tuple[tuple[str, ...], list[Counted]]:
    errors: list[str] = []
    counted: list[Counted] = []
    for batch in select_for_judgement(store, changed):
        lay_out_batch(store, batch)
        result = check_batch(store.connection, catalog, engine="later", set_apart=set_apart)
        record_batch(store, batch, result.results, result.violations)
        errors += (f"{row['rule_id']}：{row['detail']}" for row in result.errors.iter_rows(named=True))
        counted.append(result.counted)
    return tuple(errors), counted
