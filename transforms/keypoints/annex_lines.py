"""The text of an annexed table: where its heading stands, and where in it rows and chapters may begin."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from transforms.keypoints.bodies import are_bodies
from transforms.keypoints.due import due_at_end
from transforms.keypoints.flow import Flow, cleaned, compact, folded
from transforms.keypoints.source import PrintedLine
from warehouse.catalog.keypoint_words import KeypointWords

_LEAST_COLUMNS = 3
_TAIL = 120
_LONGEST_NUMBER = 3
_LONGEST_TITLE = 60
_FARTHEST = 6000
_DIGITS = re.compile(r"\d+")


class Start(NamedTuple):
    """A number that may begin a row; `is_bare` where it stands on a line of its own."""

    number: int
    start: int
    end: int
    is_bare: bool
    chapter: str | None = None


@dataclass(frozen=True)
class AnnexText:
    """The text behind the heading of the table. `bounds` are the positions behind a space or a line break."""

    flow: Flow
    bounds: tuple[int, ...]
    has_due: bool
    words: KeypointWords

    @property
    def text(self) -> str:
        """The letters, in simplified characters."""
        return self.flow.text

    @property
    def plain(self) -> str:
        """The letters to match on."""
        return self.flow.folded

    def place(self, at: int) -> str:
        """Where a person finds this position."""
        return self.flow.place(at)

    def next_start(
        self, number: int, after: int, *, only_free: bool = False, only_in_chapter: bool = False
    ) -> Start | None:
        """The next place that this number begins a row; else, unless `only_free`, the next line that is nothing but it."""
        bare: Start | None = None
        for one in self._numbers.get(number, [])[bisect_left(self._numbers.get(number, []), (number, after)) :]:
            if one.start - after > _FARTHEST:
                break
            chapter = self._chapter_at(one.start)
            is_first = chapter is not None and chapter[1] == one.start
            if is_first or (not only_in_chapter and self._is_complete(one.start)):
                return one._replace(chapter=None if chapter is None else chapter[0])
            if one.is_bare and bare is None and not (only_free or only_in_chapter):
                bare = one._replace(chapter=None if chapter is None else chapter[0])
        return bare

    @cached_property
    def chapters(self) -> list[tuple[int, str]]:
        """Where chapters of the table begin: behind a complete row or on the first line."""
        forms = [mark.pattern for mark in self.words.marks if mark.level == "chapter"]
        found = (match for form in forms for match in form.finditer(self.plain))
        return sorted((one.start(), str(one["n"])) for one in found if self._is_complete(one.start()))

    def _chapter_at(self, at: int) -> tuple[str, int] | None:
        """The chapter that a position is in, and where its first row begins."""
        index = bisect_left(self.chapters, (at, "")) - 1
        if index < 0:
            return None
        begin, number = self.chapters[index]
        title = self.plain[begin:at]
        return number, at if len(title) <= _LONGEST_TITLE and "。" not in title and not _DIGITS.search(title) else begin

    def _is_complete(self, at: int) -> bool:
        """Whether what stands before is a whole row, or nothing; a page number may stand between."""
        line = self.flow.line_at(at - 1) if at else 0
        begin = self.flow.starts[line] if at else 0
        if self.flow.is_start(at) and at - begin <= _LONGEST_NUMBER and self.plain[begin:at].isdecimal():
            at = begin
        if at == 0:
            return True
        before = self.plain[max(0, at - _TAIL) : at]
        if self.has_due:
            return due_at_end(before, self.words) is not None
        return are_bodies(before.rpartition("。")[2], self.words)

    @cached_property
    def _numbers(self) -> dict[int, list[Start]]:
        found: dict[int, list[Start]] = defaultdict(list)
        for one in self._starts():
            found[one.number].append(one)
        return found

    def _starts(self) -> Iterator[Start]:
        """Runs of digits, apart where a line was broken between them, that nothing is counted by."""
        for run in _DIGITS.finditer(self.plain):
            inner = self.flow.starts[
                bisect_left(self.flow.starts, run.start() + 1) : bisect_left(self.flow.starts, run.end())
            ]
            edges = [run.start(), *inner, run.end()]
            for start, end in pairwise(edges):
                is_bare = self.flow.is_start(start) and self.flow.is_start(end)
                if end - start <= _LONGEST_NUMBER and (
                    is_bare or self.words.row_number.match(self.plain[start : end + 1])
                ):
                    yield Start(int(self.plain[start:end]), start, end, is_bare)


def find_annex(flow: Flow, words: KeypointWords) -> tuple[int, int] | None:
    """Where the heading of the table begins and ends in the text."""
    for found in words.header.finditer(flow.folded):
        if len(words.header_word.findall(found[0])) >= _LEAST_COLUMNS:
            return found.span()
    return None


def lines_before(flow: Flow, at: int) -> list[PrintedLine]:
    """The lines before a position; of its own line what stands in front."""
    last = flow.line_at(at)
    rest = flow.text[flow.starts[last] : at]
    own = [replace(flow.lines[last], printed=rest, text=rest)] if rest else []
    return [*flow.lines[:last], *own]


def lay_annex(flow: Flow, header: tuple[int, int], words: KeypointWords) -> AnnexText:
    """The text behind the heading; where pages repeat the heading it is left out."""
    columns = words.header_word.findall(flow.folded[slice(*header)])
    repeated = {*columns, "".join(columns)}
    lines = [line for line in _lines(flow, header[1]) if folded(compact(line.text)) not in repeated]
    return lay_lines(lines, words, has_due=any(words.label_role(column) == "due" for column in columns))


def lay_lines(lines: Sequence[PrintedLine], words: KeypointWords, *, has_due: bool) -> AnnexText:
    """The lines joined, with the positions at which cells may end."""
    pieces = [cleaned(line.text, words).split() for line in lines]
    texts = ["".join(parts) for parts in pieces]
    starts = tuple(accumulate(map(len, texts[:-1]), initial=0)) if texts else ()
    sizes = [len(piece) for parts in pieces for piece in parts]
    bounds = tuple(accumulate(sizes[:-1], initial=0)) if sizes else ()
    return AnnexText(Flow("".join(texts), tuple(lines), starts), bounds, has_due, words)


def _lines(flow: Flow, after: int) -> Iterator[PrintedLine]:
    """The lines behind a position; of its own line what is left."""
    first = flow.line_at(after - 1)
    rest = flow.text[after : flow.line_end(after - 1)]
    if rest:
        yield replace(flow.lines[first], printed=rest, text=rest)
    yield from flow.lines[first + 1 :]
