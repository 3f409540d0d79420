"""Declared sentences filled from facts: the first choice that holds is said, and places for the writer are set apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from reports.narrative.figures import Fact
from reports.narrative.paper import Block, Grid, Heading, Paragraph, Run
from reports.statement import render_number
from warehouse.catalog.narrative import FIGURE_STATES, PLACE, Choice
from warehouse.catalog.narrative import Block as DeclaredBlock

Facts = Mapping[str, Fact]
Grids = Mapping[str, Callable[[str], Grid]]

_STATES: dict[str, Callable[[Decimal], bool]] = {
    "known": lambda _: True,
    "zero": lambda value: value == 0,
    "nonzero": lambda value: value != 0,
    "positive": lambda value: value > 0,
    "negative": lambda value: value < 0,
}


def holds(when: Mapping[str, str], facts: Facts) -> bool:
    """Whether every fact is in the state, or is the text, that `when` asks for."""
    return all(_is(facts[name], wanted) for name, wanted in when.items())


def _is(fact: Fact, wanted: str) -> bool:
    if wanted not in FIGURE_STATES:
        return fact == wanted
    if fact is None or fact == "":
        return wanted == "blank"
    if isinstance(fact, str):
        return wanted == "known"
    return wanted != "blank" and _STATES[wanted](fact)


def say(sentences: tuple[tuple[Choice, ...], ...], facts: Facts) -> str:
    """The sentences one after another. KeyError for a fact that nobody supplied: that is our fault."""
    chosen = (next((c for c in choices if holds(c.when, facts)), None) for choices in sentences)
    return "".join(fill(choice.say, facts) for choice in chosen if choice is not None)


def fill(pattern: str, facts: Facts) -> str:
    """A pattern with its places filled; what is filled in is never read as a pattern again."""
    return PLACE.sub(lambda place: _written(facts[place[1]]), pattern)


def _written(fact: Fact) -> str:
    return fact if isinstance(fact, str) else render_number(fact)


def split_gaps(text: str, gap: str) -> tuple[Run, ...]:
    """The text as runs, those that match `gap` marked as places for the writer."""
    return tuple(Run(part, n % 2 == 1) for n, part in enumerate(re.split(f"({gap})", text)) if part)


def compose_blocks(declared: tuple[DeclaredBlock, ...], facts: Facts, grids: Grids, gap: str) -> Iterator[Block]:
    """The blocks of which something is to be said."""
    for block in declared:
        if not holds(block.when, facts):
            continue
        if block.heading is not None:
            yield Heading(block.heading, 2)
        if text := say(block.sentences, facts):
            yield Paragraph(split_gaps(text, gap), "signature" if block.signature else "body")
        if block.table is not None:
            yield grids[block.table](fill(block.caption, facts))
