"""What a sentence says about its figures: what part of the whole they are, how they changed, that all were upheld."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from transforms.claims.figures import last_digit
from transforms.claims.sentences import Claim, Sentence
from warehouse.catalog.claims import ClaimWords, decimal


def read_shares(words: ClaimWords, sentence: Sentence, figures: Sequence[Claim]) -> Iterator[Claim]:
    """占 N%: of figures that are part of a declared whole."""
    for figure in figures:
        found = words.pattern(words.share).match(sentence.text, figure.end)
        if found and figure.kind == "figure" and words.by_code[figure.subject or ""].wholes:
            yield _about("percent", figure, sentence, found.end(), decimal(found["p"]), "%")


def read_changes(
    words: ClaimWords, sentence: Sentence, figures: Sequence[Claim], before: Sequence[Claim]
) -> Iterator[Claim]:
    """比上年增加 N 件、增长 N%: said right after a figure, or at the start of the sentence about the first one of the sentence before."""
    for figure in figures:
        yield from _changes(words, sentence, figure, figure.end)
    if before:
        yield from _changes(words, sentence, before[0], 0)


def _changes(words: ClaimWords, sentence: Sentence, figure: Claim, start: int) -> Iterator[Claim]:
    if figure.kind != "figure" or figure.year is None or figure.year != sentence.report_year:
        return
    same = words.pattern(words.unchanged).match(sentence.text, start)
    if same:
        yield _about("change", figure, sentence, same.end(), Decimal(0), "件", start)
    found = words.pattern(words.change).match(sentence.text, start)
    if not found or (found["y"] and int(found["y"]) != figure.year - 1):
        return
    if found["former"]:
        yield _about("former", figure, sentence, found.end("former") + 1, decimal(found["former"]), "件", start)
    yield _change(words, figure, sentence, found, start)
    more = words.pattern(words.change_more).match(sentence.text, found.end())
    if more:
        yield _change(words, figure, sentence, more, start)


def _change(words: ClaimWords, figure: Claim, sentence: Sentence, found: re.Match[str], start: int) -> Claim:
    size = decimal(found["p"])
    signed = -size if found["way"] in words.change_down else size
    return _about("change", figure, sentence, found.end(), signed, found["unit"], start)


def _about(
    kind: str, figure: Claim, sentence: Sentence, end: int, value: Decimal, unit: str, start: int | None = None
) -> Claim:
    begin = figure.start if start is None or start == figure.end else start
    return Claim(
        kind=kind,
        subject=figure.subject,
        text=sentence.shown(begin, end),
        start=begin,
        end=end,
        value=value,
        unit=unit,
        year=figure.year,
        tolerance=last_digit(value) if unit == "%" else Decimal(0),
        part=figure.value,
        is_loose=figure.is_loose,
    )


def read_upheld(words: ClaimWords, sentence: Sentence) -> Iterator[Claim]:
    """均获维持: of reviews, of suits, or of both, as the sentence names them; `detail` decided where it speaks of the decided only."""
    for match in words.pattern(words.upheld).finditer(sentence.text):
        ahead = sentence.text[: match.start()]
        named = [code for code, pattern in words.disputes.items() if words.pattern(pattern).search(ahead)]
        near = words.by_code[words.dispute_both].near or ""
        if named and words.pattern(near).search(f"{sentence.ahead}。{sentence.text}"):
            decided = words.pattern(words.upheld_decided).search(ahead)
            yield Claim(
                kind="all_upheld",
                subject=named[0] if len(named) == 1 else words.dispute_both,
                text=sentence.text[: match.end()],
                start=match.start(),
                end=match.end(),
                year=sentence.said_year or sentence.report_year,
                detail="decided" if decided else None,
            )
