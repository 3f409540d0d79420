"""The scheme in use, the problems to look for and the days of a quarter, as relations that the models of scores and problems join."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from warehouse.catalog.assessment import OUTSIDE, Scheme, rule_text
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.milestones import milestone_day
from warehouse.catalog.period import Period
from warehouse.catalog.schemes import Assessment, Mark
from warehouse.catalog.units import Register

_TEXT, _WHOLE, _FLAG, _DAY, _NUMBER = pl.String(), pl.Int32(), pl.Boolean(), pl.Date(), pl.Decimal(18, 6)
ASSESSMENT_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    # unit_scale: 10 to the power of the decimals that points are rounded to.
    "cat_scheme": {
        **{
            "scheme_code": _TEXT,
            "name": _TEXT,
            "total": _NUMBER,
            "unit_scale": _WHOLE,
            "bonus_cap": _NUMBER,
            "least_share": _NUMBER,
            "left_out": _TEXT,
        },
        **dict.fromkeys(("not_applicable", "not_reported", "not_assessable"), _TEXT),
    },
    "cat_scheme_unit": {"scheme_code": _TEXT, "unit_code": _TEXT, "group_name": _TEXT, "is_ranked": _FLAG},
    "cat_scheme_item": {
        **dict.fromkeys(("scheme_code", "item_code", "heading", "name", "kind"), _TEXT),
        **{
            "weight": _NUMBER,
            "is_outside": _FLAG,
            "full_at": _NUMBER,
            "zero_at": _NUMBER,
            "unmarked": _TEXT,
            "rule": _TEXT,
        },
        **{"item_order": _WHOLE, "tie_order": _WHOLE},
    },
    "cat_scheme_term": {
        **{"scheme_code": _TEXT, "item_code": _TEXT, "term_no": _WHOLE, "indicator_code": _TEXT, "source": _TEXT},
        **{"judged_over": _TEXT, "events": _TEXT, "each": _NUMBER},
    },
    "cat_scheme_step": {
        **{
            "scheme_code": _TEXT,
            "item_code": _TEXT,
            "step_no": _WHOLE,
            "operator": _TEXT,
            "bound": _NUMBER,
            "points": _NUMBER,
        }
    },
    "cat_scheme_band": {"scheme_code": _TEXT, "name": _TEXT, "at_least": _NUMBER},
    "cat_mark": {
        **dict.fromkeys(("scheme_code", "period", "unit_code", "item_code"), _TEXT),
        **{"points": _NUMBER, "reason": _TEXT, "marked_by": _TEXT},
    },
    "cat_score_word": {"code": _TEXT, "text": _TEXT},
    "cat_problem_kind": {
        **{"kind": _TEXT, "problem_order": _WHOLE, "text": _TEXT, "demand": _TEXT},
    },
    "cat_problem_except": {"kind": _TEXT, "source_code": _TEXT},
    # A day of a year that nobody has arranged has no row.
    "cat_milestone": {"period": _TEXT, "code": _TEXT, "day": _DAY},
}
Row = tuple[object, ...]


def assessment_frames(
    catalog: Catalog,
    register: Register,
    years: range,
    calendar: WorkingCalendar | None = None,
    assessment: Assessment | None = None,
) -> dict[str, pl.DataFrame]:
    """The relations of ASSESSMENT_SCHEMAS by name; without an assessment those of schemes are empty, and so is every score."""
    scheme = None if assessment is None else assessment.scheme
    rows: dict[str, Iterator[Row]] = {
        "cat_milestone": _days(years, calendar or WorkingCalendar()),
        "cat_score_word": _words(catalog),
        "cat_problem_kind": ((one.code, n, one.text, one.demand) for n, one in enumerate(catalog.problems.kinds, 1)),
        "cat_problem_except": ((one.code, code) for one in catalog.problems.kinds for code in one.without),
    }
    if scheme is not None and assessment is not None:
        rows |= {
            "cat_scheme": iter([_scheme(scheme)]),
            "cat_scheme_unit": _members(scheme, register),
            "cat_scheme_item": _items(scheme, catalog),
            "cat_scheme_term": _terms(scheme, catalog),
            "cat_scheme_step": _steps(scheme),
            "cat_scheme_band": ((scheme.code, band.name, band.at_least) for band in scheme.bands),
            "cat_mark": (_mark(scheme, mark) for mark in assessment.marks),
        }
    return {
        name: pl.DataFrame(list(rows.get(name, ())), schema, orient="row")
        for name, schema in ASSESSMENT_SCHEMAS.items()
    }


def _scheme(scheme: Scheme) -> Row:
    treatments = (scheme.not_applicable, scheme.not_reported, scheme.not_assessable)
    nature = (scheme.code, scheme.name, scheme.total, 10**scheme.decimals, scheme.bonus_cap, scheme.least_share)
    return *nature, scheme.left_out, *treatments


def _members(scheme: Scheme, register: Register) -> Iterator[Row]:
    for unit in register.units:
        group = scheme.group_of(unit.kind)
        if group is not None and unit.parent is not None and unit.code not in scheme.excluded_units:
            yield scheme.code, unit.code, group, unit.is_ranked and unit.code not in scheme.unranked_units


def _items(scheme: Scheme, catalog: Catalog) -> Iterator[Row]:
    ties = {code: number for number, code in enumerate(scheme.tie_breakers, 1)}
    for number, item in enumerate(scheme.items, 1):
        rule = rule_text(item, catalog.indicators.by_code, catalog.assessment.rules)
        nature = (item.heading, item.name, item.kind, item.weight, item.kind in OUTSIDE)
        yield (
            scheme.code,
            item.code,
            *nature,
            item.full_at,
            item.zero_at,
            item.unmarked,
            rule,
            number,
            ties.get(item.code),
        )


def _terms(scheme: Scheme, catalog: Catalog) -> Iterator[Row]:
    for item in scheme.items:
        for number, term in enumerate(item.terms, 1):
            indicator = catalog.indicators.by_code[term.indicator]
            source, over = term.source or indicator.pairs[0][0], term.over or indicator.period
            yield scheme.code, item.code, number, term.indicator, source, over, term.events, term.each


def _steps(scheme: Scheme) -> Iterator[Row]:
    for item in scheme.items:
        for number, step in enumerate(item.steps, 1):
            yield scheme.code, item.code, number, step.operator, step.value, step.points


def _mark(scheme: Scheme, mark: Mark) -> Row:
    return scheme.code, mark.period, mark.unit_code, mark.item_code, mark.points, mark.reason, mark.by


def _words(catalog: Catalog) -> Iterator[Row]:
    words = catalog.assessment
    yield from words.sentences.items()
    yield from ((f"state.{code}", text) for code, text in words.states.items())
    yield from ((f"verb.{code}", text) for code, text in words.verbs.items())
    yield from ((f"source.{code}", text) for code, text in catalog.indicators.words.sources.items())
    yield from catalog.problems.sentences.items()
    yield from ((f"operator.{sign}", text) for sign, text in catalog.tasks.operators.items())


_LISTED_DAYS = ("due", "circular", "rectify")


def _days(years: range, calendar: WorkingCalendar) -> Iterator[Row]:
    for period in (quarter for year in years for quarter in Period(year).quarters):
        for code in _LISTED_DAYS:
            day = known_day(lambda code=code, period=period: milestone_day(code, period, calendar))  # type: ignore[misc]
            if day is not None:
                yield str(period), code, day


def known_day(ask: Callable[[], date]) -> date | None:
    """A day, or None where nobody has arranged its year yet."""
    try:
        return ask()
    except CalendarError:
        return None
