"""Assign: the office says which units an open body of a key-point document stands for, in a workbook that is read back and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flows.steps.feedback.cases import find_cases
from flows.steps.feedback.saving import save_feedback
from flows.steps.intake import ASSIGNED, archive_of, journal_of, local_now
from flows.steps.state import refresh
from flows.steps.tasks.assignments import Meant, Standing, last_day, meanings, standing_assignments
from reports.tasks.assignment import AssignmentRow, write_assignment
from reports.tasks.wording import task_content
from transforms.errors import FileError
from transforms.tasks.assignment import read_assignment
from warehouse.catalog.bodies import resolve_body
from warehouse.store import open_store
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class AssignProblem:
    """What is wrong with one cell of an assignment workbook: a complete sentence."""

    sheet: str
    address: str
    message: str


@dataclass(frozen=True, slots=True)
class AssignSummary:
    """What a workbook came to. With `problems` nothing of it was taken; `is_new` is false where it is the one read last.

    `assigned` counts the bodies that it names units for, `open` the bodies that still stand for nobody, `judged` the reports that
    were judged again; `warnings` are sentences about what was taken.
    """

    assigned: int
    open: int
    is_new: bool
    judged: int
    problems: tuple[AssignProblem, ...]
    warnings: tuple[str, ...] = ()


def open_rows(workspace: Workspace) -> list[AssignmentRow]:
    """Every body that its document leaves open, with the units that it stands for so far. Raises WorkspaceError without key points."""
    if not workspace.keypoints:
        raise WorkspaceError(f"工作区 {workspace.root} 没有工作要点，没有要分派的责任单位。")
    return list(_rows(workspace, _standing(workspace)))


def write_assignment_file(workspace: Workspace, path: Path) -> int:
    """Writes the workbook for the office to fill in; gives the number of its rows."""
    rows = open_rows(workspace)
    units = [unit for unit in workspace.register.units if unit.parent is not None and unit.valid_to is None]
    path.write_bytes(write_assignment(rows, workspace.catalog, units))
    return len(rows)


def assign(workspace: Workspace, content: bytes, file_name: str, as_of: datetime | None = None) -> AssignSummary:
    """Takes a filled workbook: all of it or, where anything is wrong with it, nothing. The same workbook again changes nothing.

    Raises WorkspaceError for a file that is no such workbook, StoreBusyError.
    """
    at = as_of or local_now()
    meant = _read(workspace, content, at.date())
    problems = tuple(_problems(meant, workspace))
    if problems:
        return AssignSummary(0, _count_open(workspace), is_new=False, judged=0, problems=problems)
    with open_store(workspace.warehouse) as store:
        former = refresh(store, workspace).judged
        sha256 = archive_of(workspace).land(content)
        is_new = [event.facts["sha256"] for event in journal_of(workspace) if event.kind == ASSIGNED][-1:] != [sha256]
        if is_new:
            facts = {"sha256": sha256, "file_name": file_name}
            journal_of(workspace).append(ASSIGNED, at, [facts])
        touched = {*former, *refresh(store, workspace).judged}
        cases = find_cases(store, workspace, touched) if touched else []
    if touched:
        save_feedback(workspace, cases, touched, as_of)
    named, warnings = len({one.key for one in meant}), tuple(_late(meant, at.date())) if is_new else ()
    return AssignSummary(named, _count_open(workspace), is_new, len(touched), (), warnings)


def _late(meant: Sequence[Meant], on: date) -> Iterator[str]:
    """Documents whose year is over: the tasks are seen from its last day on only."""
    for document in {one.document.key: one.document for one in meant if one.document is not None}.values():
        last = last_day(document)
        if on > last:
            yield (
                f"分派日期 {on} 已过工作要点 {document.key} 的年度，按 {last} 起承担计："
                f"{document.year} 年前三季度的统计中没有这些单位。"
            )


def _standing(workspace: Workspace) -> Standing:
    return standing_assignments(journal_of(workspace), archive_of(workspace), workspace)


def _count_open(workspace: Workspace) -> int:
    return sum(not row.units for row in open_rows(workspace))


def _rows(workspace: Workspace, standing: Standing) -> Iterator[AssignmentRow]:
    register, terms = workspace.register, workspace.catalog.bodies
    for document in workspace.keypoints:
        for task in document.tasks:
            for body in task.bodies:
                if resolve_body(body.name, register, document.issued_on, terms).kind in ("open", "unknown"):
                    codes = standing.get((document.key, task.id, body.name), {})
                    names = tuple(unit.name for unit in register.units if unit.code in codes)
                    yield AssignmentRow(
                        document.key, task.id, task.name, task_content(task), body.name, body.role, names
                    )


def _read(workspace: Workspace, content: bytes, on: date) -> list[Meant]:
    if not workspace.keypoints:
        raise WorkspaceError(f"工作区 {workspace.root} 没有工作要点，没有要分派的责任单位。")
    try:
        rows = read_assignment(content, workspace.catalog.tasks)
    except FileError as refused:
        raise WorkspaceError(f"分派表无法读取：{refused.sentence(workspace.catalog)}") from refused
    columns = workspace.catalog.tasks.assignment.columns
    if rows is None:
        headings = "、".join(f"“{one}”" for one in (columns.task, columns.body, columns.units))
        raise WorkspaceError(f"没有找到分派表：应有一行表头写明{headings}。请用 zwgk assign --write 生成的表填写。")
    if not rows:
        raise WorkspaceError(f"分派表“{columns.units}”一栏没有填写任何单位。")
    return list(meanings(rows, workspace, on))


def _problems(meant: Sequence[Meant], workspace: Workspace) -> Iterator[AssignProblem]:
    """Everything that is wrong, cell by cell, in one pass."""
    said: dict[tuple[str, str, str], Meant] = {}
    for one in meant:
        messages = list(_faults(one, workspace))
        if one.key is not None and not messages:
            before = said.setdefault(one.key, one)
            if before.units != one.units:
                there = f"{before.row.sheet}!{before.row.address}"
                messages.append(f"任务“{one.row.task_id}”的“{one.row.body}”已在 {there} 分派给别的单位，请只留一处。")
        yield from (AssignProblem(one.row.sheet, one.row.address, message) for message in messages)


def _faults(one: Meant, workspace: Workspace) -> Iterator[str]:
    if one.document is None:
        known = "、".join(document.key for document in workspace.keypoints)
        yield f"文件代码“{one.row.document or ''}”认不出是哪一份工作要点，现有 {known}。"
    elif one.task is None:
        yield f"工作要点 {one.document.key} 中没有任务“{one.row.task_id}”。"
    elif one.body is None:
        bodies = "、".join(f"“{body.name}”" for body in one.task.bodies)
        yield f"任务“{one.task.id}”的责任单位中没有“{one.row.body}”，文件写的是{bodies}。"
    elif _is_named(one, workspace):
        yield f"“{one.body.name}”在文件中已经写明，不用分派。"
    for name in one.unknown:
        near = workspace.register.mentioned_in(name)
        hint = f"，是否为“{near.name}”" if near is not None else ""
        yield f"单位名册中没有“{name}”{hint}。请写名册中的名称、简称，或各街镇、各部门等统称，多个用顿号分开。"
    for unit in one.units:
        if unit.parent is None:
            yield f"“{unit.name}”是本级政府，请写承担任务的具体单位。"


def _is_named(one: Meant, workspace: Workspace) -> bool:
    if one.document is None or one.body is None:
        return False
    found = resolve_body(one.body.name, workspace.register, one.document.issued_on, workspace.catalog.bodies)
    return found.kind in ("unit", "collective")
