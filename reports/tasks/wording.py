"""Tasks in words, the same in a unit's workbook, the 任务分解表 and the circular."""

from __future__ import annotations

from collections.abc import Mapping

from reports.narrative.paper import clean_text
from reports.narrative.text import fill
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.keypoints import Task


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
