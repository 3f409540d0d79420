"""Names and figures as the circular writes them: units in a sentence, values with their unit, requirements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reports.circular.content import UnitRef
from reports.narrative.paper import clean_text
from reports.narrative.text import fill
from reports.statement import render_number
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.circular import CircularWords
from warehouse.catalog.task_requirement import Requirement, requirement_words

_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit in a list, with what is said behind its name."""

    unit: UnitRef
    detail: str = ""


def unit_names(named: Sequence[Named], words: CircularWords) -> str:
    """`：甲、乙` for a few, `，其中部门5家：甲、乙…；镇1家：丙` for many of several kinds; nothing for none. In the order given."""
    units = words.units
    if not named:
        return ""
    details = {one.detail for one in named}
    if len(named) > 1 and len(details) == 1 and details != {""}:
        bare = unit_names([Named(one.unit) for one in named], words)
        return fill(units.same, {"names": bare, "detail": named[0].detail})
    kinds = dict.fromkeys(one.unit.kind for one in named)
    if len(named) <= units.few or len(kinds) == 1:
        return fill(units.plain, {"names": _joined(named, words)})
    groups = [(kind, [one for one in named if one.unit.kind == kind]) for kind in kinds]
    said = (
        fill(units.kind, {"kind": kind, "count": str(len(those)), "names": _joined(those, words)})
        for kind, those in groups
    )
    return fill(units.kinds, {"groups": units.kind_joiner.join(said)})


def _joined(named: Sequence[Named], words: CircularWords) -> str:
    return words.units.joiner.join(
        fill(words.units.detail, {"unit": clean_text(one.unit.name), "detail": one.detail})
        if one.detail
        else clean_text(one.unit.name)
        for one in named
    )


def detail(kind: str, words: CircularWords, **facts: str) -> str:
    """What stands in brackets behind a unit: `2次`, `3项`."""
    return fill(words.details[kind], facts)


def shown(value: Decimal | None, measure: str, words: CircularWords) -> str:
    """A value of an indicator: `85.71%`, `12.5个工作日`, `3`; nothing where there is none. Two places at most, rounded half up."""
    if value is None:
        return ""
    figure = (value * 100 if measure == "ratio" else value).quantize(_PLACES, ROUND_HALF_UP)
    return fill(words.values[measure], {"value": render_number(figure)})


def plain(value: Decimal | None) -> str:
    """A figure without its unit, two places at most."""
    return "" if value is None else render_number(value.quantize(_PLACES, ROUND_HALF_UP))


def demand(
    name: str, operator: str | None, threshold: Decimal | None, measure: str, judged_over: str, catalog: Catalog
) -> str:
    """What is required of an indicator, without the spaces that a workbook has around figures; nothing where nothing is."""
    if operator is None or threshold is None:
        return ""
    asked = Requirement(operator, threshold, measure, judged_over, name)
    words = catalog.circular.requirement(catalog.task_narrative.requirement)
    return requirement_words(asked, words).replace(" ", "")


def over_time(item: str, year: str, before: str, words: CircularWords) -> str:
    """An item with the year to date and the same quarter of last year in brackets, as far as they are known."""
    parts = [
        fill(pattern, {"value": value})
        for pattern, value in ((words.items.year, year), (words.items.before, before))
        if value
    ]
    return fill(words.items.over_time, {"item": item, "parts": "，".join(parts)}) if parts else item
