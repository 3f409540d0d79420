"""The running text of the documents as declared in `narrative.yaml`: figures, and sentences with the conditions they hold under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from warehouse.catalog.forms import Declared

PLACE = re.compile(r"\{(\w+)\}")
PERIODS = re.compile(r"^(previous|ytd)_")
FIGURE_STATES = frozenset({"known", "blank", "zero", "nonzero", "positive", "negative"})
_SUPPORTED = FIGURE_STATES - {"blank"}


class Figure(Declared):
    """A figure of the text: cells (with `*` for any row or column) added up, then `plus` and `minus` earlier figures."""

    name: str
    label: str = ""
    cells: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


class Comparison(Declared):
    """A figure against the year before: gives `<name>` (difference), `<name>_size` and `<name>_percent` (both without sign)."""

    name: str
    figure: str


class Listing(Declared):
    """An enumeration of the parts that are not zero, each as `item` says; `whole` is what `{share}` is taken of."""

    name: str
    figures: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    item: str
    joiner: str
    whole: str | None = None


class Choice(Declared):
    """A sentence, and the states (see FIGURE_STATES) or texts under which it may be said."""

    when: dict[str, str] = Field(default_factory=dict)
    say: str

    @property
    def places(self) -> list[str]:
        """The names that the sentence is filled from."""
        return PLACE.findall(self.say)


class Block(Declared):
    """One block of a document: a heading, a paragraph (sentences; of each the first choice that holds), or a table.

    `part` marks the place of blocks that are declared elsewhere.
    """

    heading: str | None = None
    signature: bool = False
    sentences: tuple[tuple[Choice, ...], ...] = ()
    table: str | None = None
    caption: str = ""
    part: Literal["tasks"] | None = None
    when: dict[str, str] = Field(default_factory=dict)


class DocumentText(Declared):
    """One document: the lines of its title, what stands before the first heading, its sections, its signature.

    The annual report takes its headings from the edition.
    """

    title: tuple[str, ...]
    opening: tuple[Block, ...]
    sections: tuple[tuple[Block, ...], ...]
    closing: tuple[Block, ...] = ()

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        yield from self.opening
        for section in self.sections:
            yield from section
        yield from self.closing


class NoteWords(Declared):
    """How the notes to a table read: `kinds` by explanation and waiver, the speaker only where it is not the document's own body."""

    mark: str
    line: str
    joiner: str
    stop: str
    kinds: dict[Literal["explanation", "waiver"], str]
    own: str
    own_of_period: str
    unit: str
    unit_of_period: str
    remarks: str

    def speaker(self, *, has_unit: bool, has_period: bool) -> str:
        """The pattern that says who speaks, and with the report of which period."""
        if has_unit:
            return self.unit_of_period if has_period else self.unit
        return self.own_of_period if has_period else self.own


class Narrative(Declared):
    """All text patterns."""

    gap: str = Field(description="a place for the writer, as a regular expression")
    percent_digits: int
    government_endings: tuple[str, ...]
    wholes: dict[str, str]
    given: tuple[str, ...]
    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    listings: tuple[Listing, ...]
    notes: NoteWords
    annual: DocumentText

    @cached_property
    def labels(self) -> dict[str, str]:
        """What a figure is called in an enumeration."""
        return {figure.name: figure.label for figure in self.figures}

    @cached_property
    def conditional(self) -> frozenset[str]:
        """Names that may be unknown: a sentence may use them only where its `when` says that they are known."""
        compared = (f"{c.name}{part}" for c in self.comparisons for part in ("", "_size", "_percent"))
        return frozenset([*self.labels, *compared, *(listing.name for listing in self.listings)])

    @model_validator(mode="after")
    def _every_place_is_declared_and_supported(self) -> Narrative:
        faults = [*self._undeclared(), *self._unsupported()]
        if faults:
            raise ValueError("；".join(faults))
        return self

    def _undeclared(self) -> Iterator[str]:
        for block in self.annual.blocks:
            unknown = sorted(
                name
                for name in used_names(block)
                if PERIODS.sub("", name) not in self.conditional and name not in self.given
            )
            yield from (f"“{name}”没有声明" for name in unknown)
        known: set[str] = set()
        for figure in self.figures:
            yield from (
                f"“{figure.name}”用到的“{n}”没有先声明" for n in (*figure.plus, *figure.minus) if n not in known
            )
            known.add(figure.name)

    def _unsupported(self) -> Iterator[str]:
        periods = (f"{prefix}_{name}" for prefix in ("previous", "ytd") for name in self.conditional)
        conditional = self.conditional | frozenset(periods)
        for block in self.annual.blocks:
            yield from unsupported_places(block, conditional)


def used_names(block: Block) -> set[str]:
    """Every name that a block looks at or says."""
    choices = (choice for sentence in block.sentences for choice in sentence)
    return {*block.when, *(name for choice in choices for name in (*choice.when, *choice.places))}


def unsupported_places(block: Block, conditional: frozenset[str]) -> Iterator[str]:
    """A figure that may be blank must never be said without having been looked at."""
    for choice in (choice for sentence in block.sentences for choice in sentence):
        for name in choice.places:
            state = choice.when.get(name, block.when.get(name))
            if name in conditional and state not in _SUPPORTED:
                yield f"“{choice.say}”用到“{name}”，但 when 没有要求它已知"
