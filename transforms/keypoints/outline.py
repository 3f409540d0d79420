"""Chapters, sections and items: which of the marks are the document's own, by the numbers going on from one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from transforms.keypoints.flow import Flow
from transforms.keypoints.marks import Mark

_FARTHEST_JUMP = 5
_LOOK_AHEAD = 200
_LONGEST_HEADING = 60
_LEVELS: tuple[Literal["chapter", "section", "item"], ...] = ("chapter", "section", "item")


class Part(NamedTuple):
    """A heading or an item with its words: from behind its number to the next mark."""

    mark: Mark
    start: int
    stop: int


@dataclass(slots=True)
class Outline:
    """The parts in order; `rejected` are marks at the beginning of a line whose numbers fit nowhere."""

    parts: list[Part] = field(default_factory=list)
    rejected: list[Mark] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Count:
    """The last number of each level, and whether a heading was opened since the last item.

    `inner` is the last number of a list inside an item; `has_plain_items` where items of the chapter have no section.
    """

    last: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_LEVELS, 0))
    is_opened: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(_LEVELS, True))
    inner: int = 0
    has_plain_items: bool = False

    def fits(self, mark: Mark) -> bool:
        """Goes on from the number before, or begins anew under a heading; sections don't begin behind items that have none."""
        if mark.level == "section" and self.has_plain_items:
            return False
        return mark.value == self.last[mark.level] + 1 or (mark.value == 1 and self.is_opened[mark.level])

    def take(self, mark: Mark) -> None:
        self.last[mark.level] = mark.value
        self.inner = 0
        if mark.level == "item":
            self.has_plain_items = self.has_plain_items or self.is_opened["section"]
        else:
            self.has_plain_items = False
        for level in _LEVELS:
            if level == mark.level:
                self.is_opened[level] = False
            elif _LEVELS.index(level) > _LEVELS.index(mark.level):
                self.is_opened[level] = True


def derive_outline(marks: Sequence[Mark], flow: Flow) -> Outline:
    """Takes the marks that go on from one another; what jumps or repeats is taken too where nothing fits better, and said."""
    own = [mark for mark in marks if mark.level != "part"]
    taken: list[Mark] = []
    count, outline = _Count(), Outline()
    for at, mark in enumerate(own):
        if _is_contents(mark, taken):
            count, taken, outline = _Count(), [], Outline()
        after = own[at + 1 : at + 1 + _LOOK_AHEAD]
        if _is_in_a_sentence(mark, flow, taken) or (taken and mark.start < taken[-1].end):
            continue
        if _is_inner(mark, after, count):
            outline.rejected.append(mark)
            continue
        if count.fits(mark):
            pass
        elif _is_slip(mark, after, count):
            outline.gaps.append(_said(mark, count))
        else:
            if mark.is_strong:
                outline.rejected.append(mark)
            continue
        count.take(mark)
        taken.append(mark)
    outline.parts = parts_of(taken, len(flow.text))
    return outline


def parts_of(marks: Sequence[Mark], end: int) -> list[Part]:
    """Each mark with the words up to the next one."""
    stops = [after.start for _, after in pairwise(marks)] + [end]
    return [Part(mark, mark.end, max(mark.end, min(stop, end))) for mark, stop in zip(marks, stops, strict=False)]


def _is_contents(mark: Mark, taken: Sequence[Mark]) -> bool:
    """The chapters begin anew and nothing but headings came before: that was a table of contents."""
    if mark.level != "chapter" or mark.value != 1 or not mark.is_strong or len(taken) < 2:
        return False
    return all(before.level != "item" for before in taken) and sum(m.level == "chapter" for m in taken) >= 2


def _is_in_a_sentence(mark: Mark, flow: Flow, taken: Sequence[Mark]) -> bool:
    """`二、三产业` at the beginning of a broken line; a number in the middle of one that no short heading stands before."""
    if mark.is_loose:
        before = taken[-1] if taken else None
        told = "" if before is None else flow.folded[before.end : mark.start]
        return before is None or before.level == "item" or not 0 < len(told) <= _LONGEST_HEADING or "。" in told
    return mark.level == "chapter" and flow.folded[mark.end : mark.end + 1] in tuple("一二三四五六七八九十")


def _is_inner(mark: Mark, after: Sequence[Mark], count: _Count) -> bool:
    """`1.` inside an item, and what goes on from it while the item's own next number is still to come."""
    if mark.level != "item" or not mark.is_strong or count.is_opened["item"]:
        return False
    is_inner = mark.value == count.inner + 1 and (mark.value <= count.last["item"] or _comes(mark, {mark.value}, after))
    count.inner = mark.value if is_inner else count.inner
    return is_inner


def _is_slip(mark: Mark, after: Sequence[Mark], count: _Count) -> bool:
    """A number left out or printed twice: at the beginning of a line, and nothing that would fit comes later."""
    expected = count.last[mark.level] + 1
    if mark.level == "section" and count.has_plain_items:
        return False
    if not mark.is_strong or not expected - 1 <= mark.value <= expected + _FARTHEST_JUMP or mark.value == 0:
        return False
    if expected == 1 or count.is_opened[mark.level]:
        return mark.value > 1 and _goes_on(mark, after) and not _comes(mark, {1, expected}, after)
    if mark.value == expected - 1:
        return _goes_on(mark, after)
    return not _comes(mark, {expected}, after)


def _comes(mark: Mark, values: set[int], after: Sequence[Mark]) -> bool:
    """Whether one of these numbers comes before the next heading of a higher level."""
    level = _LEVELS.index(mark.level)
    for later in after:
        if _LEVELS.index(later.level) < level:
            return False
        if later.level == mark.level and later.value in values:
            return True
    return False


def _goes_on(mark: Mark, after: Sequence[Mark]) -> bool:
    return next((later.value == mark.value + 1 for later in after if later.level == mark.level), True)


_NAMES = {"chapter": "章", "section": "节", "item": "项"}


def _said(mark: Mark, count: _Count) -> str:
    last, name = count.last[mark.level], _NAMES[mark.level]
    if mark.value == last:
        return f"第{mark.printed}{name}的编号出现两次。"
    missing = (
        range(last + 1, mark.value)
        if not count.is_opened[mark.level] or last + 1 < mark.value
        else range(1, mark.value)
    )
    return f"编号不连续：“{mark.printed}”之前缺少第{'、'.join(map(str, missing))}{name}。"
