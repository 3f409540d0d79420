"""Trace of a task: from its state at a unit back to the document it stands in and to the cells in which the unit answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.steps.build import build_tables
from flows.steps.intake import ADOPTED, journal_of
from flows.steps.state import refresh
from warehouse.catalog.keypoints import KeyPoints, Task, TaskIndicator
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError

_NARROW = str.maketrans("（）", "()")


@dataclass(frozen=True, slots=True)
class AdoptedFile:
    """The file that a document was read from, as it lies in the archive."""

    file_name: str
    sha256: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True)
class TaskFigure:
    """One figure of the task in a file, as written; the places are its cells. The names are the document's, None where it has none."""

    indicator_code: str
    name: str | None
    numerator_name: str | None
    denominator_name: str | None
    numerator: str | None
    numerator_address: str | None
    denominator: str | None
    denominator_address: str | None
    sheet: str | None


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """What one version of one report says of the task, as written. `is_basis`: the state of the quarter rests on this one."""

    submission_id: int
    period: str
    version: int
    ledger_status: str
    received_at: datetime
    file_name: str
    sha256: str
    sheet: str | None
    address: str | None
    status_text: str | None
    progress: str | None
    done_text: str | None
    evidence: str | None
    evidence_state: str | None
    evidence_detail: str | None
    is_basis: bool
    figures: tuple[TaskFigure, ...]


@dataclass(frozen=True, slots=True)
class TaskTrace:
    """A task at a unit in a quarter. `file` is None where the document came with the program. `body` and `basis` say as whom the unit has
    the task (columns of fct_task_unit), `status` is of fct_task_progress; None where the unit does not have the task.
    """

    document: str
    title: str
    document_number: str
    file: AdoptedFile | None
    task_id: str
    name: str
    unit_code: str
    unit_name: str
    body: str | None
    basis: str | None
    status: str | None
    is_disputed: bool
    answers: tuple[TaskAnswer, ...]


def trace_task(workspace: Workspace, period: Period, word: str, unit: str | None) -> TaskTrace:
    """The way back of `baoshan-2025/一(一)1` at a unit in a quarter; the document may be left out where only one has the task.

    Raises WorkspaceError for a task or a unit that there is not.
    """
    if period.is_year:
        raise WorkspaceError(f"任务按季度查，请写作 {period}Q1 至 {period}Q4。")
    document, task = _find(workspace, period, word)
    if unit is None:
        raise WorkspaceError(
            f"请写明单位，例如 zwgk trace {period} 区教育局 task:{word}；各单位的情况请看 zwgk tasks。"
        )
    [body] = workspace.units_named([unit])
    slots = {"document": document.key, "task": task.id, "unit": body.code, "period": str(period)}
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        build_tables(store)
        held = _one(store, _HELD, {name: slots[name] for name in ("document", "task", "unit")})
        state = _one(store, _STATE, slots)
        asked = {one.code: one for one in document.indicators if one.task == task.id}
        answers = tuple(_answers(store, slots, state.get("submission_id"), asked))
    return TaskTrace(
        document=document.key,
        title=document.title,
        document_number=document.document_number,
        file=_file(workspace, document.key),
        task_id=task.id,
        name=task.name,
        unit_code=body.code,
        unit_name=body.name,
        body=held.get("body"),
        basis=held.get("basis"),
        status=state.get("status"),
        is_disputed=bool(state.get("is_disputed")),
        answers=answers,
    )


def _find(workspace: Workspace, period: Period, word: str) -> tuple[KeyPoints, Task]:
    key, _, task_id = word.translate(_NARROW).rpartition("/")
    found = [
        (one, one.by_id[task_id])
        for one in workspace.keypoints_of(period.year)
        if key in ("", one.key) and task_id in one.by_id
    ]
    if len(found) != 1:
        known = "、".join(one.key for one in workspace.keypoints_of(period.year)) or "无"
        said = "不止一份文件有" if found else "没有"
        raise WorkspaceError(
            f"{period.year} 年的工作要点（{known}）中{said}任务“{task_id}”，请写作 task:文件代码/任务编号。"
        )
    return found[0]


def _file(workspace: Workspace, key: str) -> AdoptedFile | None:
    """The last file that was adopted under this name."""
    found = None
    for event in journal_of(workspace):
        if event.kind == ADOPTED and event.facts["key"] == key:
            found = AdoptedFile(event.facts["file_name"], event.facts["sha256"], event.at)
    return found


_HELD = """
SELECT body, basis FROM fct_task_unit
WHERE document = $document AND task_id = $task AND unit_code = $unit ORDER BY starts_on DESC
"""
_STATE = """
SELECT status, is_disputed, submission_id FROM fct_task_progress
WHERE document = $document AND task_id = $task AND unit_code = $unit AND period = $period
"""
_ANSWERS = """
SELECT s.submission_id, s.period, s.version, s.status AS ledger_status, s.received_at, r.file_name, r.sha256, t.sheet, t.address,
       t.status_text, t.progress, t.done_text, t.evidence, l.state AS evidence_state, l.detail AS evidence_detail
FROM stg_task t
JOIN raw_receipt r USING (sha256)
JOIN core_submission s USING (submission_id)
LEFT JOIN raw_link l ON l.url = t.evidence
WHERE t.document = $document AND t.task_id = $task AND s.unit_code = $unit
  AND left(s.period, 4) = left($period, 4) AND s.period <= $period
ORDER BY s.period, s.version, s.submission_id
"""
_FIGURES = """
SELECT indicator_code, numerator_text AS numerator, numerator_address, denominator_text AS denominator, denominator_address, sheet
FROM stg_task_figure WHERE document = $document AND task_id = $task AND sha256 = $sha256 ORDER BY row_no
"""


def _one(store: Store, sql: str, slots: dict[str, str]) -> dict[str, Any]:
    rows = store.rows(sql, slots)
    return rows[0] if rows else {}


def _answers(
    store: Store, slots: dict[str, str], basis: int | None, asked: Mapping[str, TaskIndicator]
) -> Iterator[TaskAnswer]:
    for row in store.rows(_ANSWERS, slots):
        place = {"document": slots["document"], "task": slots["task"], "sha256": row["sha256"]}
        figures = tuple(_figure(figure, asked.get(figure["indicator_code"])) for figure in store.rows(_FIGURES, place))
        yield TaskAnswer(**row, is_basis=row["submission_id"] == basis, figures=figures)


def _figure(written: dict[str, Any], asked: TaskIndicator | None) -> TaskFigure:
    if asked is None:
        return TaskFigure(**written, name=None, numerator_name=None, denominator_name=None)
    return TaskFigure(**written, name=asked.name, numerator_name=asked.numerator, denominator_name=asked.denominator)
