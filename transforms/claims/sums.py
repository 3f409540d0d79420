"""Wholes and the parts listed behind them: 3182条，其中乡镇189条、部门2243条; or all of it, as in 由……组成."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from transforms.claims.sentences import Claim, Sentence, year_at
from warehouse.catalog.claims import ClaimWords, decimal

_CLOSED = re.compile(r"（[^（）]*）")
_LEAST_PARTS = 2


def read_sums(words: ClaimWords, sentence: Sentence, figures: Sequence[Claim]) -> Iterator[Claim]:
    """A claim `sum` for each list of parts in one unit: value the whole, part their sum, detail `all` where they are all there is.

    A list of what the tables have as classes is left to them. Where the first few parts come to the whole, what follows is another
    way of dividing it.
    """
    for detail, pattern in (("all", words.sums.composed), (None, words.sums.listed)):
        for found in words.pattern(pattern).finditer(sentence.text):
            start = found.start("list")
            parts, end = _parts(words, found["list"], found["unit"])
            classes = [one for one in figures if start <= one.start < start + end and one.subject is not None]
            if len(parts) >= _LEAST_PARTS and len(classes) < _LEAST_PARTS and _is_whole(words, sentence, found):
                yield _sum(words, sentence, found, parts, detail)


def _is_whole(words: ClaimWords, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether the figure is a whole of which no part counts twice."""
    ahead = sentence.shown(found.start("n"), found.start("n"))
    if words.pattern(words.sums.no_whole).search(ahead):
        return False
    return words.pattern(words.sums.overlapping).search(f"{ahead}{found['list']}") is None


def _parts(words: ClaimWords, listed: str, unit: str) -> tuple[list[Decimal], int]:
    """The figures of a list, and where it ends: at the first part that does not give one in this unit."""
    plain = _CLOSED.sub(lambda aside: "　" * len(aside[0]), listed).partition("）")[0]
    parts: list[Decimal] = []
    end = at = 0
    for piece in re.split(words.sums.between, plain):
        at = plain.index(piece, at)
        figures = [one for one in words.pattern(words.sums.item).finditer(piece) if one["unit"] == unit]
        if len(figures) == 1 and words.pattern(words.sums.ends).search(piece) is None:
            parts.append(decimal(figures[0]["n"]))
            end = at + figures[0].end()
        elif not words.pattern(words.sums.passed).search(piece):
            break
        at += len(piece)
    return parts, end


def _sum(
    words: ClaimWords, sentence: Sentence, found: re.Match[str], parts: Sequence[Decimal], detail: str | None
) -> Claim:
    whole = decimal(found["n"])
    comes_to = detail is None and whole in list(accumulate(parts))[_LEAST_PARTS - 1 :]
    return Claim(
        kind="sum",
        subject=None,
        text=sentence.shown(found.start("n"), found.end()),
        start=found.start("n"),
        end=found.end(),
        value=whole,
        unit=found["unit"],
        year=year_at(words, sentence, found.start("n")),
        tolerance=Decimal(0),
        part=whole if comes_to else sum(parts, Decimal(0)),
        detail=detail,
    )
