"""The catalogue laid out for the SELECTs of a connection: what they join, for who looks as for who judges."""

from __future__ import annotations

import polars as pl

from flows.steps.keypoints.tables import load_keypoint_tables
from warehouse.assessment_tables import assessment_frames
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog_tables import catalog_frames
from warehouse.store import Store
from warehouse.workspace import Workspace


def load_catalog_tables(store: Store, workspace: Workspace) -> None:
    """The catalogue as `cat_*` tables of this connection, over the years that the receipts speak of."""
    years = [
        int(row["year"])
        for row in store.rows("SELECT DISTINCT left(period, 4) AS year FROM core_receipt WHERE period IS NOT NULL")
    ]
    span = range(min(years) - 1, max(years) + 2) if years else range(2024, 2027)
    calendar = WorkingCalendar.read(workspace.calendar)
    frames = catalog_frames(workspace.catalog, workspace.register, span, calendar, workspace.metrics_since)
    scored = assessment_frames(workspace.catalog, workspace.register, span, calendar, workspace.assessment)
    for name, frame in {**frames, **scored}.items():
        store.temporary(name, frame)
    kinds = [
        {"code": kind.code, "label": kind.label, "group_name": kind.group} for kind in workspace.catalog.unit_kinds
    ]
    store.temporary("cat_unit_kind", pl.DataFrame(kinds))
    load_keypoint_tables(store, workspace)
