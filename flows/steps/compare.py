"""Compare: what counts against what the portal shows. What the portal shows comes later than the reports, and changes nothing of which
of them count: so this is judged after the ledger, over all that counts, whenever either side has changed.
"""

from __future__ import annotations

from expectations.suite import check_batch
from warehouse.catalog.catalog import Catalog
from warehouse.comparing import compared_state, lay_out_comparison, portal_state, record_comparison
from warehouse.store import Store


def compare(store: Store, catalog: Catalog, *, is_judged: bool) -> tuple[str, ...]:
    """Brings the findings on differences up to date; gives the rules that broke. `is_judged`: the ledger has changed."""
    state = portal_state(store)
    if state == compared_state(store) and not (state and is_judged):
        return ()
    rule_ids = [rule.id for rule in catalog.rules if rule.needs == "portal"]
    if not state or not lay_out_comparison(store):
        record_comparison(store, rule_ids, None, None)
        return ()
    result = check_batch(store.connection, catalog, rule_ids=rule_ids)
    record_comparison(store, rule_ids, result.results, result.violations)
    return tuple(f"{row['rule_id']}：{row['detail']}" for row in result.errors.iter_rows(named=True))
