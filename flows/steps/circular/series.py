"""The lines that the circular's page draws: key figures, who reported, and indicators of the district over the last quarters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reports.circular.content import Series
from reports.narrative.figures import sum_cells
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.circular import CircularTables

_Quarter = tuple[int, int]
_Values = Mapping[str, Decimal]


def circular_series(tables: CircularTables, catalog: Catalog, period: Period) -> tuple[Series, ...]:
    """A line for each declared figure that at least two quarters have."""
    found: dict[_Quarter, dict[str, dict[str, Decimal]]] = {}
    for row in tables.rows("series", period):
        kinds = found.setdefault((row["year"], row["quarter"]), {"cell": {}, "reported": {}, "indicator": {}})
        if row["value"] is not None:
            kinds[row["kind"]][row["code"]] = row["value"]
    words = catalog.circular.charts
    shown = dict(sorted(found.items())[-words.quarters :])
    drawn = (*_figures(shown, catalog), *_shares(shown, catalog))
    return tuple(one for one in drawn if sum(value is not None for _, value in one.points) > 1)


def _figures(quarters: Mapping[_Quarter, Mapping[str, _Values]], catalog: Catalog) -> Iterator[Series]:
    wanted = [key for key in catalog.quarter_columns if key.code in catalog.circular.charts.columns]
    for key in wanted:
        points = ((_label(quarter), _key(kinds["cell"], key.cells, catalog)) for quarter, kinds in quarters.items())
        yield Series(key.label, tuple(points), is_share=False)


def _key(cells: _Values, wanted: tuple[str, ...], catalog: Catalog) -> Decimal | None:
    """A key figure by the edition that the quarter was reported in."""
    for edition in catalog.editions:
        values = {code.partition(":")[2]: value for code, value in cells.items() if code.startswith(edition.edition)}
        if values:
            return sum_cells(edition, wanted, values)
    return None


def _shares(quarters: Mapping[_Quarter, Mapping[str, _Values]], catalog: Catalog) -> Iterator[Series]:
    words, declared = catalog.circular.charts, catalog.indicators.by_code
    reported = ((_label(quarter), kinds["reported"].get("reported")) for quarter, kinds in quarters.items())
    yield Series(words.reported, tuple(reported), is_share=True)
    for code in words.indicators:
        points = ((_label(quarter), kinds["indicator"].get(code)) for quarter, kinds in quarters.items())
        yield Series(declared[code].name, tuple(points), is_share=declared[code].unit == "ratio")


def _label(quarter: _Quarter) -> str:
    year, number = quarter
    return f"{year % 100:02d}年{number}季"
