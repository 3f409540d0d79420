"""Build: core rows to report tables, then the same rules on the result as on any submission."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from expectations.answers import Answers, check_as_before
from warehouse.audit import known_verdicts, lay_out_cells, lay_out_statements, record_audit, unexplained_failures
from warehouse.catalog.catalog import Catalog
from warehouse.store import Store
from warehouse.tables import tables

_ROLL_UP = "ROLL-UP"


@dataclass(frozen=True, slots=True)
class Audit:
    """What the rules say of the built tables. `failures` are for people; `errors` are rules that broke."""

    failures: tuple[str, ...]
    errors: tuple[str, ...]


def build_tables(store: Store) -> tuple[str, ...]:
    """Builds the tables that are declared as built, in declared order, where something that they read has changed; gives those."""
    return store.build(*(name for name, table in tables().items() if table.role == "built"))


def audit_tables(store: Store, catalog: Catalog) -> Audit:
    """Checks the district's tables: identities on whole figures, and every cell against the sum of the units' own rows."""
    if not lay_out_statements(store):
        return Audit((), ())
    within = [rule.id for rule in catalog.rules if rule.level == 1 and rule.needs is None]
    answers, results = Answers(known_verdicts(store)), []
    for rule_ids, hide_partial in ((within, True), ([_ROLL_UP], False)):
        lay_out_cells(store, hide_partial=hide_partial)
        results.append(check_as_before(store.connection, catalog, answers, rule_ids=rule_ids))
    frames = (pl.concat([result.results for result in results]), pl.concat([result.violations for result in results]))
    record_audit(store, *frames, answers.given)
    errors = [f"{row['rule_id']}：{row['detail']}" for result in results for row in result.errors.iter_rows(named=True)]
    return Audit(tuple(_failures(store)), tuple(errors))


def _failures(store: Store) -> list[str]:
    """Errors of the built tables, without those that findings waived at the units account for to the last unit."""
    rows = store.rows(f"SELECT * FROM ({unexplained_failures()}) ORDER BY period, rule_id, check_key")
    return [f"{row['file_name']} {row['rule_id']}：{row['message']}" for row in rows]
