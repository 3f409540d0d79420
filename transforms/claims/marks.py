"""What a text says beside figures of the tables: its period, years, documents cited, leftovers of a template, repeated metrics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from transforms.claims.sentences import Claim, Sentence
from warehouse.catalog.claims import CiteWords, Claims, ClaimWords, decimal

_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")


def read_marks(declared: Claims, sentence: Sentence) -> Iterator[Claim]:
    """Everything of a sentence that is no figure of a table."""
    words = declared.words
    yield from _periods(words, sentence)
    yield from _years(words, sentence)
    yield from _citations(declared.citations, sentence)
    yield from _metrics(words, sentence)


def read_residues(declared: Claims, paragraph: str) -> Iterator[Claim]:
    """Leftovers of a template in a normal paragraph, each kind once."""
    for residue in declared.residues:
        found = re.search(residue.pattern, paragraph)
        if found:
            shown = paragraph[max(0, found.start() - 10) : found.end() + 10]
            yield Claim("residue", residue.pattern, shown, found.start(), found.end(), detail=residue.why)


def _periods(words: ClaimWords, sentence: Sentence) -> Iterator[Claim]:
    if words.pattern(words.period_context).search(sentence.text) is None:
        return
    for found in words.pattern(words.period).finditer(sentence.text):
        yield Claim(
            kind="period",
            subject=None,
            text=found[0],
            start=found.start(),
            end=found.end(),
            year=sentence.report_year,
            detail=found[0],
            starts_on=_day(found["y1"], found["m1"], found["d1"]),
            ends_on=_day(found["y2"] or found["y1"], found["m2"], found["d2"]),
        )


def _day(year: str, month: str, day: str) -> date | None:
    """None for a day that does not exist, such as one of the year 202020."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _years(words: ClaimWords, sentence: Sentence) -> Iterator[Claim]:
    """Years stated as the time that the sentence reports on; titles and quotations do not count."""
    text = _QUOTED.sub(lambda quoted: "□" * len(quoted[0]), sentence.text)
    stated = list(words.pattern(words.years.stated).finditer(text))
    if not stated or words.pattern(words.years.unless).search(text):
        return
    if sentence.report_year is not None and f"{sentence.report_year}年" in text:
        stated = [found for found in stated if int(found["y"]) == sentence.report_year]
    for found in stated:
        yield Claim("year", None, sentence.text[found.start() : found.end() + 20], found.start(), year=int(found["y"]))


def _citations(words: CiteWords, sentence: Sentence) -> Iterator[Claim]:
    topics = [topic for topic, pattern in words.topics.items() if re.search(pattern, sentence.text)]
    for found in re.finditer(words.pattern, sentence.text):
        number = _number(found)
        yield Claim(
            kind="citation",
            subject=topics[0] if topics else None,
            text=sentence.shown(found.start(), found.end()),
            start=found.start(),
            end=found.end(),
            year=sentence.report_year,
            detail=number,
        )


def _number(found: re.Match[str]) -> str:
    if found["decree"]:
        return f"国务院令第{found['order']}号"
    return f"{found['prefix'].removesuffix('第')}〔{found['year']}〕{found['number']}号"


def _metrics(words: ClaimWords, sentence: Sentence) -> Iterator[Claim]:
    if words.pattern(words.metric_unless).search(sentence.text):
        return
    for found in words.pattern(words.metric).finditer(sentence.text):
        what = found[0][: found.end("what") - found.start()]
        span = (found.start("n"), found.end())
        yield Claim("metric", what, found[0], *span, decimal(found["n"]), found["unit"], sentence.report_year)
