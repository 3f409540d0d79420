"""Where headings and items may begin: every place that looks like a number of the declared forms, before it is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from transforms.keypoints.flow import Flow
from warehouse.catalog.keypoint_words import KeypointWords, Level

_ENDS_A_SENTENCE = frozenset("。)；;！!?？”")
_BELOW_HEADINGS = ("section", "item")
_LARGEST = 999
_SHORT_NUMBER = re.compile(r"\d{1,2}(?!\d)")


class Mark(NamedTuple):
    """A number in the text: `start` where it is printed, `end` where the words behind it begin.

    `is_strong` where it begins a printed line. Else it stands behind the end of a sentence, or, `is_loose`, anywhere: only the
    first behind a heading may be that.
    """

    level: Level
    value: int
    start: int
    end: int
    is_strong: bool
    printed: str
    is_loose: bool = False
    form: int = 0


def read_marks(flow: Flow, words: KeypointWords) -> list[Mark]:
    """All marks in the order of the text; where two forms fit one place, the first declared."""
    form, levels = _form(words)
    found = list(_marks(flow, words, form, levels))
    # A document whose parts have chapters is read by its chapters.
    usual = {mark.form for mark in found if mark.level == "chapter" and mark.is_strong}
    return [mark for mark in found if mark.level != "chapter" or mark.form == min(usual, default=mark.form)]


@cache
def _forms(patterns: tuple[str, ...]) -> re.Pattern[str]:
    named = (pattern.replace("(?P<n>", f"(?P<n{number}>") for number, pattern in enumerate(patterns))
    return re.compile("|".join(f"(?P<m{number}>{pattern})" for number, pattern in enumerate(named)))


def _form(words: KeypointWords) -> tuple[re.Pattern[str], tuple[Level, ...]]:
    return _forms(tuple(mark.pattern.pattern for mark in words.marks)), tuple(mark.level for mark in words.marks)


def _marks(flow: Flow, words: KeypointWords, form: re.Pattern[str], levels: tuple[Level, ...]) -> Iterator[Mark]:
    for found in _found(flow, form):
        start = found.start()
        is_strong = flow.is_start(start)
        is_loose = not is_strong and flow.folded[start - 1] not in _ENDS_A_SENTENCE
        kind = next(number for number in range(len(levels)) if found[f"m{number}"] is not None)
        written = found[f"n{kind}"]
        value = words.number(written)
        is_broken = any(flow.is_start(at) for at in range(start + 1, found.end()))
        # In the middle of a sentence 1、2月 are two months.
        is_cut = _SHORT_NUMBER.match(flow.folded, found.end()) is not None
        may_be_loose = levels[kind] in _BELOW_HEADINGS and not is_broken and not is_cut
        if 0 < value <= _LARGEST and (not is_loose or may_be_loose):
            yield Mark(levels[kind], value, start, found.end(), is_strong, written, is_loose, kind)


def _found(flow: Flow, form: re.Pattern[str]) -> list[re.Match[str]]:
    """Wherever the forms fit, and at the beginning of every line: a number may be broken in two, or end the line before."""
    at_starts = (form.match(flow.folded, start) for start in flow.starts)
    found = {one.span(): one for one in (*at_starts, *form.finditer(flow.folded)) if one is not None}
    return [found[span] for span in sorted(found)]
