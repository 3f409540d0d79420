"""The story as declared in story.yaml: acts, the ways in which units send, and every delivery with the status it must end in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import yaml
from pydantic import ConfigDict, Field

from flows.demo.portal.script import PortalPart, PortalVisit
from reports.layout import Wording
from warehouse.catalog.forms import Declared
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register

NIL, USUAL = "nil_return", "template"


class Way(Declared):
    """How a workbook is made; a template needs no more than `book`."""

    book: Literal["template", "nil", "blank", "previous", "pasted"]
    saved_as: Literal["xlsx", "xls"] = "xlsx"
    sheets: Literal["one", "three"] = "one"
    wording: Wording = "statutory"
    digits: str = "number"
    has_unit: bool = False
    zero: str | None = None
    origin: tuple[int, int] = (0, 0)
    named: str = "{code}-{name}.xlsx"


class Assigning(Declared):
    """The units that the office names for an open body of a task."""

    task: str
    body: str
    units: tuple[str, ...]


class KeyPointsPart(Declared):
    """The key points that the office works by: a shipped profile, and when its open bodies were assigned to whom."""

    profile: str
    assigned_at: datetime
    assignments: tuple[Assigning, ...]


class AnswerEdit(Declared):
    """What a unit says of one task in place of the truth; `figures` by indicator code, numerator and denominator."""

    status: str | None = None
    has_date: bool = True
    has_evidence: bool = True
    figures: dict[str, tuple[int | None, int | None]] = Field(default_factory=dict)


class MetricEdit(Declared):
    """What stands in the two sheets of metrics in place of the truth: `values` by measure (None: left blank), `documents` by number
    and heading.
    """

    values: dict[str, int | None] = Field(default_factory=dict)
    documents: dict[int, dict[str, date | int | str | None]] = Field(default_factory=dict)


class Delivery(Declared):
    """One file that a unit sends; `in` and `round` name the collection that it arrives before.

    `edits` are added to its figures by cell, `answers` change what it says of tasks, `metrics` what it says of its work. `rule` is one
    that it is told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    period: str
    unit: str
    way: str | None = None
    flaw: str | None = None
    is_miscounted: bool = False
    edits: dict[str, int] = Field(default_factory=dict)
    answers: dict[str, AnswerEdit] = Field(default_factory=dict)
    metrics: MetricEdit = MetricEdit()
    act: str | None = Field(default=None, alias="in")
    round: Literal[1, 2] = 1
    named: str | None = None
    withdrawn: str | None = None
    status: str
    rule: str | None = None

    @property
    def arrives(self) -> tuple[str, int]:
        """The act and the round (from 0) that it arrives in."""
        return (self.period if self.act is None else self.act, self.round - 1)


class Differing(Declared):
    """An indicator of a unit of which two sources say different things: both stay, and the unit hears of it."""

    period: str
    unit: str
    indicator: str


class Closing(Declared):
    """A problem that the office takes off the list by its own word."""

    at: datetime
    problem: str
    reason: str


class Listed(Declared):
    """A problem that comes to the list, in how many quarters it is carried on, and what closes it; None: nothing does."""

    problem: str
    carried: int
    closed_by: Literal["data", "office"] | None


class Act(Declared):
    """One period: when templates go out, when the office collects, looks at its portal and at links, writes down who has what to send,
    and closes problems; wall clock of Asia/Shanghai, without zone as everywhere.
    """

    period: str
    templates: date
    collects: tuple[datetime, ...]
    portal: tuple[PortalVisit, ...] = ()
    patrols: tuple[datetime, ...] = ()
    chasings: tuple[datetime, ...] = ()
    closings: tuple[Closing, ...] = ()
    publish: datetime | None = None


class Round(NamedTuple):
    """One collection: the act, its number (from 0), and what has arrived before it."""

    act: Act
    number: int
    deliveries: tuple[Delivery, ...]


class Shown(Declared):
    """Where something lies that one looks at in the end: a pattern below the workspace, and a word on what to do with it."""

    label: str
    path: str
    note: str = ""


class Script(Declared):
    """The whole story."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    first: str
    last: str
    settings: dict[str, str]
    keypoints: KeyPointsPart
    portal: PortalPart
    acts: tuple[Act, ...]
    ways: dict[str, Way]
    habits: dict[str, str]
    drop: tuple[str, ...]
    never: tuple[str, ...]
    differing: tuple[Differing, ...]
    problems: tuple[Listed, ...]
    places: tuple[Shown, ...]
    deliveries: tuple[Delivery, ...]

    def rounds(self, register: Register) -> Iterator[Round]:
        """Every collection in the order of time."""
        expected = list(self.all_deliveries(register))
        for act in self.acts:
            for number in range(len(act.collects)):
                arriving = tuple(d for d in expected if d.arrives == (act.period, number))
                yield Round(act, number, arriving)

    def all_deliveries(self, register: Register) -> Iterator[Delivery]:
        """The declared deliveries, and one by habit for every unit and period that has none declared."""
        declared = {(d.period, d.unit) for d in self.deliveries}
        for act in self.acts:
            for unit in register.reporting(Period.parse(act.period)):
                if (act.period, unit.code) not in declared and unit.code not in self.never:
                    status = "nil" if self.way_name(unit.code) == NIL else "accepted"
                    yield Delivery(period=act.period, unit=unit.code, status=status)
        yield from self.deliveries

    def way_name(self, unit: str) -> str:
        """How this unit sends when nothing else is declared."""
        return self.habits.get(unit, USUAL)

    def way(self, delivery: Delivery) -> Way:
        """The way of one delivery."""
        return self.ways[self.way_name(delivery.unit) if delivery.way is None else delivery.way]


def load_script() -> Script:
    """Reads story.yaml."""
    path = Path(__file__).with_name("story.yaml")
    return Script.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
