"""Running text as the claim patterns read it: one way of writing characters, sentence by sentence, with the year it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from warehouse.catalog.claims import ClaimWords

_SPACE = re.compile(r"[\s\u200b\ufeff\u3000\xa0]+")
SENTENCE_END = re.compile(r"[。！？；]")
_CLAUSE = re.compile(r"[，。；：！？]|(?<=[件）%])、")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {**_WIDE, **str.maketrans("％﹪＋－．(),;:[]!?", "%%+-.（），；：〔〕！？")}
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a text says; columns of stg_claim without file and place. `start` and `end` are of its sentence."""

    kind: str
    subject: str | None
    text: str
    start: int = 0
    end: int = 0
    value: Decimal | None = None
    unit: str | None = None
    year: int | None = None
    tolerance: Decimal | None = None
    part: Decimal | None = None
    is_loose: bool = False
    detail: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the one before it, the paragraphs around it (its own and the one before) and the year stated last."""

    text: str
    ahead: str
    around: str
    said_year: int | None
    report_year: int | None
    body: str | None

    def shown(self, start: int, end: int) -> str:
        """The clause from its beginning to `end`: what a person looks for in the report."""
        ends = [found.end() for found in _CLAUSE.finditer(self.text, 0, start)]
        clause = self.text[(ends[-1] if ends else 0) : end]
        return clause + "）" if clause.count("（") > clause.count("）") and self.text[end : end + 1] == "）" else clause


def normal_text(text: str) -> str:
    """A paragraph without white space, digits half-width, punctuation full-width; a comma between thousands stays."""
    plain = _THOUSANDS.sub(_MARK, _SPACE.sub("", text).replace("，", "\x01"))
    return plain.translate(_SIGNS).replace(_MARK, ",").replace("\x01", "，")


def read_sentences(
    words: ClaimWords, text: str, before: str, report_year: int | None, body: str | None
) -> Iterator[Sentence]:
    """The sentences of a normal paragraph; `before` is the one ahead of it."""
    said: int | None = None
    ahead = ""
    for part in SENTENCE_END.split(text):
        if part:
            yield Sentence(part, ahead, before + "\n" + text, said, report_year, body)
            ahead = part
            stated = [int(found["y"]) for found in words.pattern(words.years.former).finditer(part) if found["y"]]
            said = stated[-1] if stated else said


def year_at(words: ClaimWords, sentence: Sentence, position: int) -> int | None:
    """The year that a figure at `position` is about: the last one stated before it, else the report's."""
    found = [match for match in words.pattern(words.years.former).finditer(sentence.text) if match.end() <= position]
    if not found:
        return sentence.said_year or sentence.report_year
    last = found[-1]
    if last["y"]:
        return int(last["y"])
    return None if sentence.report_year is None else sentence.report_year - 1
