"""A requirement of a key-point task in words, the same in a unit's workbook, in what goes back to it and in the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from warehouse.catalog.keypoints import TaskIndicator
from warehouse.catalog.narrative import PLACE
from warehouse.catalog.task_narrative import RequirementWords

_PERCENT_DIGITS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an indicator asks for; `counted` is the name of what is counted, whose end gives the counter."""

    operator: str
    threshold: Decimal
    unit: str
    period: str
    counted: str

    @classmethod
    def of(cls, indicator: TaskIndicator) -> Requirement:
        """The requirement of a declared indicator."""
        return cls(indicator.operator, indicator.threshold, indicator.unit, indicator.period, indicator.name)


def requirement_words(requirement: Requirement, words: RequirementWords) -> str:
    """`不低于 50%`, `每季度不少于 1 次`."""
    prefix = words.prefixes[requirement.unit][requirement.period]
    if requirement.operator == "<=" and requirement.threshold == 0:
        return prefix + words.none
    if (requirement.operator, requirement.unit) == (">=", "ratio") and requirement.threshold == 1:
        return prefix + words.whole
    facts = {"value": _shown(requirement, requirement.threshold), "counter": _counter(requirement, words)}
    return (prefix + _filled(words.relations[requirement.unit][requirement.operator], facts)).rstrip()


def figure_words(
    requirement: Requirement,
    words: RequirementWords,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> str:
    """A figure as a list prints it: `33.33%（1/3）`, `0 次`; nothing where there is none."""
    if value is None:
        return ""
    facts = {
        "value": _shown(requirement, value),
        "counter": _counter(requirement, words),
        "numerator": _plain(numerator),
        "denominator": _plain(denominator),
    }
    return _filled(words.value[requirement.unit], facts).rstrip()


def _filled(pattern: str, facts: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: facts[place[1]], pattern)


def _shown(requirement: Requirement, value: Decimal) -> str:
    if requirement.unit != "ratio":
        return _plain(value)
    return _plain((value * 100).quantize(_PERCENT_DIGITS, ROUND_HALF_UP))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _counter(requirement: Requirement, words: RequirementWords) -> str:
    return next((one.counter for one in words.counters if requirement.counted.endswith(one.ends)), "")
