"""The running text of a document without its line breaks, so that where a line was broken changes nothing.

Positions are those of `text`. `folded` has the same length: punctuation in half width, for matching only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from transforms.keypoints.source import PrintedLine
from warehouse.catalog.keypoint_words import KeypointWords

_SPACE = re.compile(r"(?<![A-Za-z])\s++|\s++(?![A-Za-z])")
_FULL = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD = str.maketrans(
    {
        **{chr(code): half for code, half in _FULL.items()},
        "【": "(",
        "】": ")",
        "［": "(",
        "］": ")",
        "[": "(",
        "]": ")",
    }
)
_CLOSE_TO_FULL, _WIDEST_WRAP, _NARROWEST_WRAP = 3, 60, 16


def folded(text: str) -> str:
    """Punctuation in half width, character by character."""
    return text.translate(_FOLD)


def compact(text: str) -> str:
    """Without white space, except between Latin words."""
    return _SPACE.sub("", text)


@dataclass(frozen=True)
class Flow:
    """Lines joined. `starts` are the positions at which a printed line began."""

    text: str
    lines: tuple[PrintedLine, ...]
    starts: tuple[int, ...]

    @cached_property
    def folded(self) -> str:
        """The text to match on."""
        return folded(self.text)

    @cached_property
    def _is_start(self) -> frozenset[int]:
        return frozenset(self.starts)

    def is_start(self, at: int) -> bool:
        """Whether a printed line began here."""
        return at in self._is_start or at >= len(self.text)

    def line_at(self, at: int) -> int:
        """The number of the line that this position is in."""
        return max(0, bisect_right(self.starts, at) - 1)

    def line_end(self, at: int) -> int:
        """Where the line of this position ends."""
        line = self.line_at(at)
        return self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)

    def place(self, at: int) -> str:
        """Where a person finds this position."""
        return self.lines[self.line_at(at)].place if self.lines else ""

    def printed(self, start: int, stop: int) -> str:
        """The words as they stand in the file, with their line breaks."""
        if stop <= start:
            return ""
        first, last = self.line_at(start), self.line_at(stop - 1)
        parts = [line.printed for line in self.lines[first : last + 1]]
        parts[-1] = parts[-1][: self._column(last, stop - self.starts[last])]
        parts[0] = parts[0][self._column(first, start - self.starts[first]) :]
        return "\n".join(part.strip() for part in parts)

    def _column(self, line: int, letters: int) -> int:
        """The column of the printed line behind so many letters of its text, white space not counted."""
        printed, begin = self.lines[line].printed, self.starts[line]
        end = self.line_end(begin)
        kept = len(self.text[begin : begin + letters].replace(" ", ""))
        dropped = len("".join(printed.split())) - len(self.text[begin:end].replace(" ", ""))
        places = [column for column, letter in enumerate(printed) if not letter.isspace()]
        at = kept + dropped if letters else 0
        return places[at - 1] + 1 if 0 < at <= len(places) else (len(printed) if at else 0)

    @cached_property
    def wrap(self) -> int | None:
        """The width that lines were broken at; None where a line is a paragraph."""
        widths = sorted(
            stop - start for start, stop in zip(self.starts, (*self.starts[1:], len(self.text)), strict=True)
        )
        if len(widths) < 5:
            return None
        widest = widths[len(widths) * 9 // 10]
        full = sum(widest - _CLOSE_TO_FULL <= width <= widest + _CLOSE_TO_FULL for width in widths)
        return widest if _NARROWEST_WRAP <= widest <= _WIDEST_WRAP and full * 3 >= len(widths) else None

    @cached_property
    def has_spaced_paragraphs(self) -> bool:
        """Whether blank lines stand between some lines and not between others, and so say where a paragraph ends."""
        blank = sum(line.is_after_blank for line in self.lines)
        return 0.05 < blank / max(1, len(self.lines)) < 0.85

    def runs_on(self, at: int) -> bool:
        """Whether the line that ends here goes on in the next one, going by what the page looks like."""
        if at >= len(self.text):
            return False
        line = self.line_at(at)
        if self.has_spaced_paragraphs:
            return not self.lines[line].is_after_blank
        width = at - self.starts[line - 1] if line else 0
        return self.wrap is not None and width >= self.wrap - _CLOSE_TO_FULL


def flow_of(lines: Iterable[PrintedLine], words: KeypointWords, *, with_bare_numbers: bool = False) -> Flow:
    """The lines without what the printing left in them: page numbers, rules, lost spaces."""
    kept, texts = [], []
    for line in lines:
        text = cleaned(line.text, words)
        if not text or _is_noise(text, words, with_bare_numbers=with_bare_numbers):
            continue
        kept.append(line)
        texts.append(compact(text))
    starts = tuple(accumulate((len(text) for text in texts[:-1]), initial=0)) if texts else ()
    return Flow("".join(texts), tuple(kept), starts)


def cleaned(text: str, words: KeypointWords) -> str:
    """A line without the marks that lost spaces left behind."""
    return words.lost.sub(" ", words.leading.sub("", text)).strip()


def _is_noise(text: str, words: KeypointWords, *, with_bare_numbers: bool) -> bool:
    plain = folded(text)
    if len(plain) > 40:
        return False
    return any(pattern.match(plain) for pattern in words.noise) or (
        not with_bare_numbers and words.bare_number.match(plain) is not None
    )
