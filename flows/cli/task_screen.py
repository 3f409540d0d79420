"""Tasks for people: counts by chapter and by unit, then who is late, silent, contradicted by figures, or without proof; and the way
from a task's state back to what the unit wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from flows.cli.screen import count_by, table
from flows.steps.tasks.status import DistrictTask, TaskTable, UnitTask, count_statuses
from warehouse.catalog.task_requirement import Requirement, figure_words, requirement_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.tasks.status import UnmetIndicator
    from flows.steps.tasks.trace import TaskAnswer, TaskFigure, TaskTrace
    from warehouse.catalog.catalog import Catalog
    from warehouse.catalog.period import Period

_LATE, _SILENT = "overdue", "not_reported"
_SENT_BACK = ("returned", "unreadable")


def task_screen(shown: TaskTable, catalog: Catalog) -> Iterator[RenderableType]:
    """The parts in order; a part with nothing to say is left out."""
    labels = catalog.tasks.status_labels
    if not shown.unit_tasks:
        yield f"{shown.period.label}没有要看的任务：这一季度还没有收到报送，或文件在季度结束后才印发，或单位没有承担任务。"
    yield from _by_chapter(shown, labels)
    yield from _by_unit(shown, labels)
    if not shown.tasks:
        yield from _one_by_one(shown, labels)
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


def _one_by_one(shown: TaskTable, labels: dict[str, str]) -> Iterator[RenderableType]:
    """Every task of the units that were asked for."""
    rows = [
        (one.unit_name, one.task_id, one.name, _due(one), labels[one.status], one.progress) for one in shown.unit_tasks
    ]
    if rows:
        yield table("逐项", ("单位", "任务", "名称", "时限", "状态", "进展"), rows, wide=("单位", "名称", "进展"))


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
    return one.document, one.task_id, one.name, _due(one)


def _due(one: UnitTask) -> str:
    return one.due_text or "" if one.due_on is None else f"{one.due_on}"


def _silent(shown: TaskTable) -> Iterator[RenderableType]:
    """Units that answered some tasks and not others; those that answered nothing at all need only be named, and those whose report
    was returned are named as that: they did answer.
    """
    rows, mute, sent_back = [], [], []
    for name, own in groupby(shown.unit_tasks, key=lambda one: one.unit_name):
        held = list(own)
        missing = [one.task_id for one in held if one.status == _SILENT]
        if missing and held[0].report_status in _SENT_BACK:
            sent_back.append(name)
        elif len(missing) == len(held):
            mute.append(name)
        elif missing:
            rows.append((name, len(missing), "、".join(missing)))
    if rows:
        yield table("未报送进展", ("单位", "项数", "任务"), rows, wide=("单位", "任务"))
    for said, names in (("一项也没有报的", mute), ("报表被退回、其中的任务进展未计入的", sent_back)):
        if names:
            yield f"{said} {len(names)} 家：{'、'.join(names)}。"


def _disputed(shown: TaskTable, catalog: Catalog) -> Iterator[RenderableType]:
    rows = [
        (one.unit_name, one.task_id, one.name, "；".join(_short_of(unmet, catalog) for unmet in one.unmet))
        for one in shown.disputed
    ]
    if rows:
        yield table("报已完成而数据未达到要求", ("单位", "任务", "名称", "数据"), rows, wide=("单位", "名称", "数据"))


def _short_of(unmet: UnmetIndicator, catalog: Catalog) -> str:
    words = catalog.task_narrative.requirement
    requirement = Requirement(unmet.operator, unmet.threshold, unmet.unit, unmet.period, unmet.name)
    value = figure_words(requirement, words, unmet.value, unmet.numerator, unmet.denominator)
    return f"{unmet.name} {value}，{requirement_words(requirement, words)}"


def _unproven(shown: TaskTable) -> Iterator[RenderableType]:
    rows = [(one.unit_name, one.task_id, one.name, one.evidence) for one in shown.unproven]
    if rows:
        yield table("佐证链接打不开", ("单位", "任务", "名称", "链接"), rows, wide=("单位", "名称", "链接"))


def trace_screen(found: TaskTrace, period: Period, catalog: Catalog) -> Iterator[RenderableType]:
    """A task at a unit: its state, the document, and every answer with its cell."""
    labels = catalog.tasks.status_labels
    state = "该单位不承担这项任务" if found.status is None else labels[found.status]
    disputed = "（与数据不符）" if found.is_disputed else ""
    yield f"{found.unit_name} {period.label} {found.task_id}“{found.name}”：{state}{disputed}"
    kept = "随程序提供" if found.file is None else f"{found.file.adopted_at:%Y-%m-%d} 采用自 {found.file.file_name}"
    sha256 = "" if found.file is None else f"，存档 {found.file.sha256[:12]}"
    yield f"出自《{found.title}》{found.document_number}（{found.document}，{kept}{sha256}）"
    if found.body is not None and found.basis is not None:
        yield f"该单位承担，因文件写明“{found.body}”（{catalog.tasks.bases[found.basis]}）"
    if not found.answers:
        yield "本年到此季度，该单位没有报过这项任务。"
        return
    columns = ("报告期", "编号", "状态", "收到", "文件", "单元格", "所填", "佐证", "据此")
    rows = (_answer_cells(one, catalog) for one in found.answers)
    yield table("该单位所报", columns, rows, wide=("文件", "所填", "佐证"))


def _answer_cells(one: TaskAnswer, catalog: Catalog) -> tuple[object, ...]:
    ledger = {status.code: status.label for status in catalog.statuses}
    said = "　".join(part for part in (one.status_text, one.done_text, one.progress) if part)
    figures = "；".join(map(_figure_words, one.figures))
    proof = one.evidence or ""
    if one.evidence_state is not None:
        proof += f"（{catalog.links.state_labels[one.evidence_state]}）"
    where = (one.period, f"{one.submission_id}（第{one.version}版）", ledger[one.ledger_status])
    cell = f"{one.sheet}!{one.address}"
    told = "　".join(part for part in (said, figures) if part)
    return *where, f"{one.received_at:%Y-%m-%d}", one.file_name, cell, told, proof, "是" if one.is_basis else ""


def _figure_words(figure: TaskFigure) -> str:
    """A figure by the names that the workbook asked for it under: `意见占比：中小企业数 3，全部企业数 5`."""
    asked = [(figure.numerator_name, figure.numerator)]
    if figure.denominator_address is not None:
        asked.append((figure.denominator_name, figure.denominator))
    said = "，".join(f"{name or ''} {value or '未填'}".strip() for name, value in asked)
    return f"{figure.name or figure.indicator_code}：{said}"
