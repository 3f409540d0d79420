"""Scheduled runs that did not happen, did not end, or failed: seen from their own records, so that a server that is down is seen too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flows.planned import Planned
from flows.schedule import OFFICE_ZONE
from flows.steps.remind.runs import Run, is_served, read_runs
from reports.narrative.text import fill
from warehouse.catalog.reminders import load_reminders
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trouble:
    """One scheduled run that is not as it should be, in a sentence; `at` is when it was to begin or began."""

    kind: Literal["missed", "dead", "failed"]
    deployment: str
    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Watched:
    """What a look at the records found. `is_used` is false where nothing was ever scheduled: then nothing is expected."""

    is_used: bool
    is_served: bool
    troubles: tuple[Trouble, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong; nothing where all is well."""
        down = () if self.is_served or not self.is_used else (load_reminders().watch.not_serving,)
        return (*(trouble.sentence for trouble in self.troubles), *down)


def watch(workspace: Workspace, plan: Sequence[Planned], now: datetime) -> Watched:
    """The records against the plan at a moment (Shanghai wall clock)."""
    runs = read_runs(workspace)
    troubles = [trouble for one in plan if one.name in runs for trouble in _troubles(one, runs[one.name], now)]
    return Watched(bool(runs), is_served(workspace), tuple(troubles))


def _troubles(planned: Planned, run: Run, now: datetime) -> Iterator[Trouble]:
    words, began_at = load_reminders().watch, run.began_at
    if began_at is not None and run.is_dead:
        yield _trouble("dead", planned, began_at, words.dead)
    elif began_at is not None and run.outcome in ("failed", "crashed"):
        yield _trouble("failed", planned, began_at, words.failed)
    expected = _expected(planned, now)
    if expected is not None and expected >= run.known_since and not _has_begun_since(run, expected):
        yield _trouble("missed", planned, expected, words.missed)


def _expected(planned: Planned, now: datetime) -> datetime | None:
    """The last time at which it should have begun and which is long enough ago: runs wait for each other."""
    patience = timedelta(minutes=load_reminders().late_after_minutes)
    expected = planned.last_before(now.replace(tzinfo=OFFICE_ZONE) - patience)
    return None if expected is None else expected.astimezone(OFFICE_ZONE).replace(tzinfo=None)


def _has_begun_since(run: Run, expected: datetime) -> bool:
    """A later run makes up for it, also one that a person started."""
    return run.scheduled_at is not None and run.scheduled_at >= expected


def _trouble(kind: Literal["missed", "dead", "failed"], planned: Planned, at: datetime, words: str) -> Trouble:
    return Trouble(kind, planned.name, at, fill(words, {"name": planned.title, "at": f"{at:%Y-%m-%d %H:%M}"}))
