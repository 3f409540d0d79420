"""The list of problems (问题清单) of a quarter, as documents take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.period import Period
from warehouse.catalog.problems import ProblemWords


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem as it stood at the end of the quarter; `due_on` is None where nobody has arranged that year's working days."""

    problem_id: str
    unit_code: str
    unit_name: str
    holder_name: str
    kind: str
    listed_period: str
    text: str
    demand: str
    due_on: date | None
    status: str
    is_new: bool
    quarters_carried: int
    closed_by: str | None
    closed_reason: str | None
    former_closed_period: str | None


@dataclass(frozen=True, slots=True)
class ProblemList:
    """The problems of the district's units in the order of the register."""

    district_name: str
    period: Period
    problems: tuple[Problem, ...]

    def of_unit(self, code: str) -> tuple[Problem, ...]:
        """Those of one unit."""
        return tuple(problem for problem in self.problems if problem.unit_code == code)

    def of_status(self, status: str) -> tuple[Problem, ...]:
        """Those in one state."""
        return tuple(problem for problem in self.problems if problem.status == status)


def problem_sentence(problem: Problem, words: ProblemWords) -> str:
    """What the problem is; of one that came back, when it was closed before."""
    again = problem.former_closed_period
    return problem.text + ("" if again is None else words.reopened.format(closed=Period.parse(again).label))


def due_in_words(problem: Problem, words: ProblemWords) -> str:
    """Until when it is to be mended, or that nobody knows yet."""
    return words.unknown_due if problem.due_on is None else day_in_words(problem.due_on)


def closing_in_words(problem: Problem, words: ProblemWords) -> str:
    """How it was closed; empty while it is open."""
    if problem.closed_by is None:
        return ""
    reason = "" if problem.closed_reason is None else f"：{problem.closed_reason}"
    return f"{words.closings[problem.closed_by]}{reason}"
