"""Sheets of measures and documents spoilt in each way that a rule knows: each found at its cells, and nothing where nothing is wrong."""

from __future__ import annotations

import pytest

from flows.sources.link_answer import LinkAnswer
from flows.steps.collect import collect
from flows.steps.links.history import land_visit
from flows.steps.state import refresh
from tests.spec.seeded.break_metrics import GONE, RECEIVED, metric_deliveries, metric_workspace, put_all
from warehouse.store import open_store

SENT = list(metric_deliveries())
Found = dict[str, set[tuple[str, str]]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """By unit: rule and place of every finding."""
    workspace = metric_workspace(tmp_path_factory.mktemp("spoilt") / "office")
    put_all(workspace)
    assert collect(workspace, as_of=RECEIVED).errors == ()
    land_visit(workspace, [LinkAnswer(GONE, "dead", "HTTP 404")], {GONE: (GONE,)}, RECEIVED)
    with open_store(workspace.database) as store:
        assert len(refresh(store, workspace).judged) == 1  # who gives the link, and nobody else
        rows = store.rows(
            """SELECT c.unit_code, v.rule_id, v.sheet || '!' || coalesce(v.address, '') AS place
               FROM dq_violation v JOIN core_receipt c USING (submission_id)"""
        )
    said: Found = {}
    for row in rows:
        said.setdefault(row["unit_code"], set()).add((row["rule_id"], row["place"]))
    return said


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: f"{sent.unit} {sent.rule_id or 'clean'}")
def test_what_was_spoilt_is_found_and_nothing_else(sent: object, found: Found) -> None:
    [one] = [delivery for delivery in SENT if delivery is sent]
    assert found.get(one.unit, set()) == {(one.rule_id, place) for place in one.places}
