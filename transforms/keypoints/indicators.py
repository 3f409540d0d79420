"""What the words of a task ask to be counted, proposed by phrase: an office reviews it before anything is judged by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from transforms.keypoints.covered import Covered
from transforms.keypoints.flow import folded
from transforms.keypoints.model import ProposedIndicator
from warehouse.catalog.keypoint_words import IndicatorPeriod, IndicatorWords, KeypointWords

_SENTENCE = re.compile(r"[。;]")
_CLAUSE = re.compile(r"[,。;:]")
_SHORTEST_NAME, _LONGEST_NAME = 3, 60
_HUNDRED = 100


def derive_indicators(text: str, words: KeypointWords) -> tuple[ProposedIndicator, ...]:
    """Every phrase of the declared forms, each place once, in the order of the text."""
    plain = folded(text)
    covered = Covered(len(plain))
    found: list[tuple[int, ProposedIndicator]] = []
    for declared in words.indicators:
        for match in declared.pattern.finditer(plain):
            if not covered.take(*match.span()):
                continue
            threshold = _threshold(declared, match, words)
            if threshold is not None:
                name = _name(text, plain, match, words)
                period = _period(plain, match, declared.unit, words)
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


def _name(text: str, plain: str, match: re.Match[str], words: KeypointWords) -> str:
    """The clause that ends with the phrase, without it; where nothing is left of it, the clause before."""
    stop = match.start()
    for begin in reversed([0, *(found.end() for found in _CLAUSE.finditer(plain, 0, stop))]):
        name = words.indicator_name_noise.sub("", text[begin:stop].strip("，。；：,;: "))
        if len(name) >= _SHORTEST_NAME:
            return name[-_LONGEST_NAME:]
        stop = begin if begin else stop
    return match[0]


def _period(plain: str, match: re.Match[str], unit: str, words: KeypointWords) -> IndicatorPeriod:
    """The period named in the same sentence; else what is counted is each event."""
    sentence = plain[slice(*_around(plain, match))]
    for named in words.indicator_periods:
        if named.pattern.search(sentence):
            return "event" if named.period == "year" and unit in words.event_units else named.period
    return "event"


def _around(plain: str, match: re.Match[str]) -> tuple[int, int]:
    ends: Iterator[int] = (found.end() for found in _SENTENCE.finditer(plain))
    begin, stop = 0, len(plain)
    for end in ends:
        if end <= match.start():
            begin = end
        elif end >= match.end():
            stop = end
            break
    return begin, stop
