"""Key points (工作要点) as declared rows: one folder a document, with its tasks, who they fall to, by when, and what is counted.

A folder holds `document.yaml`, `tasks.csv` and `indicators.csv`. The folders shipped under `data/profiles` and those of a workspace
(`keypoints/`) have the same shape, so that an office's own document of next year is new rows.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict

from warehouse.catalog.forms import Declared

Role = Literal["lead", "responsible", "support"]


class Body(Declared):
    """A body as the document names it, `区司法局` or `各街镇`; who that is on a given day is for `bodies.py` to say."""

    name: str
    role: Role


class Task(Declared):
    """One row of tasks.csv. `id` is chapter(section)number as printed: `一(一)1`, `四(三)`.

    `name` and `summary` are the office's own short words; `text` is the document's, where the document was read in.
    `due` is the day of `due_text` where that names one. A task that `recurs` starts anew every quarter: done once is not done.
    """

    id: str
    number: int | None
    chapter: str
    section: str | None
    heading: str
    name: str
    summary: str
    text: str | None
    bodies: tuple[Body, ...]
    due_text: str | None
    due: date | None
    recurs: Literal["quarter"] | None


class TaskIndicator(Declared):
    """One row of indicators.csv: a requirement of a task that is counted.

    A unit gives the number counted (`numerator`, in words), and for a `ratio` also of how many (`denominator`); both words are
    what its workbook asks. An `event` requirement that is no ratio (days, ways a document) has as `denominator` of how many events
    it is the worst one: none of them and it does not apply. `asked`: the one body of the task that gives the figures; none: all of
    them. `is_printed` is false where the document says 全面, 同步 and the like and the figure is our reading.
    `period`: over what it is judged. `event`: over all that fell into a quarter.
    """

    task: str
    code: str
    name: str
    operator: Literal[">=", "<=", "="]
    threshold: Decimal
    unit: Literal["ratio", "count", "working_days", "days"]
    period: Literal["event", "quarter", "year"]
    is_printed: bool
    asked: str | None = None
    numerator: str
    denominator: str | None


class KeyPoints(Declared):
    """One document. `key` is the folder's name, `baoshan-2025`."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    key: str
    title: str
    document_number: str
    issued_on: date
    year: int
    jurisdiction: str
    chapters: dict[str, str]
    tasks: tuple[Task, ...]
    indicators: tuple[TaskIndicator, ...]

    @cached_property
    def by_id(self) -> dict[str, Task]:
        """Tasks by id."""
        return {task.id: task for task in self.tasks}
