"""From the built tables on key-point tasks to what the parts of the documents are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from reports.narrative.text import fill
from reports.tasks.report import FigureLine, ProgressLine, TaskDocument, TaskLine, TaskReport
from reports.tasks.wording import due_words
from warehouse.catalog.keypoints import KeyPoints, Task
from warehouse.catalog.period import Period
from warehouse.catalog.task_requirement import Requirement
from warehouse.store import Store
from warehouse.workspace import Workspace

Row = dict[str, Any]
_STATES = ("done", "on_the_way", "overdue", "not_reported", "not_due", "not_applicable")


@dataclass(frozen=True)
class TaskReader:
    """Reads what the built tables say of tasks. A task or unit that the workspace no longer declares is passed over."""

    store: Store
    workspace: Workspace

    def quarter(self, period: Period) -> TaskReport | None:
        """All tasks as of the end of a quarter; None where there are no key points of its year, or nobody has any task yet."""
        documents = tuple(one for one in self.workspace.keypoints_of(period.year) if one.issued_on <= period.end)
        if not documents:
            return None
        report = TaskReport(
            period,
            tuple(self._document(document) for document in documents),
            tuple(self._task(row) for row in self._rows("rpt_task_status", period)),
            tuple(self._progress(row) for row in self._by_unit("fct_task_progress", period)),
            tuple(self._figure(row) for row in self._by_unit("fct_task_figure", period)),
        )
        return report if report.tasks else None

    def year(self, year: Period, unit_code: str | None = None) -> TaskReport | None:
        """The tasks as of the last quarter of the year that anything is known of: all, or those of one unit."""
        latest = next((q for q in reversed(year.quarters) if self._known(q)), None)
        whole = None if latest is None else self._of_quarter(latest)
        if whole is None or unit_code is None:
            return whole
        name = self.workspace.register.by_code[unit_code].name
        progress = tuple(line for line in whole.progress if line.unit_name == name)
        figures = tuple(line for line in whole.figures if line.unit_name == name)
        held = {line.document for line in progress}
        documents = tuple(document for document in whole.documents if document.key in held)
        own = replace(whole, documents=documents, tasks=(), progress=progress, figures=figures, is_own=True)
        return own if progress else None

    def _of_quarter(self, period: Period) -> TaskReport | None:
        if period not in self._quarters:
            self._quarters[period] = self.quarter(period)
        return self._quarters[period]

    @cached_property
    def _quarters(self) -> dict[Period, TaskReport | None]:
        """Quarters read before: every unit's annual report asks for the same one."""
        return {}

    @cached_property
    def _declared(self) -> dict[tuple[str, str], tuple[KeyPoints, Task]]:
        return {(one.key, task.id): (one, task) for one in self.workspace.keypoints for task in one.tasks}

    @cached_property
    def _units(self) -> dict[str, int]:
        return {unit.code: place for place, unit in enumerate(self.workspace.register.units)}

    def _known(self, period: Period) -> bool:
        return bool(
            self.store.rows("SELECT 1 FROM rpt_task_status WHERE period = $period LIMIT 1", {"period": str(period)})
        )

    def _rows(self, table: str, period: Period) -> list[Row]:
        """The rows of a quarter in the order of the documents."""
        rows = self.store.rows(f"SELECT * FROM {table} WHERE period = $period", {"period": str(period)})
        order = {key: place for place, key in enumerate(self._declared)}
        known = [row for row in rows if (row["document"], row["task_id"]) in order]
        return sorted(known, key=lambda row: order[row["document"], row["task_id"]])

    def _by_unit(self, table: str, period: Period) -> list[Row]:
        """The same, unit by unit as in the register."""
        rows = [row for row in self._rows(table, period) if row["unit_code"] in self._units]
        return sorted(rows, key=lambda row: self._units[row["unit_code"]])

    def _document(self, document: KeyPoints) -> TaskDocument:
        rows = self.store.rows(
            "SELECT task_id, name FROM dim_task WHERE document = $document AND open_bodies IS NOT NULL ORDER BY task_order",
            {"document": document.key},
        )
        words = self.workspace.catalog.task_narrative.lines.task
        opened = tuple(fill(words, {"task": row["task_id"], "name": row["name"]}) for row in rows)
        return TaskDocument(document.key, document.title, document.document_number, document.chapters, opened)

    def _task(self, row: Row) -> TaskLine:
        _, task = self._declared[row["document"], row["task_id"]]
        return TaskLine(
            document=row["document"],
            task_id=task.id,
            chapter=task.chapter,
            name=task.name,
            due=due_words(task, self.workspace.catalog),
            status=row["status"],
            units=row["units"],
            counts={state: row[state] for state in _STATES},
            disputed=row["disputed"],
        )

    def _progress(self, row: Row) -> ProgressLine:
        _, task = self._declared[row["document"], row["task_id"]]
        return ProgressLine(
            document=row["document"],
            task_id=task.id,
            chapter=task.chapter,
            task_name=task.name,
            due=due_words(task, self.workspace.catalog),
            unit_name=self.workspace.register.by_code[row["unit_code"]].name,
            role=row["role"],
            status=row["status"],
            reported=row["reported"],
            progress=row["progress"] or "",
            done_on=row["done_on"],
            is_past_due=bool(row["is_past_due"]),
            evidence=row["evidence"] or "",
            evidence_state=row["evidence_state"],
            is_disputed=bool(row["is_disputed"]),
        )

    def _figure(self, row: Row) -> FigureLine:
        document, task = self._declared[row["document"], row["task_id"]]
        indicator = next(one for one in document.indicators if (one.task, one.code) == (task.id, row["indicator_code"]))
        return FigureLine(
            document=row["document"],
            task_id=task.id,
            task_name=task.name,
            unit_name=self.workspace.register.by_code[row["unit_code"]].name,
            name=indicator.name,
            requirement=Requirement.of(indicator),
            verdict=row["verdict"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=row["value"],
        )
