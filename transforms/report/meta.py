"""Whose report it is, of which year and in which scope: told by title, opening, cover, end and file name, in this order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transforms.cover import Cover
from transforms.report.names import Titled, as_written, folded, is_body, titled, unit_in, years_in
from transforms.report.text import Paragraph
from transforms.written_period import period_in
from warehouse.catalog.report_words import ReportWords

_OPENING, _FIRST = "", "一"
_AT_END = 6
_PARTS = re.compile(r"[\s_\-—.,，、()（）【】\[\]+]+")
_COVERED = re.compile(r"^(?P<unit>\S{2,40})\s+(?P<year>20\d\d)年(?:度|\s)")


@dataclass(frozen=True, slots=True)
class Told:
    """Everything in which a report may name itself."""

    titles: Sequence[str]
    sources: Sequence[str]
    paragraphs: Sequence[Paragraph]
    cover: Cover
    file_name: str


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """What the report says of itself; None where it doesn't."""

    unit: str | None
    year: int | None
    scope: str | None


def derive_meta(told: Told, words: ReportWords) -> ReportMeta:
    """The first of each that is told."""
    told = replace(told, paragraphs=[one for one in told.paragraphs if not one.is_link])
    titles = list(_titles(told, words))
    opening = [folded(one.text) for one in told.paragraphs if one.section == _OPENING]
    unit = next(_units(told, titles, opening, words), None)
    raw = (*told.titles, *(one.text for one in told.paragraphs), told.file_name)
    return ReportMeta(
        unit=None if unit is None else as_written(unit, raw),
        year=next(_years(told, titles, opening, words), None),
        scope=_scope(told, words),
    )


def _titles(told: Told, words: ReportWords) -> Iterator[Titled]:
    """Titles, the most telling first: with unit and year, marked as such, nearest to the text."""
    found: list[tuple[int, int, Titled]] = []
    for number, text in enumerate(told.titles):
        if (title := titled(folded(text), words)) is not None:
            found.append((1, -number, title))
    head = [one for one in told.paragraphs if one.section == _OPENING] or list(told.paragraphs)
    for number, one in enumerate(head):
        if (title := _title_at(head, number, words)) is not None:
            found.append((one.is_heading, number, title))
    found.sort(key=lambda one: (_told(one[2]), one[0], one[1]), reverse=True)
    yield from (title for _, _, title in found)


def _told(title: Titled) -> int:
    return 2 * (title.unit is not None) + (title.year is not None)


def _title_at(head: Sequence[Paragraph], at: int, words: ReportWords) -> Titled | None:
    """The title that begins, or of which the last part stands, at a line; the body may stand alone in the line above."""
    if (covered := _COVERED.match(head[at].text.strip())) and is_body(folded(covered["unit"]), words):
        return Titled(folded(covered["unit"]), int(covered["year"]))
    for lines in range(1, words.most_title_lines + 1):
        texts = [folded(one.text) for one in head[at : at + lines]]
        title = titled("".join(texts), words)
        if title is None:
            continue
        if lines > 1 and titled("".join(texts[1:]), words) is not None and not is_body(texts[0], words):
            return None  # the title begins further down
        return title
    return None


def _units(told: Told, titles: Iterable[Titled], opening: Sequence[str], words: ReportWords) -> Iterator[str]:
    yield from (title.unit for title in titles if title.unit is not None)
    yield from _named(words.opening_units, opening, words)
    if told.cover.unit is not None:
        yield told.cover.unit
    yield from _below_title(told.paragraphs, words)
    ending = [text for text in (folded(one.text) for one in told.paragraphs[-_AT_END:]) if is_body(text, words)]
    yield from ending[-1:]
    yield from _named(words.contact_units, opening, words)
    stem = re.sub(r"\.\w{1,5}$", "", told.file_name)
    title = titled(folded(stem), words)
    if title is not None and title.unit is not None:
        yield title.unit
    yield from (text for text in map(folded, told.sources) if is_body(text, words))
    yield from _units_in_parts(stem, words)


def _below_title(paragraphs: Sequence[Paragraph], words: ReportWords) -> Iterator[str]:
    """The body in a line of its own below a title that names none."""
    for title, below in pairwise(folded(one.text) for one in paragraphs):
        if titled(title, words) is not None and is_body(below, words):
            yield below


def _named(patterns: Sequence[re.Pattern[str]], texts: Sequence[str], words: ReportWords) -> Iterator[str]:
    for pattern in patterns:
        for text in texts:
            for found in pattern.finditer(text):
                unit = unit_in(words.inner_offices.sub("", found["unit"]), words)
                if unit is not None and words.unit_endings.search(unit):
                    yield unit


def _units_in_parts(stem: str, words: ReportWords) -> Iterator[str]:
    for part in _PARTS.split(re.sub(r"20\d\d年?度?", " ", stem)):
        name = unit_in(folded(part), words)
        if name is not None and words.unit_endings.search(name):
            yield name


def _years(told: Told, titles: Iterable[Titled], opening: Sequence[str], words: ReportWords) -> Iterator[int]:
    yield from (title.year for title in titles if title.year is not None)
    early = [*opening, *(folded(one.text) for one in told.paragraphs if one.section == _FIRST)]
    for pattern in words.years:
        yield from (int(found["year"]) for text in early for found in pattern.finditer(text))
    period = None if told.cover.period is None else period_in(told.cover.period)
    if period is not None:
        yield period.year
    counted = Counter(int(found["year"]) for text in early for found in words.this_year.finditer(text))
    yield from (year for year, _ in counted.most_common(1))
    yield from years_in(folded(re.sub(r"[_\-—]", " ", told.file_name)))[:1]


def _scope(told: Told, words: ReportWords) -> str | None:
    if told.cover.scope is not None:
        return told.cover.scope
    early = [one.text for one in told.paragraphs if one.section in (_OPENING, _FIRST)]
    texts = [folded(text) for text in (*told.titles, *early)]
    return next((known.scope for known in words.scopes if any(known.pattern.search(text) for text in texts)), None)
