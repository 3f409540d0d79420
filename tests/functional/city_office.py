"""Reports of a city's units and districts with a few figures in them, as workbooks in an inbox."""

from __future__ import annotations

from decimal import Decimal

from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.forms import Cell
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

Q1 = Period(2025, 1)
YEAR = Period(2025)


def figures(city: Workspace, period: Period = Q1, **figures: int) -> dict[str, Decimal | None]:
    """A report with requests of one natural person granted, and what else is given by row of T2."""
    asked, granted = figures.pop("new", 0), figures.pop("new_granted", 0)
    values: dict[str, Decimal | None] = {cell.code: Decimal(0) for cell in _cells(city, period)}
    for column in ("natural_person", "total"):
        values[f"T3:new.{column}"] = Decimal(asked)
        values[f"T3:granted.{column}"] = values[f"T3:total.{column}"] = Decimal(granted)
        values[f"T3:carried_out.{column}"] = Decimal(asked - granted)
    return values | {f"T2:{code.replace('_', '.', 1)}": Decimal(value) for code, value in figures.items()}


def _cells(city: Workspace, period: Period) -> tuple[Cell, ...]:
    return city.catalog.edition(city.catalog.form(period.form_code).edition).cells


def lay(city: Workspace, unit_code: str, scope: str, period: Period = Q1, **counts: int) -> None:
    """Puts a unit's workbook into the inbox."""
    unit = city.register.by_code[unit_code]
    values = figures(city, period, **counts)
    order = TemplateOrder(
        unit_code=unit_code, unit_name=unit.name, period=period, opening={}, values=values, scope=scope
    )
    (city.inbox / f"{period}{unit.name}-{scope}.xlsx").write_bytes(write_template(order, city.catalog))
