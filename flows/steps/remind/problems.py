"""What is wanting of the list of problems: each one that is not closed, with the day until which it is to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.steps.remind.days import Days
from reports.chasing.chase import Want
from reports.narrative.figures import Fact
from reports.narrative.paper import clean_text
from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.period import Period
from warehouse.store import Store


def problem_wants(store: Store, period: Period, days: Days) -> Iterator[tuple[str, Want]]:
    """Unit and problem, those due first. The units have been told of those of earlier quarters; of a quarter's own from its circular on.

    A report that did not come is chased as such, not a second time as a problem; a year's list has no problems.
    """
    if period.is_year:
        return
    is_told = days.circular_on is not None and days.today >= days.circular_on
    for row in store.rows(_OPEN):
        listed = Period.parse(row["period"])
        is_own = listed == period
        if listed.sort_key < period.sort_key or (is_own and is_told and row["kind"] != "missing"):
            yield row["unit_code"], _want(row, days)


_OPEN = """
SELECT unit_code, period, kind, text, demand, due_on
FROM fct_problem
WHERE status <> 'closed'
ORDER BY due_on, period, problem_id
"""


def _want(row: dict[str, Any], days: Days) -> Want:
    due_on = row["due_on"]
    is_past = due_on is not None and due_on < days.today
    left = days.left(due_on)
    facts: dict[str, Fact] = {
        "text": clean_text(row["text"]),
        "demand": None if row["demand"] is None else clean_text(row["demand"]),
        "due": None if due_on is None or left is None else day_in_words(due_on),
        "is_past": "yes" if is_past else "no",
        "left": None if left is None else str(max(left, 0)),
    }
    return Want("problem_overdue" if is_past else "problem", due_on, left, None, facts)
