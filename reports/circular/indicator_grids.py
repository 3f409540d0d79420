"""The tables of indicators: the district's with year and last year, and the units' by group, a column for each indicator and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

from reports.circular.content import CircularReport, IndicatorRow, UnitRef
from reports.circular.facts import Facts, asked, source
from reports.circular.listed import Line, listed_grid
from reports.circular.words import plain, shown
from reports.narrative.paper import CellRole, Grid
from reports.narrative.text import fill
from reports.statement import render_number
from warehouse.catalog.catalog import Catalog

_DISTRICT: tuple[CellRole, ...] = ("label", "text", "figure", "figure", "figure", "text", "text")
_YEAR, _BEFORE = 3, 4
_FIGURE: CellRole = "figure"
_UNIT, _COLUMN = 2.6, 1.0  # widths by their shares


def district_grid(report: CircularReport, facts: Facts, catalog: Catalog) -> Grid:
    """What the indicators come to for all units together, under the names of their groups; without the year to date in the first
    quarter, and without last year where nothing is known of it.
    """
    words, rows = catalog.circular.grids["district"], report.district_indicators
    kept = [True] * len(words.columns)
    kept[_YEAR] = not report.quarter.is_first and any(row.year_value is not None for row in rows)
    kept[_BEFORE] = any(row.before_value is not None for row in rows)
    lines = (Line(tuple(compress(_district_texts(row, catalog), kept)), row.group) for row in rows)
    columns, widths = tuple(compress(words.columns, kept)), tuple(compress(words.widths, kept))
    caption = fill(words.caption, facts)
    return listed_grid("indicators", caption, columns, widths, lines, tuple(compress(_DISTRICT, kept)))


def _district_texts(row: IndicatorRow, catalog: Catalog) -> tuple[str, ...]:
    words = catalog.circular
    return (
        row.name,
        source(row, catalog),
        parted(row, catalog),
        shown(row.year_value, row.measure, words),
        shown(row.before_value, row.measure, words),
        asked(row, catalog),
        verdict(row, catalog),
    )


def parted(row: IndicatorRow, catalog: Catalog) -> str:
    """`85.71%（6/7）`: a quotient with its parts; the state in words where there is no value."""
    if row.value is None:
        return catalog.circular.short_states[row.state]
    value = shown(row.value, row.measure, catalog.circular)
    if row.denominator is None or row.measure == "count":
        return value
    return f"{value}（{render_number(row.numerator)}/{render_number(row.denominator)}）"


def verdict(row: IndicatorRow, catalog: Catalog) -> str:
    """Whether the requirement is met, nothing where that is not judged."""
    words = catalog.circular.verdicts
    return "" if row.is_met is None else words["met" if row.is_met else "unmet"]


def unit_grids(report: CircularReport, catalog: Catalog) -> Iterator[Grid]:
    """A table for each group of indicators that any unit has something of."""
    rows = [row for row in report.indicators if row.unit is not None]
    for place, group in enumerate(dict.fromkeys(row.group for row in rows)):
        columns = _columns([row for row in rows if row.group == group])
        if columns:
            yield _unit_grid(f"unit_indicators_{place}", group, columns, report, catalog)


def _columns(rows: Sequence[IndicatorRow]) -> dict[tuple[str, str], dict[str, IndicatorRow]]:
    """By indicator and source the rows by unit; those that nobody has a value of are left out."""
    columns: dict[tuple[str, str], dict[str, IndicatorRow]] = {}
    for row in rows:
        if row.unit is not None:
            columns.setdefault((row.code, row.source), {})[row.unit.code] = row
    return {key: own for key, own in columns.items() if any(row.value is not None for row in own.values())}


def _unit_grid(
    name: str,
    group: str,
    columns: dict[tuple[str, str], dict[str, IndicatorRow]],
    report: CircularReport,
    catalog: Catalog,
) -> Grid:
    words = catalog.circular.grids["unit_indicators"]
    heads = [next(iter(own.values())) for own in columns.values()]
    headings = (*words.columns, *(_heading(row, heads, catalog) for row in heads))
    asked_units = [unit for unit in report.units if any(unit.code in own for own in columns.values())]
    lines = (Line((unit.name, *_unit_texts(unit, columns, catalog)), unit.kind) for unit in asked_units)
    widths = (_UNIT, *[_COLUMN] * len(columns))
    roles: list[CellRole] = ["label", *(_FIGURE for _ in columns)]
    return listed_grid(name, fill(words.caption, {"group": group}), headings, widths, lines, roles)


def _heading(row: IndicatorRow, heads: Sequence[IndicatorRow], catalog: Catalog) -> str:
    """An indicator of several sources names its source."""
    is_single = sum(other.code == row.code for other in heads) == 1
    facts = {"unit": row.name, "detail": source(row, catalog)}
    return row.name if is_single else fill(catalog.circular.units.detail, facts)


def _unit_texts(
    unit: UnitRef, columns: dict[tuple[str, str], dict[str, IndicatorRow]], catalog: Catalog
) -> Iterator[str]:
    for own in columns.values():
        row = own.get(unit.code)
        yield "" if row is None else cell_text(row, catalog)


def cell_text(row: IndicatorRow, catalog: Catalog) -> str:
    """A unit's value with the mark of a wanting one; where the year is judged, the mark may stand beside no value of the quarter."""
    words = catalog.circular
    value = words.short_states[row.state] if row.value is None else _short(row, catalog)
    return f"{value}{words.unmet_mark}" if row.is_met is False else value


def _short(row: IndicatorRow, catalog: Catalog) -> str:
    """A ratio with its sign, other values bare: their unit stands in the name of the indicator."""
    return shown(row.value, row.measure, catalog.circular) if row.measure == "ratio" else plain(row.value)
