"""What the running text of a report can claim, as declared in claims.yaml, citations.yaml, residue.yaml and fees.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fnmatch import filter as filter_names
from functools import cache, cached_property
from typing import Literal

from pydantic import Field, model_validator

from warehouse.catalog.forms import Declared, Edition
from warehouse.catalog.narrative import Narrative

_MACRO = re.compile(r"\{\{(\w+)\}\}")


class Part(Declared):
    """Figures of narrative.yaml or cells (with `*`), added up: what stands in the table for something said in the text."""

    figures: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


class Subject(Part):
    """A quantity that texts speak of. `also` is what the same words can mean as well: a figure that fits it is unclear, not wrong.

    Regular expressions: `patterns`, `loose` (which can mean `also` too) and `zeros` find a claim, `context` must be in its paragraph
    or the one before, `near` in its sentence or the one before, `unless` not in its sentence, `unless_before` not between it and the figure
    before, `unclear` makes it ambiguous.
    """

    code: str
    label: str
    also: Part | None = None
    wholes: tuple[Part, ...] = ()
    patterns: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()
    outcome_of: str | None = None
    context: str | None = None
    near: str | None = None
    unless: str | None = None
    unless_before: str | None = None
    unclear: str | None = None


class Contact(Declared):
    """How a text names the body that it comes from or that answers questions about it."""

    patterns: tuple[str, ...]
    author: tuple[str, ...]
    phone: str
    endings: tuple[str, ...]
    offices: tuple[str, ...]
    governments: tuple[str, ...]
    areas: str
    shared_by: int


class YearWords(Declared):
    """When a year in the text is a statement about the reporting period, and when it may well be another one."""

    stated: str
    unless: str
    former: str


class Copying(Declared):
    """What counts as a copied passage: length in characters, likeness of 0–100; and passages that all reports share by nature."""

    shortest: int
    likeness: float
    shown: int
    shared: tuple[str, ...]


class SumWords(Declared):
    """A whole with its parts behind it: `listed` some of them, `composed` all; what parts them, what one looks like, where they end.

    `passed` may stand between parts; `no_whole` before a figure makes it none; parts with `overlapping` in them can be more than the whole.
    """

    listed: str
    composed: str
    between: str
    item: str
    ends: str
    passed: str
    no_whole: str
    overlapping: str


class ClaimWords(Declared):
    """claims.yaml: patterns by subject and the words around figures."""

    macros: dict[str, str]
    subjects: tuple[Subject, ...]
    part_of: dict[str, tuple[str, ...]]
    own: str
    elsewhere: str
    share: str
    change: str
    change_more: str
    change_down: tuple[str, ...]
    unchanged: str
    upheld: str
    upheld_decided: str
    disputes: dict[str, str]
    dispute_both: str
    period_context: str
    period: str
    metric: str
    metric_unless: str
    sums: SumWords
    years: YearWords
    contact: Contact
    copying: Copying

    def pattern(self, text: str) -> re.Pattern[str]:
        """A declared expression with its macros filled in."""
        return _compiled(text, tuple(self.macros.items()))

    @cached_property
    def by_code(self) -> dict[str, Subject]:
        """Subjects by code."""
        return {subject.code: subject for subject in self.subjects}

    @model_validator(mode="after")
    def _every_expression_compiles(self) -> ClaimWords:
        for subject in self.subjects:
            for text in (*subject.patterns, *subject.loose, *subject.zeros):
                try:
                    self.pattern(text)
                except re.error as broken:
                    raise ValueError(f"{subject.code}：“{text}”不是正则表达式：{broken}") from broken
        return self

    @model_validator(mode="after")
    def _what_is_named_is_declared(self) -> ClaimWords:
        named = [*self.part_of, *(name for parts in self.part_of.values() for name in parts), *self.disputes]
        named += [subject.outcome_of for subject in self.subjects if subject.outcome_of is not None]
        unknown = sorted(set(named) - set(self.by_code))
        if unknown:
            raise ValueError("没有声明：" + "、".join(unknown))
        return self


class Citation(Declared):
    """One document that reports cite; `valid_to` is the last day of a period that it still applied to."""

    number: str
    title: str
    topic: Literal["format", "regulation", "other"]
    valid_from: date
    valid_to: date | None = None
    replaced_by: str | None = None


class Residue(Declared):
    """Words that are left over from a template, and doubled words; `why` goes into the finding."""

    pattern: str
    why: str


class CiteWords(Declared):
    """citations.yaml: how a document number looks, the words that say what it is cited for, and the documents."""

    pattern: str
    topics: dict[str, str]
    documents: tuple[Citation, ...]


class FeeTier(Declared):
    """One step of the information fee: units `first` to `last` at `price` yuan each."""

    method: Literal["item", "page"]
    first: int
    last: int
    price: int


class FeeScale(Declared):
    """fees.yaml: the tiers; those by item go on in steps of the same size without end, of which `item_steps` are laid out."""

    tiers: tuple[FeeTier, ...]
    item_steps: int = Field(gt=0)
    item_size: int
    item_raise: int

    def amounts(self) -> Iterator[tuple[str, int, int, int]]:
        """Tiers as sums: method, yuan due before the tier, price of one more unit, yuan due at its end."""
        for method in ("item", "page"):
            due = 0
            for tier in self._laid_out(method):
                top = due + (tier.last - tier.first + 1) * tier.price
                yield method, due, tier.price, top
                due = top

    def _laid_out(self, method: str) -> Iterator[FeeTier]:
        last = None
        for last in (tier for tier in self.tiers if tier.method == method):
            yield last
        if method == "item" and last is not None:
            for step in range(1, self.item_steps + 1):
                first = last.last + 1 + (step - 1) * self.item_size
                price = last.price + step * self.item_raise
                yield FeeTier(method="item", first=first, last=first + self.item_size - 1, price=price)


class Claims(Declared):
    """Everything about running text."""

    words: ClaimWords
    citations: CiteWords
    residues: tuple[Residue, ...]
    fees: FeeScale


def part_cells(part: Part, narrative: Narrative, edition: Edition) -> tuple[str, ...]:
    """The cells of an edition that a part adds up, through the figures that the documents' own text is made of."""
    patterns = [*part.cells, *(cell for name in part.figures for cell in _figure_cells(name, narrative))]
    wild = [pattern for pattern in patterns if "*" in pattern]
    named = {*patterns, *(code for pattern in wild for code in filter_names(edition.by_code, pattern))}
    return tuple(code for code in edition.by_code if code in named)


def _figure_cells(name: str, narrative: Narrative) -> Iterator[str]:
    figure = next(figure for figure in narrative.figures if figure.name == name)
    yield from figure.cells
    for other in figure.plus:
        yield from _figure_cells(other, narrative)


def decimal(text: str) -> Decimal:
    """A figure as a text prints it, thousands separators taken out."""
    return Decimal(text.replace(",", ""))


@cache
def _compiled(text: str, macros: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    known = dict(macros)
    while _MACRO.search(text) and any(name in known for name in _MACRO.findall(text)):
        text = _MACRO.sub(lambda found: known.get(found[1], found[0]), text)
    return re.compile(text)
