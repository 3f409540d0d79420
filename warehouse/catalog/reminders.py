"""What reminders say, as declared in reminders.yaml: to units that have something to send or to mend, and to the office."""

from __future__ import annotations

from functools import cache

from pydantic import Field, model_validator

from warehouse.catalog.catalog import DATA, read_yaml, validated
from warehouse.catalog.declared import Coded
from warehouse.catalog.forms import Declared
from warehouse.catalog.milestones import Action
from warehouse.catalog.narrative import Choice

Sentences = tuple[tuple[Choice, ...], ...]


class MessageWords(Declared):
    """The text to paste to one unit."""

    title: str
    opening: str
    closing: str
    unknown_calendar: str


class ListColumns(Declared):
    """Headings of the office's list."""

    number: str
    unit: str
    group: str
    kind: str
    submission: str
    said: str
    due: str
    left: str
    contact: str


class MessageColumns(Declared):
    """Headings of the sheet with the texts."""

    number: str
    unit: str
    text: str


class SheetWords(Declared):
    """The office's own list as a workbook."""

    list: str
    messages: str
    title: str
    cover: str
    hint: str
    columns: ListColumns
    message_columns: MessageColumns
    counts: str
    nothing: str
    unplaced: str


class NoticeWords(Declared):
    """One message over the office's channels."""

    title: str
    body: str


class Notices(Declared):
    """Everything that the office is told over its channels."""

    templates: NoticeWords
    chasing: NoticeWords
    chasing_none: NoticeWords
    circular: NoticeWords
    annual: NoticeWords
    publish: NoticeWords
    refused: NoticeWords
    failed: NoticeWords
    watch: NoticeWords
    trial: NoticeWords


class WatchWords(Declared):
    """What is said of scheduled runs that did not happen or did not end."""

    missed: str
    dead: str
    failed: str
    not_serving: str


class Stages(Declared):
    """What the list of a day is called."""

    before: str
    today: str
    after: str
    rectify: str
    unknown: str


class Reminders(Declared):
    """All that is declared about reminders. Each kind has its sentences."""

    stages: Stages
    file: str
    kinds: tuple[Coded, ...]
    wants: dict[str, Sentences]
    longest_list: int = Field(gt=0)
    listed_task: str
    more_tasks: str
    actions: dict[Action, str]
    message: MessageWords
    sheet: SheetWords
    notices: Notices
    late_after_minutes: int = Field(gt=0)
    watch: WatchWords

    @property
    def labels(self) -> dict[str, str]:
        """Chinese words of the kinds, in the order in which a unit hears them."""
        return {kind.code: kind.label for kind in self.kinds}

    @model_validator(mode="after")
    def _each_kind_is_said(self) -> Reminders:
        unsaid = sorted(set(self.labels) ^ set(self.wants))
        if unsaid:
            raise ValueError(f"kinds 与 wants 不一致：{'、'.join(unsaid)}")
        empty = sorted(code for code, sentences in self.wants.items() if not any(_always_says(s) for s in sentences))
        if empty:
            raise ValueError(f"没有一句在任何情况下都成立：{'、'.join(empty)}")
        return self


def _always_says(sentence: tuple[Choice, ...]) -> bool:
    """Whether the sentence has a choice for every case."""
    return bool(sentence) and not sentence[-1].when


@cache
def load_reminders() -> Reminders:
    """Reads reminders.yaml. Raises CatalogError."""
    path = DATA / "reminders.yaml"
    return validated(Reminders, path, read_yaml(path))
