"""What is wanting of the list of problems: each one that is not closed, with the day until which it is to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flows.steps.remind.days import Days
from reports.chasing.chase import Want
from reports.narrative.figures import Fact
from reports.narrative.paper import clean_text
from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.period import Period
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem that its unit has been told of and that is not closed; `source` is the task, rule or link that it comes from."""

    unit_code: str
    kind: str
    source: str | None
    want: Want


def told_problems(store: Store, period: Period, days: Days) -> list[ToldProblem]:
    """Those due first come first. The units know those of earlier quarters; those of a quarter itself from its circular on.

    A report that did not come is chased as such, not a second time as a problem; a year's list has no problems.
    """
    if period.is_year:
        return []
    is_told = days.circular_on is not None and days.today >= days.circular_on
    rows = store.rows(_OPEN, {"period": str(period)})
    return [
        ToldProblem(row["unit_code"], row["kind"], row["source_code"], _want(row, days))
        for row in rows
        if row["period"] != str(period) or (is_told and row["kind"] != "missing")
    ]


# Periods of quarters are in the order of their names. A unit that was merged has its problems mended by its successor.
_OPEN = """
SELECT
    coalesce(holder_code, unit_code) AS unit_code, period, kind, source_code, coalesce(latest_text, text) AS text, demand, due_on
FROM fct_problem
WHERE status <> 'closed' AND period <= $period
ORDER BY due_on, period, problem_id
"""


def _want(row: dict[str, Any], days: Days) -> Want:
    due_on = row["due_on"]
    is_past = due_on is not None and due_on < days.today
    left = days.left(due_on)
    facts: dict[str, Fact] = {
        "text": _unended(row["text"]),
        "demand": None if row["demand"] is None else _unended(row["demand"]),
        "due": None if due_on is None else day_in_words(due_on),
        "is_past": "yes" if is_past else "no",
        "is_today": "yes" if due_on == days.today else "no",
        "left": None if left is None else str(max(left, 0)),
    }
    return Want("problem_overdue" if is_past else "problem", due_on, left, None, facts)


def _unended(text: str) -> str:
    """Without its full stop: the sentence that it is put into has one."""
    return clean_text(text).rstrip("。；")
