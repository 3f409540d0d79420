"""The circular's text: passages with numbered headings, said from facts. What it is checked against is composed by the same passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.circular.facts import CircularFacts, Facts
from reports.narrative.paper import Heading, Paragraph
from reports.narrative.text import fill, holds, say, split_gaps
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.circular import Addressee, Annex, CircularWords, Passage

Said = Heading | Paragraph


def compose_title(facts: Facts, catalog: Catalog) -> tuple[str, ...]:
    """The lines of the title."""
    return tuple(fill(line, facts) for line in catalog.circular.title)


def compose_opening(facts: CircularFacts, kinds: Iterable[str], catalog: Catalog) -> Iterator[Said]:
    """Whom it is for, what it rests on and which time it is about."""
    words = catalog.circular
    names = words.addressee_joiner.join(
        fill(one.say, facts.whole) for one in words.addressees if _is_there(one, frozenset(kinds))
    )
    yield from _paragraphs(fill(words.addressed, {"names": names}), "salutation", catalog)
    yield from compose_passages(words.opening, facts, catalog)


def _is_there(addressee: Addressee, kinds: frozenset[str]) -> bool:
    return not kinds.isdisjoint(addressee.kinds)


def compose_sections(facts: CircularFacts, catalog: Catalog) -> Iterator[tuple[Said, ...]]:
    """Each section with its heading."""
    words = catalog.circular
    for number, section in zip(words.numbers, words.sections, strict=False):
        heading = Heading(fill(words.heading, {"number": number, "heading": section.heading}), 1)
        yield (heading, *compose_passages(section.passages, facts, catalog))


def compose_closing(facts: CircularFacts, catalog: Catalog) -> Iterator[Said]:
    """The list of annexes, what is left out, office and day."""
    yield from compose_passages(catalog.circular.closing, facts, catalog)


def compose_passages(passages: Iterable[Passage], facts: CircularFacts, catalog: Catalog) -> Iterator[Said]:
    """The passages of which something is to be said; headings take the next number."""
    words, number = catalog.circular, 0
    for passage in passages:
        if not holds(passage.when, facts.whole):
            continue
        if passage.heading is not None:
            yield Heading(fill(words.subheading, {"number": words.numbers[number], "heading": passage.heading}), 2)
            number += 1
        for entry in [{}] if passage.each is None else facts.entries[passage.each]:
            said = say(passage.sentences, {**facts.whole, **entry})
            yield from _paragraphs(said, "signature" if passage.signature else "body", catalog)


def _paragraphs(text: str, role: str, catalog: Catalog) -> Iterator[Paragraph]:
    if text:
        yield Paragraph(split_gaps(text, catalog.narrative.gap), role)  # type: ignore[arg-type]  # one of the three roles


def annex_names(codes: Iterable[str], catalog: Catalog) -> dict[str, str]:
    """What each annex that there is is called in the text: `附件3`, by its code."""
    words = catalog.circular
    return {code: fill(words.annex, {"number": str(number)}) for number, code in enumerate(codes, 1)}


def annex_lines(codes: Iterable[str], facts: Facts, catalog: Catalog) -> list[Facts]:
    """The list of annexes at the end of the text."""
    words = catalog.circular
    titles = (fill(annex.title, facts) for code in codes for annex in [declared_annex(code, words)])
    return [
        {"line": fill(words.annex_line[number > 1], {"number": str(number), "title": title})}
        for number, title in enumerate(titles, 1)
    ]


def declared_annex(code: str, words: CircularWords) -> Annex:
    """The annex of this code."""
    return next(annex for annex in words.annexes if annex.code == code)


def compose_annex(code: str, name: str, facts: CircularFacts, catalog: Catalog) -> tuple[Said, ...]:
    """What stands above the tables of an annex: its name and title, and what is to be known of them."""
    annex = declared_annex(code, catalog.circular)
    heading = Heading(f"{name}　{fill(annex.title, facts.whole)}", 1, is_annex=True)
    return (heading, *compose_passages(annex.passages, facts, catalog))


def left_out(codes: Iterable[str], facts: Facts, catalog: Catalog) -> str | None:
    """The titles of the annexes that there is nothing for."""
    printed = set(codes)
    lacking = [fill(annex.title, facts) for annex in catalog.circular.annexes if annex.code not in printed]
    return "、".join(lacking) or None
