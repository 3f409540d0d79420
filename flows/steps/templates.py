"""Templates out: one workbook a unit, with the openings that were accepted filled in, and its own key-point tasks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.figures import FigureReader
from flows.steps.standing import open_standing
from flows.steps.tasks.holding import own_tasks
from reports.template.metrics import OwnMetrics, asked_measures
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.catalog.units import Unit
from warehouse.workspace import Workspace, WorkspaceError


def issue_templates(workspace: Workspace, period: Period, units: Sequence[str] = ()) -> list[Path]:
    """Writes `templates/<period>/<unit>.xlsx` for every unit that owes the period, or for those named. Raises WorkspaceError."""
    owing = tuple(workspace.register.reporting(period))
    named = workspace.units_named(units)
    strangers = [unit.name for unit in named if unit not in owing]
    if strangers:
        raise WorkspaceError(f"这些单位在{period.label}无需报送：{'、'.join(strangers)}。")
    folder = workspace.templates / str(period)
    folder.mkdir(parents=True, exist_ok=True)
    with open_standing(workspace) as store:
        load_catalog_tables(store, workspace)
        opening = FigureReader(store, workspace).closing(period)
        tasks = own_tasks(store, workspace, period)
    written = []
    for unit in named or owing:
        order = TemplateOrder(
            unit_code=unit.code,
            unit_name=unit.name,
            period=period,
            opening=opening[unit.code],
            tasks=tasks.get(unit.code, ()),
            scope=workspace.catalog.unit_kind(unit.kind).reports,
            metrics=_metrics(workspace, unit, period),
        )
        path = folder / f"{period}-{unit.name.replace('/', '-')}.xlsx"
        path.write_bytes(write_template(order, workspace.catalog))
        written.append(path)
    return written


def _metrics(workspace: Workspace, unit: Unit, period: Period) -> OwnMetrics | None:
    """What the unit is asked for beside the statutory tables; None where the office does not ask."""
    if period.quarter is None or not workspace.asks_metrics(period):
        return None
    return OwnMetrics(asked_measures(workspace.catalog, unit.kind, period.quarter))
