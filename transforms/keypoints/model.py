"""What a key-point document says, in the names of CONTRACT §3: what a program gets as JSON is these objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from warehouse.catalog.keypoint_words import Basis, IndicatorPeriod
from warehouse.catalog.keypoints import Role


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body as printed, in simplified characters; `collective` where the name stands for many."""

    name: str
    role: Role
    collective: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """Words that say by when; no date where they don't name a day by themselves."""

    text: str
    date: date | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class ProposedIndicator:
    """Something countable that the words ask for; a ratio is 0.5 for 50%."""

    name: str
    operator: str
    threshold: Decimal
    unit: str
    period: IndicatorPeriod


@dataclass(frozen=True, slots=True)
class AnnexTask:
    """What the annexed table says of a task; shorter than the text, and it may differ from it."""

    name: str | None
    content: str


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One task. `printed` is the text as it stands in the file; `number` is None where the task has none."""

    id: str
    number: int | None
    chapter: str | None
    section: str | None
    heading: str
    text: str
    bodies: tuple[NamedBody, ...]
    due: date | None
    due_text: str | None
    indicators: tuple[ProposedIndicator, ...]
    printed: str
    deadlines: tuple[Deadline, ...]
    annex: AnnexTask | None
    place: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words of the document that belong to no task, with the reason."""

    place: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks, rows of the annex, and tasks a chapter."""

    tasks: int
    annex_rows: int
    by_chapter: dict[str, int]


@dataclass(frozen=True, slots=True)
class KeypointReading:
    """One document. `is_whole` is False where a number is missing or stands twice, or words could not be placed.
    `chapters` are their titles by printed number.
    """

    title: str | None
    notice_title: str | None
    document_number: str | None
    issued_on: date | None
    year: int | None
    jurisdiction: str | None
    counts: Counts
    indicators_from: Literal["proposed", "declared"]
    tasks: tuple[ReadTask, ...]
    unplaced: tuple[Unplaced, ...] = ()
    problems: tuple[str, ...] = ()
    is_whole: bool = field(default=True)
    chapters: dict[str, str] = field(default_factory=dict)
