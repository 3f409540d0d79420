"""What is wanting of the reports themselves: not come, sent back, taken back, or a correction that was sent back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flows.steps.remind.days import Days
from flows.steps.status import StatusRow
from reports.chasing.chase import Want
from reports.narrative.figures import Fact
from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.period import Period
from warehouse.store import Store

_KINDS = {"missing": "missing", "returned": "returned", "unreadable": "unreadable", "withdrawn": "withdrawn"}
_SENT_BACK = frozenset({"returned", "unreadable"})


@dataclass(frozen=True, slots=True)
class SentBack:
    """A submission that is no report yet: its number, and when it came."""

    submission_id: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Corrections:
    """Until when a submission that was sent back is to be corrected: so many working days after the unit was first told."""

    days: Days
    working_days: int
    first_said: Mapping[int, date]

    def due_on(self, sent_back: SentBack) -> date | None:
        """The day; None where the calendar does not know. One whose feedback lies nowhere counts from the day it came."""
        said = self.first_said.get(sent_back.submission_id, sent_back.received_at.date())
        return self.days.after(said, self.working_days)


def report_want(row: StatusRow, days: Days, corrections: Corrections, tasks: int) -> Want | None:
    """What a unit's report lacks; None where it counts. `tasks` are those that it has to answer on in it."""
    if row.status in ("accepted", "nil"):
        return None
    kind = _KINDS[row.status]
    if row.submission_id is None or row.received_at is None:
        return Want(kind, days.due_on, days.left(days.due_on), None, {"tasks": Decimal(tasks), **_passed(days)})
    sent_back = SentBack(row.submission_id, row.received_at)
    if kind in _SENT_BACK:
        return correction_want(kind, sent_back, corrections)
    return Want(kind, days.due_on, days.left(days.due_on), sent_back.submission_id, _sent_facts(sent_back))


def correction_want(kind: str, sent_back: SentBack, corrections: Corrections) -> Want:
    """A report, or a correction of one that counts, that came and was sent back."""
    due_on, today = corrections.due_on(sent_back), corrections.days.today
    facts: dict[str, Fact] = {
        **_sent_facts(sent_back),
        "correct_by": None if due_on is None else day_in_words(due_on),
        "is_past": "yes" if due_on is not None and due_on < today else "no",
    }
    return Want(kind, due_on, corrections.days.left(due_on), sent_back.submission_id, facts)


def returned_corrections(store: Store, period: Period) -> dict[str, SentBack]:
    """By unit: the latest version, where it was sent back though an earlier one counts."""
    found: dict[str, list[SentBack]] = defaultdict(list)
    for row in store.rows(_RETURNED_CORRECTIONS, {"period": str(period)}):
        found[row["unit_code"]].append(SentBack(row["submission_id"], row["received_at"]))
    return {unit: versions[-1] for unit, versions in found.items()}


_RETURNED_CORRECTIONS = """
SELECT s.unit_code, s.submission_id, s.received_at
FROM core_submission s
JOIN rpt_quarterly_coverage c ON c.unit_code = s.unit_code AND c.period = s.period AND c.is_in
WHERE s.period = $period AND s.scope = 'own' AND s.status IN ('returned', 'unreadable') AND s.submission_id > c.submission_id
ORDER BY s.submission_id
"""


def _sent_facts(sent_back: SentBack) -> dict[str, Fact]:
    return {"number": str(sent_back.submission_id), "received": day_in_words(sent_back.received_at.date())}


def _passed(days: Days) -> dict[str, Fact]:
    """Working days to the due day and since it."""
    left = days.left(days.due_on)
    if left is None:
        return {"left": None, "passed": None}
    return {"left": Decimal(max(left, 0)), "passed": Decimal(max(-left, 0))}
