"""The words about tasks (task_words.yaml): the unit's sheets, the states of a task, 任务分解表, the sheet of assignments."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import ConfigDict

from warehouse.catalog.declared import Coded
from warehouse.catalog.forms import Declared


class Answer(Coded):
    """What a unit may answer; `variants` are other wordings that mean the same."""

    code: Literal["done", "under_way", "not_started", "not_applicable"]
    variants: tuple[str, ...]


class TaskColumns(Declared):
    """The headings of the sheet of tasks."""

    document: str
    task: str
    name: str
    content: str
    role: str
    due: str
    status: str
    progress: str
    done_on: str
    evidence: str


class FigureColumns(Declared):
    """The headings of the sheet of figures."""

    document: str
    task: str
    indicator: str
    name: str
    requirement: str
    numerator_label: str
    numerator: str
    denominator_label: str
    denominator: str


class TaskSheet(Declared):
    """The sheet of tasks in a unit's workbook."""

    name: str
    title: str
    hint: str
    columns: TaskColumns


class FigureSheet(Declared):
    """The sheet of figures in a unit's workbook."""

    name: str
    title: str
    hint: str
    columns: FigureColumns


class BreakdownColumns(Declared):
    """The headings of 任务分解表."""

    number: str
    name: str
    content: str
    bodies: str
    due: str


class Breakdown(Declared):
    """任务分解表; `no_due` stands where the document names no time."""

    title: str
    columns: BreakdownColumns
    no_due: str


class AssignmentColumns(Declared):
    """The headings of the sheet of assignments."""

    document: str
    task: str
    name: str
    content: str
    body: str
    role: str
    units: str


class Assignment(Declared):
    """The workbook in which the office names the units of open bodies."""

    title: str
    hint: str
    columns: AssignmentColumns


class TaskWords(Declared):
    """All words about tasks."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    roles: dict[str, str]
    bases: dict[str, str]
    answers: tuple[Answer, ...]
    statuses: tuple[Coded, ...]
    verdicts: tuple[Coded, ...]
    operators: dict[str, str]
    units: dict[str, str]
    periods: dict[str, str]
    task_sheet: TaskSheet
    figure_sheet: FigureSheet
    breakdown: Breakdown
    assignment: Assignment

    @cached_property
    def answer_codes(self) -> dict[str, str]:
        """Answer codes by every wording."""
        return {word: one.code for one in self.answers for word in (one.label, *one.variants)}

    @cached_property
    def status_labels(self) -> dict[str, str]:
        """Chinese words of the states of a task."""
        return {status.code: status.label for status in self.statuses}
