"""The open-government work of the example district's units, drawn: policy documents with all that follows from them, messages, events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Literal

import yaml

from flows.demo.figures import District
from flows.demo.scale import Range, Scale, load_scale
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.forms import Declared
from warehouse.catalog.period import Period
from warehouse.catalog.units import Unit

_MADE = "T2:normative_document.made"
_LATE_BY = (6, 9)


class Busyness(Declared):
    """Least and most of each thing in a quarter (`messages`, `items`: in a month)."""

    others: Range
    messages: Range
    events: Range
    meetings: Range
    briefings: Range
    trainings: Range
    official: Range
    items: Range


class DocumentHabits(Declared):
    """Shares of documents; working days after publication."""

    active: float
    interpreted: float
    same_day: float
    later: Range
    ways: Range
    few_ways: float
    filed: float
    filed_after: Range
    filed_late: float
    pushed: float
    has_service: float
    online: float
    online_late: float
    last_days: int


class Subject(Declared):
    """What a unit's documents are about, and the mark in their numbers."""

    mark: str
    about: tuple[str, ...]


class RequestHabits(Declared):
    """How requests are answered."""

    late: float
    extended: float
    working_days: Range


class MessageHabits(Declared):
    """How messages are answered."""

    late: float
    forwarded: Range


class OfficialHabits(Declared):
    """Shares of official documents that are open and filed."""

    active: float
    filed: float


class EventHabits(Declared):
    """Events and consultations."""

    missing: float
    open_month: Range
    consulted: Range
    consults: float
    small: tuple[float, float]


class Gazette(Declared):
    """Who prints the gazette, and how often in a quarter."""

    unit: str
    issues: int


class WorkPace(Declared):
    """Everything that works are drawn from (works.yaml)."""

    seed: str
    profiles: dict[str, Busyness]
    documents: DocumentHabits
    requests: RequestHabits
    messages: MessageHabits
    openness: OfficialHabits
    events: EventHabits
    gazette: Gazette
    titles: tuple[str, ...]
    notices: tuple[str, ...]
    subjects: dict[str, Subject]
    towns: Subject


def load_works() -> WorkPace:
    """Reads works.yaml."""
    path = Path(__file__).with_name("works.yaml")
    return WorkPace.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Document:
    """One policy document and what followed; a day is None where it has not come to it. `ways` of explaining it, 0 for none.

    `path` is its page's below the column of documents, and its explanation's below that of explanations.
    """

    unit: str
    path: str
    number: str
    title: str
    is_normative: bool
    openness: Literal["active", "on_request"]
    published_on: date
    interpreted_on: date | None
    ways: int
    filed_on: date | None
    pushed_on: date | None
    has_service: bool
    online_on: date | None


@dataclass(frozen=True, slots=True)
class Board:
    """A unit's month on the message board."""

    received: int
    answered: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Works:
    """What every unit does in a quarter or month; the same unit and time always the same."""

    district: District
    calendar: WorkingCalendar
    pace: WorkPace
    scale: Scale

    @classmethod
    def of(cls, district: District, calendar: WorkingCalendar) -> Works:
        """The works beside a district's figures."""
        return cls(district, calendar, load_works(), load_scale())

    def busyness(self, unit: Unit) -> Busyness:
        """How much a unit has to do."""
        return self.pace.profiles[self.scale.profile_name(unit)]

    def random(self, unit: Unit, time: object, subject: str) -> Random:
        """A stream of its own for each subject of each unit and time."""
        return Random(f"{self.pace.seed}/{unit.code}/{time}/{subject}")  # noqa: S311 - invented works, not secrets

    def documents(self, unit: Unit, period: Period) -> tuple[Document, ...]:
        """What a unit publishes in a quarter, by day: as many normative documents as its statutory table says."""
        rng = self.random(unit, period, "documents")
        normative, others = self._counts(unit, period)
        kinds = [n < normative for n in range(normative + others)]
        rng.shuffle(kinds)
        days = sorted(rng.choices(self._days(period), k=len(kinds)))
        before = [self._counts(unit, quarter) for quarter in Period(period.year).quarters if quarter.end < period.start]
        last = {True: sum(count for count, _ in before), False: sum(count for _, count in before)}
        written = []
        for day, is_normative in zip(days, kinds, strict=True):
            last[is_normative] += 1
            written.append(self._document(unit, day, rng, last[is_normative], is_normative=is_normative))
        return tuple(written)

    def board(self, unit: Unit, month: date) -> Board:
        """A unit's month on the message board."""
        rng = self.random(unit, f"{month:%Y-%m}", "board")
        received = rng.randint(*self.busyness(unit).messages)
        late = sum(rng.random() < self.pace.messages.late for _ in range(received))
        return Board(received, received, received - late)

    def site(self, unit: Unit, month: date) -> tuple[int, int]:
        """What a unit publishes on the portal in a month, and how often that is looked at."""
        rng = self.random(unit, f"{month:%Y-%m}", "site")
        items = rng.randint(*self.busyness(unit).items)
        return items, items * rng.randint(40, 90)

    def _counts(self, unit: Unit, period: Period) -> tuple[int, int]:
        """Normative documents and others of a quarter; none where the unit owes no report."""
        if (unit.code, period) not in self.district.figures:
            return 0, 0
        others = self.random(unit, period, "others").randint(*self.busyness(unit).others)
        return int(self.district.of(unit.code, period)[_MADE]), others

    def _document(self, unit: Unit, day: date, rng: Random, number: int, *, is_normative: bool) -> Document:
        habits, subject = self.pace.documents, self._subject(unit)
        is_active = is_normative or rng.random() < habits.active
        is_interpreted = rng.random() < habits.interpreted and is_active
        later = 0 if rng.random() < habits.same_day else rng.randint(*habits.later)
        ways = min(habits.ways) - 1 if rng.random() < habits.few_ways else rng.randint(*habits.ways)
        has_service = rng.random() < habits.has_service and is_active
        filed = self._after(day, rng, habits.filed, habits.filed_late)
        online = self._after(day, rng, habits.online, habits.online_late)
        kind = rng.choice(self.pace.titles if is_normative else self.pace.notices)
        return Document(
            unit=unit.code,
            path=f"{day:%Y%m%d}/{unit.code}-{'gf' if is_normative else 'qt'}{number}.html",
            number=f"云{subject.mark}{'规' if is_normative else '发'}〔{day.year}〕{number}号",
            title=f"云江区{subject.about[number % len(subject.about)]}{kind}",
            is_normative=is_normative,
            openness="active" if is_active else "on_request",
            published_on=day,
            interpreted_on=day + timedelta(days=later) if is_interpreted else None,
            ways=ways if is_interpreted else 0,
            filed_on=filed if is_interpreted else None,
            pushed_on=day if is_active and rng.random() < habits.pushed else None,
            has_service=has_service,
            online_on=online if has_service else None,
        )

    def _after(self, day: date, rng: Random, share: float, late: float) -> date | None:
        """A day some working days on, or None where it was left undone."""
        is_done, is_late = rng.random() < share, rng.random() < late
        count = rng.randint(*(_LATE_BY if is_late else self.pace.documents.filed_after))
        return self.calendar.working_days_after(day, count) if is_done else None

    def _days(self, period: Period) -> list[date]:
        last = period.end - timedelta(days=self.pace.documents.last_days)
        return [day for day in days_between(period.start, last) if self.calendar.is_working_day(day)]

    def _subject(self, unit: Unit) -> Subject:
        known = self.pace.subjects.get(unit.code)
        if known is not None:
            return known
        name = unit.aliases[0].removesuffix("街道").removesuffix("镇")
        return self.pace.towns.model_copy(update={"mark": self.pace.towns.mark.format(name=name)})


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def months_of(period: Period) -> Iterator[date]:
    """The first day of each month of a quarter."""
    return (period.start.replace(month=period.start.month + n) for n in range(3))
