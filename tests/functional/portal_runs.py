"""Runs of `zwgk portal`'s steps in these tests, and what stands in the working database afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows.sources.portal_web import PortalSettings
from flows.steps.build import build_tables
from flows.steps.portal import visit as steps
from flows.steps.portal.visit import PortalSummary, SourceOutcome
from flows.steps.state import refresh
from tests.functional.portal_site import QUICK
from warehouse.store import open_store
from warehouse.workspace import Workspace

JULY = datetime(2025, 7, 5, 8)


def visit(
    workspace: Workspace, *names: str, at: datetime = JULY, settings: PortalSettings = QUICK
) -> dict[str, SourceOutcome]:
    """Fetches, lands and stages; what each feed came to."""
    return {one.feed: one for one in summary_of(workspace, *names, at=at, settings=settings).sources}


def summary_of(
    workspace: Workspace, *names: str, at: datetime = JULY, settings: PortalSettings = QUICK
) -> PortalSummary:
    """The summary of one run."""
    opened = Workspace.open(workspace.root)  # as another command would: nothing is remembered in the process
    return steps.land_and_stage(opened, steps.fetch(opened, names, settings), at)


def rows(workspace: Workspace, sql: str) -> list[dict[str, Any]]:
    """A query on the working database."""
    with open_store(workspace.database) as store:
        return store.rows(sql)


def metrics(workspace: Workspace) -> dict[tuple[str, str, str, str], tuple[Any, ...]]:
    """fct_portal_metric as it is built now: (metric, scope, unit, period) to (value, numerator, denominator, is_complete)."""
    with open_store(workspace.database) as store:
        refresh(store, Workspace.open(workspace.root))
        build_tables(store)
        found = store.rows("SELECT * FROM fct_portal_metric")
    names = ("value", "numerator", "denominator", "is_complete")
    return {
        (row["metric_code"], row["scope"], row["unit_code"], row["period"]): tuple(row[name] for name in names)
        for row in found
    }
