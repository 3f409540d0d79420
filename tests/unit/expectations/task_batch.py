"""Reports on key-point tasks under judgement, written by hand: a document, who holds its tasks, what was answered and counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import duckdb
import polars as pl

from expectations.inputs import lay_inputs
from tests.unit.expectations.batch import Batch, unit
from warehouse.catalog.keypoints import Body, KeyPoints, Task, TaskIndicator
from warehouse.catalog.period import Period
from warehouse.keypoint_tables import keypoint_frames
from warehouse.task_holders import Held, Holder

DOCUMENT, ISSUED = "doc-2025", date(2025, 4, 30)
STATES = {"已完成": "done", "推进中": "under_way", "未启动": "not_started", "不涉及": "not_applicable"}


def a_task(task_id: str, recurs: Literal["quarter"] | None = None) -> Task:
    """A task due at the end of the year, for all departments."""
    words = {"heading": "标题", "name": f"任务{task_id}", "summary": "摘要", "text": None, "due_text": "年内"}
    bodies = (Body(name="各部门", role="responsible"),)
    place = {"id": task_id, "number": None, "chapter": "一", "section": None}
    return Task(**place, **words, bodies=bodies, due=date(2025, 12, 31), recurs=recurs)  # type: ignore[arg-type]


def an_indicator(
    task_id: str, operator: str = ">=", threshold: str = "0.5", period: str = "quarter", unit: str = "ratio"
) -> TaskIndicator:
    """A requirement that is counted."""
    judged = {"operator": operator, "threshold": Decimal(threshold), "unit": unit, "period": period}
    words = {"name": "占比", "numerator": "部分", "denominator": "全部", "is_printed": True, "asked": None}
    return TaskIndicator(task=task_id, code="share", **judged, **words)  # type: ignore[arg-type]


class TaskBatch(Batch):
    """One department's report of a quarter, received on the fourth day after it."""

    def __init__(self, *tasks: Task, indicators: Sequence[TaskIndicator] = (), period: str = "2025Q2") -> None:
        super().__init__(unit("bureau"))
        self.document = KeyPoints(
            **{"key": DOCUMENT, "title": "要点", "document_number": "某府办〔2025〕9号", "jurisdiction": "某区"},  # type: ignore[arg-type]
            **{
                "issued_on": ISSUED,
                "year": 2025,
                "chapters": {"一": "公开"},
                "tasks": tasks,
                "indicators": tuple(indicators),
            },  # type: ignore[arg-type]
        )
        self.period = Period.parse(period)
        self.submission = self.submit("bureau", period, {})
        for name in (
            "check_task",
            "check_task_figure",
            "check_task_unit",
            "check_link",
            "counting_task",
            "counting_task_figure",
        ):
            self.rows[name] = []
        for task in tasks:
            key = {"document": DOCUMENT, "task_id": task.id, "name": task.name, "recurs": task.recurs}
            self.rows["check_task_unit"].append(
                {"submission_id": self.submission, **key, "role": "responsible", "issued_on": ISSUED}
            )

    def answer(self, task_id: str, status: str | None, done: str | None = None, link: str | None = None) -> TaskBatch:
        """A row of the sheet of tasks; `done` as 2025-06-30, anything else is no day."""
        row = len(self.rows["check_task"]) + 1
        said: dict[str, Any] = {
            "status_text": status,
            "status": STATES.get(status or ""),
            "done_text": done,
            "evidence": link,
        }
        said["done_on"] = date.fromisoformat(done) if done and done[:4].isdigit() else None
        places = {
            name: f"{letter}{row + 3}"
            for name, letter in (("address", "G"), ("done_address", "I"), ("evidence_address", "J"))
        }
        key = {
            "submission_id": self.submission,
            "row_no": row,
            "document": DOCUMENT,
            "task_id": task_id,
            "sheet": "工作任务",
        }
        received = date.fromordinal(self.period.end.toordinal() + 4)
        is_answered = any(value is not None for value in said.values())
        self.rows["check_task"].append({**key, **said, **places, "received_on": received, "is_answered": is_answered})
        return self

    def figure(self, task_id: str, numerator: float | str | None, denominator: float | None = None) -> TaskBatch:
        """A row of the sheet of figures; a word is no number, None is blank."""
        row = len(self.rows["check_task_figure"]) + 1
        key = {
            "submission_id": self.submission,
            "row_no": row,
            "document": DOCUMENT,
            "task_id": task_id,
            "indicator_code": "share",
        }
        said: dict[str, Any] = {"sheet": "任务指标"}
        for name, value, letter in (("numerator", numerator, "G"), ("denominator", denominator, "I")):
            state = "blank" if value is None else "invalid" if isinstance(value, str) else "number"
            figure = Decimal(str(value)) if state == "number" else None
            text = None if value is None else str(value)
            said |= {
                f"{name}_text": text,
                f"{name}_state": state,
                name: figure,
                f"{name}_address": f"{letter}{row + 3}",
            }
        self.rows["check_task_figure"].append({**key, **said})
        return self

    def before(self, period: str, task_id: str, status: str) -> TaskBatch:
        """An answer of another quarter that counts."""
        key = {"submission_id": 900, "unit_code": "bureau", "period": period, "document": DOCUMENT}
        self.rows["counting_task"].append({**key, "task_id": task_id, "status": STATES[status]})
        return self

    def counted(self, period: str, task_id: str, numerator: float, denominator: float | None = None) -> TaskBatch:
        """A figure of another quarter that counts."""
        key = {"submission_id": 900, "unit_code": "bureau", "period": period, "document": DOCUMENT, "task_id": task_id}
        values = {
            "numerator": Decimal(str(numerator)),
            "denominator": None if denominator is None else Decimal(str(denominator)),
        }
        self.rows["counting_task_figure"].append({**key, "indicator_code": "share", **values})
        return self

    def visited(self, url: str, state: str) -> TaskBatch:
        """What a visit to a link saw."""
        self.rows["check_link"].append({"url": url, "state": state, "detail": "HTTP 404"})
        return self

    def lay(self) -> duckdb.DuckDBPyConnection:
        """As the parent, with the document."""
        connection = super().lay()
        held = [
            (task, Holder(Held("bureau", "responsible", "各部门", "collective"), ISSUED, None))
            for task in self.document.tasks
        ]
        words = self.catalog.task_narrative.requirement
        frames = keypoint_frames([self.document], words, {DOCUMENT: held}, {}, {})
        kept = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in self.rows.items() if rows}
        lay_inputs(connection, {**frames, **kept})
        return connection
