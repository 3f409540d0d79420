"""Measures, indicators and working days as relations, which the models of indicators and the rules on the two sheets join."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.indicators import Measure
from warehouse.catalog.period import Period

_TEXT, _WHOLE, _FLAG, _DAY, _NUMBER = pl.String(), pl.Int32(), pl.Boolean(), pl.Date(), pl.Decimal(18, 6)
INDICATOR_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "cat_measure": {
        **dict.fromkeys(("measure_code", "name", "unit", "aggregation", "question", "part_of"), _TEXT),
        "measure_order": _WHOLE,
    },
    # item: a cell, a column of core_filing (with what it is held against), a portal metric, or a kind of event; item_count: how many
    # of them make the measure.
    "cat_measure_source": {
        **dict.fromkeys(("measure_code", "source", "edition", "item", "part", "operator"), _TEXT),
        **{"threshold": _NUMBER, "item_count": _WHOLE},
    },
    "cat_measure_asked": {**dict.fromkeys(("measure_code", "kind_code"), _TEXT), "quarter": _WHOLE, "since": _DAY},
    "cat_indicator": {
        **dict.fromkeys(("indicator_code", "name", "group_name", "unit", "direction"), _TEXT),
        **dict.fromkeys(("numerator_code", "denominator_code", "definition", "basis", "operator"), _TEXT),
        **{"threshold": _NUMBER, "judged_over": _TEXT, "due_quarter": _WHOLE, "is_quotient": _FLAG},
        "indicator_order": _WHOLE,
    },
    "cat_indicator_source": dict.fromkeys(("indicator_code", "source", "denominator_source"), _TEXT),
    # workday_no: how many working days there were up to and with this day; the difference of two is the working days between them.
    "cat_workday": {"day": _DAY, "is_workday": _FLAG, "workday_no": _WHOLE},
}
Row = tuple[object, ...]


def indicator_frames(
    catalog: Catalog, years: range, calendar: WorkingCalendar | None = None, since: Period | None = None
) -> dict[str, pl.DataFrame]:
    """The relations of INDICATOR_SCHEMAS by name; `since` is the first quarter that the two sheets are asked for, None if they are not.

    A year that the calendar does not know has no working days here, so that nothing follows from a guess.
    """
    declared = catalog.indicators
    rows: dict[str, Iterator[Row]] = {
        "cat_measure": (_measure(number, one) for number, one in enumerate(declared.measures, 1)),
        "cat_measure_source": (row for one in declared.measures for row in _sources(one, catalog)),
        "cat_measure_asked": (row for one in declared.measures for row in _asked(one, catalog, since)),
        "cat_indicator": _indicators(catalog),
        "cat_indicator_source": ((one.code, *pair) for one in declared.indicators for pair in one.pairs),
        "cat_workday": _workdays(years, calendar or WorkingCalendar()),
    }
    return {name: pl.DataFrame(list(rows[name]), schema, orient="row") for name, schema in INDICATOR_SCHEMAS.items()}


def _measure(number: int, one: Measure) -> Row:
    question, part_of = (None, None) if one.sheet is None else (one.sheet.text, one.sheet.part_of)
    return one.code, one.name, one.unit, one.aggregation, question, part_of, number


def _sources(one: Measure, catalog: Catalog) -> Iterator[Row]:
    for edition in catalog.editions if one.cells else ():
        cells = one.cells_of(edition)
        yield from ((one.code, "cells", edition.edition, cell, None, None, None, len(cells)) for cell in cells)
    for holds in one.filings:
        condition = (holds.field, None, holds.operator, holds.threshold)
        yield one.code, "filings", None, *condition, len(one.filings)
    if one.portal is not None:
        yield one.code, "portal", None, one.portal.metric, one.portal.part, None, None, 1
    for source, item in (("ledger", one.ledger), ("tasks", one.tasks), ("links", one.links)):
        if item is not None:
            yield one.code, source, None, item, None, None, None, 1


def _asked(one: Measure, catalog: Catalog, since: Period | None) -> Iterator[Row]:
    """Of which kinds of units and when; a count of documents is asked of all, by the sheet that lists them."""
    if since is None:
        return
    for kind in catalog.unit_kinds:
        for quarter in range(1, 5):
            if one.is_asked(kind.code, quarter) or (one.sheet is None and one.filings):
                yield one.code, kind.code, quarter, since.start


def _indicators(catalog: Catalog) -> Iterator[Row]:
    for number, one in enumerate(catalog.indicators.indicators, 1):
        nature = (one.code, one.name, one.group, one.unit, one.direction, one.numerator, one.denominator)
        demand = (one.operator, one.threshold, one.period, one.due_quarter, one.is_quotient)
        yield *nature, one.definition, one.basis, *demand, number


def _workdays(years: range, calendar: WorkingCalendar) -> Iterator[Row]:
    """Day by day from the first known year to the next unknown one: across a gap nobody can count."""
    count = 0
    for year in years:
        try:
            days = [(day, calendar.is_working_day(day)) for day in _days_of(year)]
        except CalendarError:
            if count:
                return
            continue
        for day, is_workday in days:
            count += is_workday
            yield day, is_workday, count


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
