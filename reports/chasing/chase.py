"""What is wanting at the units on a day: the rows that the chasing list and the texts to paste are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.narrative.figures import Fact
from reports.narrative.paper import clean_text
from reports.narrative.text import fill, say
from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.catalog.reminders import Reminders

Stage = Literal["before", "today", "after", "unknown"]


@dataclass(frozen=True, slots=True)
class Want:
    """One thing that a unit has to send or to mend. `left` are working days from the list's day to `due_on`, negative when it is past;
    None where no day is known. `facts` are what its sentences (reminders.yaml) say beside the facts of the list.
    """

    kind: str
    due_on: date | None
    left: int | None
    submission_id: int | None
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class UnitWants:
    """A unit with all that it has to do, in the order in which it hears it."""

    unit_code: str
    unit_name: str
    group: str
    wants: tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class ChasingList:
    """The list of one day for one period; `received` of `owed` units are in. `unplaced` are files whose unit or period nobody knows."""

    period: Period
    district: str
    office: str
    day: date
    due_on: date | None
    collect_on: date | None
    owed: int
    received: int
    units: tuple[UnitWants, ...]
    unplaced: tuple[str, ...] = ()
    circular_on: date | None = None

    @property
    def stage(self) -> Stage:
        """Where the day lies by the due day; unknown where the calendar does not know that."""
        if self.due_on is None:
            return "unknown"
        return "before" if self.day < self.due_on else "today" if self.day == self.due_on else "after"

    def count(self, kind: str) -> int:
        """How many units have something of this kind to do."""
        return sum(any(want.kind == kind for want in unit.wants) for unit in self.units)


def stage_name(chasing: ChasingList, words: Reminders) -> str:
    """What the list of this day is called, such as 催报; from the circular on it is more about mending than about sending."""
    is_told = chasing.circular_on is not None and chasing.day >= chasing.circular_on
    return words.stages.rectify if is_told else str(getattr(words.stages, chasing.stage))


def list_facts(chasing: ChasingList, catalog: Catalog, words: Reminders) -> dict[str, Fact]:
    """What every sentence of a list may say."""
    period, collect_on = chasing.period, chasing.collect_on
    is_open = collect_on is not None and chasing.day <= collect_on
    return {
        "period": period.label,
        "form": f"{period.label}{catalog.form(period.form_code).title}",
        "stage": chasing.stage,
        "stage_name": stage_name(chasing, words),
        "district": clean_text(chasing.district),
        "day": day_in_words(chasing.day),
        "due": None if chasing.due_on is None else day_in_words(chasing.due_on),
        "collect": None if collect_on is None else day_in_words(collect_on),
        "is_open": "yes" if is_open else "no",
        "owed": str(chasing.owed),
        "received": str(chasing.received),
        "units": str(len(chasing.units)),
    }


def said(want: Want, facts: Mapping[str, Fact], words: Reminders) -> str:
    """The sentences on one thing that is wanting, as the unit reads them."""
    return say(words.wants[want.kind], {**facts, **want.facts})


def counted(chasing: ChasingList, words: Reminders) -> str:
    """`未报送3家，已退回待更正1家`: how many units have something of each kind to do."""
    counts = ((label, chasing.count(kind)) for kind, label in words.labels.items())
    return "；".join(
        fill(words.sheet.counts, {"label": label, "count": str(count)}) for label, count in counts if count
    )


def file_stem(chasing: ChasingList, words: Reminders) -> str:
    """The name of the list's files, without their endings."""
    facts: dict[str, Fact] = {"period": str(chasing.period), "stage": stage_name(chasing, words)}
    return fill(words.file, facts | {"day": chasing.day.isoformat()})
