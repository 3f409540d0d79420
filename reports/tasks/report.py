"""What the parts about key-point tasks are made from: tasks, their state at each unit, and the figures they are counted by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from warehouse.catalog.period import Period
from warehouse.catalog.task_requirement import Requirement


@dataclass(frozen=True, slots=True)
class TaskDocument:
    """A document of key points; `open_tasks`: ids and names of its tasks of which a body stands for no unit yet."""

    key: str
    title: str
    number: str
    chapters: Mapping[str, str]
    open_tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task and what the office says of it for the quarter; `counts` of its units by state, `due` in words. A task that no unit
    holds yet has no `units`, and stands as not reported.
    """

    document: str
    task_id: str
    chapter: str
    name: str
    due: str
    status: str
    units: int
    counts: Mapping[str, int] = field(default_factory=dict)
    disputed: int = 0


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """A task at a unit. `reported` is what it said itself (a code), None where nothing; `evidence_state` that of its link."""

    document: str
    task_id: str
    chapter: str
    task_name: str
    due: str
    unit_name: str
    role: str
    status: str
    reported: str | None = None
    progress: str = ""
    done_on: date | None = None
    is_past_due: bool = False
    evidence: str = ""
    evidence_state: str | None = None
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class FigureLine:
    """An indicator at a unit, judged by its data; `value` is None where there were no events or no data."""

    document: str
    task_id: str
    task_name: str
    unit_name: str
    name: str
    requirement: Requirement
    verdict: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TaskReport:
    """The tasks of the documents of a year as of the end of one quarter; the lines in the order in which they are printed.

    Of one unit where `is_own`: then its progress stands for the tasks' state.
    """

    period: Period
    documents: tuple[TaskDocument, ...]
    tasks: tuple[TaskLine, ...]
    progress: tuple[ProgressLine, ...]
    figures: tuple[FigureLine, ...] = ()
    is_own: bool = False

    @property
    def judged(self) -> tuple[TaskLine | ProgressLine, ...]:
        """One line a task with its state."""
        return self.progress if self.is_own else self.tasks

    def of(self, document: TaskDocument) -> TaskReport:
        """The part on one document."""
        key = document.key
        return TaskReport(
            self.period,
            (document,),
            tuple(line for line in self.tasks if line.document == key),
            tuple(line for line in self.progress if line.document == key),
            tuple(line for line in self.figures if line.document == key),
            self.is_own,
        )


def count_states(lines: Iterable[TaskLine | ProgressLine]) -> Counter[str]:
    """How many lines are in each state."""
    return Counter(line.status for line in lines)
