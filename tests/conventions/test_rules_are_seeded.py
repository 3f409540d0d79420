"""Every declared rule has a breaker: a seeded defect that it must find."""

from __future__ import annotations

import pytest

from tests.spec.seeded.break_metrics import metric_deliveries
from tests.spec.seeded.break_portal import portal_deliveries
from tests.spec.seeded.break_tasks import task_deliveries
from tests.spec.seeded.breakers import BREAKERS
from tests.spec.seeded.cases import Supply
from tests.spec.seeded.office import deliveries
from warehouse.catalog.catalog import load_catalog

RULES = {rule.id for rule in load_catalog().rules}
SPOILT = {rule_id for delivery in deliveries() for rule_id in delivery.seeded}
SPOILT |= {
    delivery.rule_id
    for delivery in (*task_deliveries(), *metric_deliveries(), *portal_deliveries())
    if delivery.rule_id
}


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_a_rule_is_seeded(rule_id: str) -> None:
    assert rule_id in SPOILT | {breaker.rule_id for breaker in BREAKERS}


def test_nothing_is_seeded_that_is_no_rule() -> None:
    assert SPOILT | {breaker.rule_id for breaker in BREAKERS} <= RULES


@pytest.mark.parametrize("breaker", BREAKERS, ids=lambda breaker: breaker.full_name)
def test_a_breaker_expects_its_own_rule_and_breaks_one_thing_once(breaker: object) -> None:
    chosen = [one for one in BREAKERS if one is breaker]
    case = Supply(1).break_one(chosen)
    assert {finding.rule_id for finding in case.expected} >= {chosen[0].rule_id}
    assert [one.name for one in BREAKERS].count(chosen[0].name) == 1
