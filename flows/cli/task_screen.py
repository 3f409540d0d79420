"""What `zwgk tasks` shows: counts by chapter and by unit, then who is late, silent, contradicted by figures, or without proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from flows.cli.screen import count_by, table
from flows.steps.tasks import DistrictTask, TaskTable, UnitTask, count_statuses
from reports.task_report import Requirement
from reports.task_wording import figure_words, requirement_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.tasks import UnmetIndicator
    from warehouse.catalog.catalog import Catalog

_LATE, _SILENT = "overdue", "not_reported"


def task_screen(shown: TaskTable, catalog: Catalog) -> Iterator[RenderableType]:
    """The parts in order; a part with nothing to say is left out."""
    labels = catalog.tasks.status_labels
    yield from _by_chapter(shown, labels)
    yield from _by_unit(shown, labels)
    yield from _late(shown)
    yield from _silent(shown)
    yield from _disputed(shown, catalog)
    yield from _unproven(shown)
    yield from (
        f"〔待分派〕{task.document} {task.task_id}“{task.name}”的“{task.open_bodies}”还没有分派到单位。"
        for task in shown.tasks
        if task.open_bodies
    )


def _by_chapter(shown: TaskTable, labels: dict[str, str]) -> Iterator[RenderableType]:
    for document, tasks in groupby(shown.tasks, key=lambda task: task.document):
        listed = list(tasks)
        rows = [
            (f"{chapter}、{title}", *_counts(list(within), labels))
            for (chapter, title), within in groupby(listed, key=lambda task: (task.chapter, task.chapter_title))
        ]
        title = f"{shown.period.label}　{shown.documents[document]}"
        yield table(title, ("章", "任务", *labels.values()), rows, wide=("章",))
        yield f"共 {len(listed)} 项：{count_by(labels, _in_order(count_statuses(listed), labels))}。"


def _by_unit(shown: TaskTable, labels: dict[str, str]) -> Iterator[RenderableType]:
    rows = [
        (name, *_counts(list(tasks), labels))
        for name, tasks in groupby(shown.unit_tasks, key=lambda one: one.unit_name)
    ]
    if rows:
        yield table("各单位", ("单位", "任务", *labels.values()), rows, wide=("单位",))


def _counts(tasks: Sequence[UnitTask | DistrictTask], labels: dict[str, str]) -> tuple[int | None, ...]:
    """How many, then by status; a zero is left blank, so that the others are seen."""
    counts = count_statuses(tasks)
    return (len(tasks), *(counts[status] or None for status in labels))


def _in_order(counts: Counter[str], labels: Iterable[str]) -> dict[str, int]:
    return {status: counts[status] for status in labels if counts[status]}


def _late(shown: TaskTable) -> Iterator[RenderableType]:
    late = sorted(shown.of_status(_LATE), key=_task)
    rows = [
        (task_id, name, due, "、".join(one.unit_name for one in units))
        for (_, task_id, name, due), units in groupby(late, key=_task)
    ]
    if rows:
        yield table("逾期未完成", ("任务", "名称", "时限", "单位"), rows, wide=("名称", "单位"))


def _task(one: UnitTask) -> tuple[str, str, str, str]:
    due = one.due_text or "" if one.due_on is None else f"{one.due_on}"
    return one.document, one.task_id, one.name, due


def _silent(shown: TaskTable) -> Iterator[RenderableType]:
    rows = []
    for name, tasks in groupby(shown.of_status(_SILENT), key=lambda one: one.unit_name):
        listed = list(tasks)
        rows.append((name, len(listed), "、".join(one.task_id for one in listed)))
    if rows:
        yield table("未报送进展", ("单位", "项数", "任务"), rows, wide=("单位", "任务"))


def _disputed(shown: TaskTable, catalog: Catalog) -> Iterator[RenderableType]:
    rows = [
        (one.unit_name, one.task_id, one.name, "；".join(_short_of(unmet, catalog) for unmet in one.unmet))
        for one in shown.disputed
    ]
    if rows:
        yield table("报已完成而数据未达到要求", ("单位", "任务", "名称", "数据"), rows, wide=("单位", "名称", "数据"))


def _short_of(unmet: UnmetIndicator, catalog: Catalog) -> str:
    requirement = Requirement(unmet.operator, unmet.threshold, unmet.unit, unmet.period, unmet.name)
    value = figure_words(requirement, catalog, unmet.value, unmet.numerator, unmet.denominator)
    return f"{unmet.name} {value}，{requirement_words(requirement, catalog)}"


def _unproven(shown: TaskTable) -> Iterator[RenderableType]:
    rows = [(one.unit_name, one.task_id, one.name, one.evidence) for one in shown.unproven]
    if rows:
        yield table("佐证链接打不开", ("单位", "任务", "名称", "链接"), rows, wide=("单位", "名称", "链接"))
