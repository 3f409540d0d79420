"""Where the text of the last task ends: copies, signatures and the day of printing are no task's words."""

from __future__ import annotations

from bisect import bisect_left

from transforms.keypoints.flow import Flow
from warehouse.catalog.keypoint_words import KeypointWords

_MOST_ENDINGS = 12
_TAIL = 600
_ENDS = "。)"
_LONGEST_PAGE_LINE = 60


def derive_end(flow: Flow, after: int, words: KeypointWords) -> int:
    """The position at which the running text ends; nothing before `after`, where the last mark stands, is cut."""
    end = min(_annex(flow, after, words), _page_end(flow, after, words))
    for _ in range(_MOST_ENDINGS):
        shorter = min((_ending(flow, after, end, number, words) for number in range(len(words.endings))), default=end)
        if shorter == end:
            break
        end = shorter
    return end


def _ending(flow: Flow, after: int, end: int, number: int, words: KeypointWords) -> int:
    """Where this ending begins, at the earliest line or sentence that it fits; `end` where it is not there."""
    for start in range(max(after, end - _TAIL), end):
        may_begin = flow.is_start(start) or flow.folded[start - 1] in _ENDS
        if may_begin and words.endings[number].match(flow.folded, start, end):
            return start
    return end


def _annex(flow: Flow, after: int, words: KeypointWords) -> int:
    """`附件：…` or `附件` on a line of its own, behind the last mark."""
    for found in words.annex.finditer(flow.folded, after):
        behind = found.end()
        if flow.is_start(found.start()) and (flow.is_start(behind) or flow.folded[behind] in ":123456789一二三四五"):
            return found.start()
    return len(flow.text)


def _page_end(flow: Flow, after: int, words: KeypointWords) -> int:
    """What a page says of itself behind its text: short lines with known words, behind the end of a sentence."""
    for start in flow.starts[bisect_left(flow.starts, after + 1) :]:
        if words.page_ends.match(flow.folded, start) and flow.line_end(start) - start <= _LONGEST_PAGE_LINE:
            return start
    return len(flow.text)
