"""By when: the words of a text or a cell that say so, and the day where they name one."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

from transforms.keypoints.covered import Covered
from transforms.keypoints.flow import compact, folded
from transforms.keypoints.model import Deadline
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.keypoint_words import Basis, KeypointWords

_LONGEST_CELL = 40


def read_deadlines(text: str, year: int | None, issued_on: date | None, words: KeypointWords) -> tuple[Deadline, ...]:
    """Every deadline in running text, in order, each wording once. `year` is the document's own."""
    plain = folded(text)
    covered = Covered(len(plain))
    found: list[tuple[int, Deadline]] = []
    for due in words.due:
        for match in due.pattern.finditer(plain):
            start, stop = match.span("words")
            if not covered.take(start, stop):
                continue
            deadline = _deadline(due.basis, match, year, issued_on, words)
            if deadline is not None:
                found.append((start, deadline))
    return tuple(dict.fromkeys(deadline for _, deadline in sorted(found, key=lambda one: one[0])))


def read_due_cell(text: str, year: int | None, issued_on: date | None, words: KeypointWords) -> Deadline | None:
    """The deadline that a cell or a label gives; words that are not known are kept without a day."""
    plain = folded(compact(text)).strip("。;,、")
    if not plain:
        return None
    for basis, pattern in _cell_patterns(words):
        if match := pattern.fullmatch(plain):
            return _deadline(basis, match, year, issued_on, words)
    inside = read_deadlines(plain, year, issued_on, words)
    first = earliest(inside)
    return Deadline(plain, None, "as_printed") if first is None else Deadline(plain, first.date, first.basis)


def due_at_end(plain: str, words: KeypointWords) -> int | None:
    """Where the words of a time begin that end this text; None where none do."""
    begin = max(0, len(plain) - _LONGEST_CELL)
    found = (pattern.search(plain, begin) for _, pattern in _end_patterns(words))
    return min((match.start("words") for match in found if match), default=None)


def _cell_patterns(words: KeypointWords) -> tuple[tuple[Basis, re.Pattern[str]], ...]:
    return _compiled(_declared(words), words.due_done)


def _end_patterns(words: KeypointWords) -> tuple[tuple[Basis, re.Pattern[str]], ...]:
    return _compiled(_declared(words), words.due_done + "$")


def _declared(words: KeypointWords) -> tuple[tuple[Basis, str], ...]:
    return tuple((due.basis, due.pattern.pattern) for due in (*words.due, *words.due_cells))


@cache
def _compiled(patterns: tuple[tuple[Basis, str], ...], done: str) -> tuple[tuple[Basis, re.Pattern[str]], ...]:
    return tuple((basis, re.compile(rf"(?:{pattern}){done}")) for basis, pattern in patterns)


def _deadline(
    basis: Basis, match: re.Match[str], year: int | None, issued_on: date | None, words: KeypointWords
) -> Deadline | None:
    """None for a year before the document's: that tells of the past."""
    said = match.groupdict()
    own = int(said["year"]) if said.get("year") else year
    if own is not None and year is not None and own < year:
        return None
    try:
        day = _day(basis, said, own, issued_on, words)
    except (ValueError, CalendarError):
        day = None
    return Deadline(match["words"], day, basis)


def _day(
    basis: Basis, said: dict[str, str | None], year: int | None, issued_on: date | None, words: KeypointWords
) -> date | None:
    if basis == "own_issue":
        return _after(issued_on, int(said["count"] or 0), said["days"] == words.working_day)
    if year is None:
        return None
    if basis == "year_end":
        return date(year, 12, 31)
    if basis == "half":
        return date(year, 6, 30) if said["half"] == words.first_half else date(year, 12, 31)
    if basis == "quarter":
        return _month_end(year, 3 * words.number(said["quarter"] or ""))
    if basis == "day":
        return date(year, int(said["month"] or 0), int(said["day"] or 0))
    if basis == "month":
        month = int(said["month"] or 0)
        part = words.month_parts.get(said.get("part") or "")
        return _month_end(year, month) if part is None else date(year, month, part)
    return None


def _after(issued_on: date | None, count: int, is_working: bool) -> date | None:
    if issued_on is None:
        return None
    return WorkingCalendar().working_days_after(issued_on, count) if is_working else issued_on + timedelta(days=count)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def earliest(deadlines: tuple[Deadline, ...]) -> Deadline | None:
    """The one that counts: the earliest with a day, else the first."""
    dated = [one for one in deadlines if one.date is not None]
    return min(dated, key=lambda one: one.date or date.max) if dated else next(iter(deadlines), None)
