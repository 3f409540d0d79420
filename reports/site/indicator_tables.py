"""Tables of indicators: of the district in a quarter, of a unit, of all units."""

from __future__ import annotations

from collections.abc import Iterator

from reports.site.blocks import Cell, Column, Table
from reports.site.cells import before_cell, demand, met_cell, value_cell, year_cell
from reports.site.facts import Row, Site
from reports.site.paths import indicator_path
from reports.statement import render_number

_NUMBERS = (
    *(Column("来源"), Column("分子", is_number=True), Column("分母", is_number=True), Column("指标值", is_number=True)),
    *(Column("要求"), Column("结论"), Column("本年累计", is_number=True), Column("上年同期", is_number=True)),
)


def district_table(site: Site, period: str) -> Table:
    """The district's indicators in a quarter, each source by itself, with how many units are in them."""
    rows = []
    for code, indicator in site.indicators.items():
        for source in site.sources[code]:
            row = site.value_of.get((code, source, site.district, period))
            if row is not None:
                units = Cell(str(row["units_in"]), f"{indicator_path(code)}#units")
                rows.append((_name(indicator), *_numbers(site, indicator, row), units))
    return Table("全区工作指标", (Column("指标"), *_NUMBERS, Column("计入单位", is_number=True)), tuple(rows))


def unit_tables(site: Site, unit_code: str) -> tuple[Table, ...]:
    """A unit's indicators in the latest quarter that it has any in, beside the district's, and their values in all quarters."""
    quarters = [row["period"] for row in reversed(site.quarters)]
    told = [quarter for quarter in quarters if any(_held(site, unit_code, quarter))]
    if not told:
        return ()
    latest = _latest(site, unit_code, told[0])
    return (latest,) if len(told) == 1 else (latest, _history(site, unit_code, told))


def _held(site: Site, unit_code: str, quarter: str) -> Iterator[tuple[Row, Row]]:
    """The indicators of a unit with their values in a quarter."""
    for code, indicator in site.indicators.items():
        for source in site.sources[code]:
            row = site.value_of.get((code, source, unit_code, quarter))
            if row is not None:
                yield indicator, row


def _latest(site: Site, unit_code: str, quarter: str) -> Table:
    rows = tuple(
        (
            _name(indicator),
            *_numbers(site, indicator, row),
            value_cell(site, site.value_of.get((*_key(row), site.district, quarter)), indicator["unit"]),
        )
        for indicator, row in _held(site, unit_code, quarter)
    )
    return Table(
        f"{site.period_name(quarter)}工作指标", (Column("指标"), *_NUMBERS, Column("全区", is_number=True)), rows
    )


def _history(site: Site, unit_code: str, quarters: list[str]) -> Table:
    found = {_key(row): indicator for quarter in quarters for indicator, row in _held(site, unit_code, quarter)}
    rows = tuple(
        (
            _name(indicator),
            Cell(site.catalog.indicators.words.sources[key[1]]),
            *(
                value_cell(site, site.value_of.get((*key, unit_code, quarter)), indicator["unit"])
                for quarter in quarters
            ),
        )
        for key, indicator in sorted(found.items(), key=lambda one: (one[1]["indicator_order"], one[0][1]))
    )
    shown = (Column(site.period_name(quarter), is_number=True) for quarter in quarters)
    return Table("各季指标值", (Column("指标"), Column("来源"), *shown), rows)


def _key(row: Row) -> tuple[str, str]:
    return row["indicator_code"], row["source"]


def _name(indicator: Row) -> Cell:
    return Cell(
        indicator["name"], indicator_path(indicator["indicator_code"]), key=f"{indicator['indicator_order']:04}"
    )


def _numbers(site: Site, indicator: Row, row: Row) -> tuple[Cell, ...]:
    unit = indicator["unit"]
    return (
        Cell(site.catalog.indicators.words.sources[row["source"]]),
        part_cell(row["numerator"]),
        part_cell(row["denominator"]),
        value_cell(site, row, unit),
        Cell(demand(site, indicator), tone="none" if indicator["operator"] is None else ""),
        met_cell(site, row),
        year_cell(site, row, unit),
        before_cell(site, row, unit),
    )


def part_cell(value: object) -> Cell:
    """A numerator or a denominator; a dash where the indicator has none or it was not told."""
    return Cell("—", tone="none") if value is None else Cell(render_number(value))  # type: ignore[arg-type]
