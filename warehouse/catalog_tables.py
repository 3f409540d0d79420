"""The catalogue as relations: rules and models join the `cat_*` tables, so that no SQL file repeats a declared fact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import polars as pl

from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Cell, Edition
from warehouse.catalog.period import Period
from warehouse.catalog.rules import Identity
from warehouse.catalog.units import Register, Unit
from warehouse.claim_tables import CLAIM_SCHEMAS, claim_rows
from warehouse.identity_tables import IDENTITY_SCHEMAS, identity_rows
from warehouse.indicator_tables import INDICATOR_SCHEMAS, indicator_frames
from warehouse.portal_tables import PORTAL_SCHEMAS, portal_rows

_TEXT, _DAY, _WHOLE, _FLAG = pl.String, pl.Date, pl.Int32, pl.Boolean
SCHEMAS: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "cat_cell": {
        **dict.fromkeys(("edition", "cell_code", "table_code", "row_code", "column_code"), _TEXT),
        **dict.fromkeys(("row_label", "column_label", "label", "unit", "aggregation"), _TEXT),
        **{"is_count": _FLAG, "is_signed": _FLAG, "sort_order": _WHOLE},
    },
    "cat_identity": dict.fromkeys(
        ("edition", "rule_id", "check_key", "table_code", "row_code", "column_code", "at_cell"), _TEXT
    ),
    "cat_identity_term": dict.fromkeys(("edition", "rule_id", "check_key", "side", "cell_code", "merged_into"), _TEXT),
    "cat_unit": {
        **dict.fromkeys(("unit_code", "name", "kind", "parent"), _TEXT),
        **{"is_ranked": _FLAG, "is_rolled_up": _FLAG, "valid_from": _DAY, "valid_to": _DAY},
    },
    "cat_succession": {"unit_code": _TEXT, "successor_code": _TEXT, "ended_on": _DAY, "successor_count": _WHOLE},
    "cat_period": {
        **{"period": _TEXT, "year": _WHOLE, "quarter": _WHOLE, "is_year": _FLAG},
        **{"starts_on": _DAY, "ends_on": _DAY, "previous_period": _TEXT},
    },
    **IDENTITY_SCHEMAS,
    **CLAIM_SCHEMAS,
    **PORTAL_SCHEMAS,
    **INDICATOR_SCHEMAS,
}


def catalog_frames(
    catalog: Catalog,
    register: Register,
    years: range,
    calendar: WorkingCalendar | None = None,
    metrics_since: Period | None = None,
    *,
    only: Collection[str] | None = None,
) -> dict[str, pl.DataFrame]:
    """The cat_* relations by name, columns as SCHEMAS; `years` bounds cat_period, which also gets the years' quarters, and cat_workday.

    `calendar` is the office's; `metrics_since` the first quarter for which units are asked for measures, None where they are not.
    `only` leaves out relations that nobody will read: to lay them all takes longer than to judge a report.
    """
    rows: dict[str, Iterator[tuple[object, ...]]] = {
        "cat_cell": (row for edition in catalog.editions for row in _cells(edition)),
        "cat_identity": (row for edition in catalog.editions for row in _identities(catalog, edition)),
        "cat_identity_term": (row for edition in catalog.editions for row in _terms(catalog, edition)),
        "cat_unit": (_unit(unit) for unit in register.units),
        "cat_succession": (row for unit in register.units for row in _successions(unit)),
        "cat_period": (row for year in years for row in _periods(year)),
        **identity_rows(catalog),
        **claim_rows(catalog),
        **portal_rows(catalog),
    }
    asked = [name for name in rows if only is None or name in only]
    frames = {name: pl.DataFrame(list(rows[name]), SCHEMAS[name], orient="row") for name in asked}
    if only is not None and INDICATOR_SCHEMAS.keys().isdisjoint(only):
        return frames
    return {**frames, **indicator_frames(catalog, years, calendar, metrics_since)}


def _cells(edition: Edition) -> Iterator[tuple[object, ...]]:
    for cell in (*edition.cells, *edition.merged_cells.values()):
        yield edition.edition, *_cell(cell)


def _cell(cell: Cell) -> tuple[object, ...]:
    labels = (cell.row_label, cell.column_label, cell.label)
    nature = (cell.unit, cell.aggregation, cell.is_count, cell.is_signed)
    return cell.code, cell.table, cell.row, cell.column, *labels, *nature, cell.order


def _identities(catalog: Catalog, edition: Edition) -> Iterator[tuple[object, ...]]:
    for one in catalog.identities(edition.edition):
        yield edition.edition, one.rule_id, one.key, one.table, one.row, one.column, one.at


def _terms(catalog: Catalog, edition: Edition) -> Iterator[tuple[object, ...]]:
    for one in catalog.identities(edition.edition):
        for side, code in _sides(one):
            yield edition.edition, one.rule_id, one.key, side, code, edition.merged_into.get(code)


def _sides(identity: Identity) -> Iterator[tuple[str, str]]:
    yield from (("expected", code) for code in identity.expected)
    yield from (("actual", code) for code in identity.actual)


def _unit(unit: Unit) -> tuple[object, ...]:
    standing = (unit.is_ranked, unit.is_rolled_up, unit.valid_from, unit.valid_to)
    return unit.code, unit.name, unit.kind, unit.parent, *standing


def _successions(unit: Unit) -> Iterator[tuple[object, ...]]:
    for successor in unit.successors:
        yield unit.code, successor, unit.valid_to, len(unit.successors)


def _periods(year: int) -> Iterator[tuple[object, ...]]:
    for period in (*Period(year).quarters, Period(year)):
        nature = (period.year, period.quarter, period.is_year)
        yield str(period), *nature, period.start, period.end, str(period.previous)
