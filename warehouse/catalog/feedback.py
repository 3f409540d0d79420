"""What goes back to a unit, as declared in `feedback.yaml`: sentences, words, colours and the days allowed for a correction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from warehouse.catalog.forms import Declared
from warehouse.catalog.narrative import PLACE, Choice
from warehouse.catalog.rules import Severity

ReturnOutcome = Literal["returned", "unreadable", "warned"]
Sentences = tuple[tuple[Choice, ...], ...]
Lines = tuple[Sentences, ...]
OPTIONAL = frozenset({"due", "attached", "unit"})
GIVEN = OPTIONAL | {
    *("outcome", "period", "form", "file", "number", "received", "issued", "office", "days", "converted"),
    *("count", "errors", "warnings", "basis", "listed", "rest", "places"),
}
EXPECTED = "expected"
_COLOUR = r"^[0-9A-F]{6}$"


class ListColumns(Declared):
    """The headings of the list of problems."""

    number: str
    sheet: str
    address: str
    written: str
    wanted: str
    problem: str
    basis: str
    remedy: str
    severity: str


class ProblemList(Declared):
    """The sheet that is put in front of a unit's workbook; `mark` tells the reader to pass it over."""

    sheet: str
    mark: str
    columns: ListColumns
    title: Sentences
    notes: Lines


class NoticeColumns(Declared):
    """The headings of the table of reasons."""

    number: str
    place: str
    problem: str
    remedy: str


class Notice(Declared):
    """The notice of one page."""

    title: Sentences
    salutation: Sentences
    opening: Sentences
    caption: Sentences
    columns: NoticeColumns
    request: Sentences
    attachment: Sentences


class MessageLabels(Declared):
    """What stands before each part of a finding."""

    written: str
    wanted: str
    problem: str
    basis: str
    remedy: str


class Message(Declared):
    """The message to paste into OA; a line of which nothing is said is left out."""

    opening: Lines
    labels: MessageLabels
    closing: Lines


class FeedbackWords(Declared):
    """Words that stand for a place or a value."""

    whole_file: str
    blank: str
    unknown: str
    joined_places: str
    more_places: str


class Grouped(Declared):
    """A rule whose findings on one sheet are told as one, where at least `least` cells have a `text` like this: one cause has them all."""

    least: int = Field(gt=1)
    text: re.Pattern[str]
    message: str
    remedy: str


class Colours(Declared):
    """Fills of the marked cells as RRGGBB."""

    error: str = Field(pattern=_COLOUR)
    warning: str = Field(pattern=_COLOUR)
    info: str = Field(pattern=_COLOUR)

    def of(self, severity: Severity) -> str:
        """The colour of a severity."""
        return {"error": self.error, "warning": self.warning, "info": self.info}[severity]


class Feedback(Declared):
    """Everything that is said to a unit whose report is returned or has warnings."""

    office: str
    correction_working_days: int = Field(gt=0)
    author: str
    colours: Colours
    severities: dict[Severity, str]
    longest_text: int = Field(gt=0)
    unnamed_unit: str
    unnamed_period: str
    returned_file: str
    notice_files: dict[ReturnOutcome, str]
    message_file: str
    expired_file: str
    expired_text: str
    wanted: dict[str, str]
    grouped: dict[str, Grouped]
    words: FeedbackWords
    problem_list: ProblemList
    notice: Notice
    message: Message

    @property
    def heading(self) -> str:
        """What every comment of ours begins with."""
        return f"【{self.author}】"

    @model_validator(mode="after")
    def _every_place_is_given_and_known(self) -> Feedback:
        faults = [fault for choice in self._choices() for fault in _faults(choice)]
        places = {place for words in self.wanted.values() for place in PLACE.findall(words)}
        faults += [f"wanted 只能用 {{{EXPECTED}}}，不能用“{place}”" for place in sorted(places - {EXPECTED})]
        if faults:
            raise ValueError("；".join(faults))
        return self

    def _choices(self) -> Iterator[Choice]:
        notice, message = self.notice, self.message
        for sentences in (
            *(self.problem_list.title, *self.problem_list.notes, *message.opening, *message.closing),
            *(notice.title, notice.salutation, notice.opening, notice.caption, notice.request, notice.attachment),
        ):
            for choices in sentences:
                yield from choices


def _faults(choice: Choice) -> Iterator[str]:
    yield from (f"“{name}”没有声明" for name in {*choice.places, *choice.when} - GIVEN)
    for name in OPTIONAL.intersection(choice.places):
        if choice.when.get(name) != "known":
            yield f"“{choice.say}”用到“{name}”，但 when 没有要求它已知"
