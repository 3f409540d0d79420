"""What the words of a task ask to be counted, proposed by phrase: an office reviews it before anything is judged by it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from transforms.keypoints.covered import Covered
from transforms.keypoints.flow import folded
from transforms.keypoints.model import ProposedIndicator
from warehouse.catalog.keypoint_words import IndicatorPeriod, IndicatorWords, KeypointWords

_SENTENCE = re.compile(r"[。;]")
_CLAUSE = re.compile(r"[,。;:]")
_SHORTEST_NAME, _LONGEST_NAME = 3, 60
_LONGEST_SENTENCE = 1_000
_HUNDRED = 100


def derive_indicators(text: str, words: KeypointWords) -> tuple[ProposedIndicator, ...]:
    """Every phrase of the declared forms, each place once, in the order of the text."""
    plain = folded(text)
    covered, ends = Covered(len(plain)), _Ends.of(plain)
    found: list[tuple[int, ProposedIndicator]] = []
    for declared in words.indicators:
        for match in declared.pattern.finditer(plain):
            if not covered.take(*match.span()):
                continue
            threshold = _threshold(declared, match, words)
            if threshold is not None:
                name = _name(text, ends, match, words)
                period = _period(ends, match, declared.unit, words)
                found.append(
                    (match.start(), ProposedIndicator(name, declared.operator, threshold, declared.unit, period))
                )
    return tuple(indicator for _, indicator in sorted(found, key=lambda one: one[0]))


def _threshold(declared: IndicatorWords, match: re.Match[str], words: KeypointWords) -> Decimal | None:
    written = match.groupdict().get("threshold")
    if written is None:
        return None if declared.threshold is None else Decimal(declared.threshold)
    try:
        number = Decimal(written)
    except InvalidOperation:
        number = Decimal(words.number(written))
    return number / _HUNDRED if declared.unit == "ratio" else number


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where the clauses and the sentences of a text end, found once: a task may have thousands of phrases."""

    plain: str
    clauses: list[int]
    sentences: list[int]

    @classmethod
    def of(cls, plain: str) -> _Ends:
        ends = ([found.end() for found in pattern.finditer(plain)] for pattern in (_CLAUSE, _SENTENCE))
        return cls(plain, *ends)

    def clauses_before(self, stop: int) -> Iterator[int]:
        """Beginnings of clauses, backwards from a place to the beginning of the text."""
        for at in range(bisect_right(self.clauses, stop) - 1, -1, -1):
            yield self.clauses[at]
        yield 0

    def sentence_of(self, match: re.Match[str]) -> str:
        """The sentence that a match stands in, as far as one sentence goes."""
        before, after = bisect_right(self.sentences, match.start()), bisect_left(self.sentences, match.end())
        begin = self.sentences[before - 1] if before else 0
        stop = self.sentences[after] if after < len(self.sentences) else len(self.plain)
        return self.plain[max(begin, match.start() - _LONGEST_SENTENCE) : min(stop, match.end() + _LONGEST_SENTENCE)]


def _name(text: str, ends: _Ends, match: re.Match[str], words: KeypointWords) -> str:
    """The clause that ends with the phrase, without it; where nothing is left of it, the clause before."""
    stop = match.start()
    for begin in ends.clauses_before(stop):
        clause = text[max(begin, stop - _LONGEST_SENTENCE) : stop]
        name = words.indicator_name_noise.sub("", clause.strip("，。；：,;: "))
        if len(name) >= _SHORTEST_NAME:
            return name[-_LONGEST_NAME:]
        stop = begin if begin else stop
    return match[0]


def _period(ends: _Ends, match: re.Match[str], unit: str, words: KeypointWords) -> IndicatorPeriod:
    """The period named in the same sentence; else what is counted is each event."""
    sentence = ends.sentence_of(match)
    for named in words.indicator_periods:
        if named.pattern.search(sentence):
            return "event" if named.period == "year" and unit in words.event_units else named.period
    return "event"
