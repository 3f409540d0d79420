"""Tasks and their requirements in words, the same in a unit's workbook, the 任务分解表 and the circular."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from reports.narrative import clean_text
from reports.narrative_text import fill
from reports.statement import render_number
from reports.task_report import Requirement
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.keypoints import Task
from warehouse.catalog.task_narrative import RequirementWords

_PERCENT_DIGITS = Decimal("0.01")


def task_content(task: Task) -> str:
    """What the document says where it was read in, else the office's own summary."""
    return clean_text(task.summary if task.text is None else task.text)


def printed_due(task: Task, catalog: Catalog) -> str:
    """By when in the document's own words; 全年 where it says nothing."""
    return clean_text(task.due_text or catalog.tasks.breakdown.no_due)


def due_words(task: Task, catalog: Catalog) -> str:
    """By when, with the day where the words name one; that a whole year ends with its last day needs no saying."""
    printed = printed_due(task, catalog)
    if task.due is None or printed == catalog.tasks.breakdown.no_due:
        return printed
    day = f"{task.due.year}年{task.due.month}月{task.due.day}日"
    return fill(catalog.task_narrative.workbook.due, {"words": printed, "day": day})


def bodies_words(task: Task, catalog: Catalog, assigned: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """The bodies as printed, by role where there is more than one; `assigned` names the units that an open body stands for."""
    words, roles = catalog.task_narrative.breakdown, catalog.tasks.roles
    groups = {role: [body.name for body in task.bodies if body.role == role] for role in roles}
    said = {
        role: "、".join(_body(name, catalog, (assigned or {}).get(name, ())) for name in names)
        for role, names in groups.items()
        if names
    }
    if set(said) == {"responsible"}:
        return said["responsible"]
    return words.joiner.join(fill(words.groups[role], {"bodies": bodies}) for role, bodies in said.items())


def _body(name: str, catalog: Catalog, units: tuple[str, ...]) -> str:
    if not units:
        return clean_text(name)
    facts = {"body": clean_text(name), "units": "、".join(clean_text(unit) for unit in units)}
    return fill(catalog.task_narrative.breakdown.assigned, facts)


def requirement_words(requirement: Requirement, catalog: Catalog) -> str:
    """`不低于 50%`, `每季度不少于 1 次`."""
    words = catalog.task_narrative.requirement
    prefix = words.prefixes[requirement.unit][requirement.period]
    if requirement.operator == "<=" and requirement.threshold == 0:
        return prefix + words.none
    if (requirement.operator, requirement.unit) == (">=", "ratio") and requirement.threshold == 1:
        return prefix + words.whole
    facts = {"value": _shown(requirement, requirement.threshold), "counter": _counter(requirement, words)}
    return (prefix + fill(words.relations[requirement.unit][requirement.operator], facts)).rstrip()


def figure_words(
    requirement: Requirement,
    catalog: Catalog,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> str:
    """A figure as a list prints it: `33.33%（1/3）`, `0 次`; nothing where there is none."""
    if value is None:
        return ""
    words = catalog.task_narrative.requirement
    facts = {
        "value": _shown(requirement, value),
        "counter": _counter(requirement, words),
        "numerator": render_number(numerator),
        "denominator": render_number(denominator),
    }
    return fill(words.value[requirement.unit], facts).rstrip()


def _shown(requirement: Requirement, value: Decimal) -> str:
    if requirement.unit != "ratio":
        return render_number(value)
    return render_number((value * 100).quantize(_PERCENT_DIGITS, ROUND_HALF_UP))


def _counter(requirement: Requirement, words: RequirementWords) -> str:
    return next((one.counter for one in words.counters if requirement.counted.endswith(one.ends)), "")
