"""The annexed table where only its text is left: no borders, cell lines one after another, merged cells printed once.

All is read as one run of letters, so that where lines were broken changes nothing. A row begins with the number that follows the last
one, where the row before is complete, that is, ends with a time or with bodies. From its end come the time and the bodies; the name of
its group comes first, and is one of the headings of the text or else lines too short for the content.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from transforms.keypoints.annex import AnnexRow
from transforms.keypoints.annex_lines import AnnexText, Start, lay_lines
from transforms.keypoints.bodies import are_bodies, begin_with_a_body, read_bodies
from transforms.keypoints.due import due_at_end
from transforms.keypoints.flow import folded
from transforms.keypoints.model import Unplaced
from warehouse.catalog.keypoint_words import KeypointWords

_FARTHEST_JUMP = 3
_NARROW, _MOST_NARROW_LINES = 16, 4
_MARKS = frozenset(",。;:、")
_WRONG_LETTERS = 8  # one in so many may differ between a heading and its copy in the table
_MOST_BODIES = 300
_SHOWN = 40


def read_annex_rows(
    annex: AnnexText, headings: Sequence[str], words: KeypointWords
) -> tuple[list[AnnexRow], list[Unplaced]]:
    """The rows, and what stands in the table without being one."""
    rows: list[AnnexRow] = []
    lost: list[Unplaced] = []
    name: str | None = None
    chapter: str | None = None
    segments = list(_segments(annex))
    is_known = any(_heading_length(annex.plain[start.end : stop], headings) for start, stop in segments)
    for start, stop in segments:
        name = name if start.chapter == chapter else None
        chapter = start.chapter
        at_bodies, at_due = _cuts(annex, start, stop, words)
        own = start.end + _heading_length(annex.plain[start.end : at_bodies], headings)
        own = own if is_known else _narrow_stop(annex, start.end, at_bodies)
        name = annex.text[start.end : own] or name
        content, bodies = annex.text[own:at_bodies], annex.text[at_bodies:at_due]
        if not content and not bodies:
            lost.append(Unplaced(annex.place(start.start), annex.text[start.start : stop][:_SHOWN], _REASON))
            continue
        row = AnnexRow(
            number=start.number,
            chapter=chapter,
            name=name,
            content=content,
            bodies=read_bodies(bodies, words),
            due_text=folded(annex.text[at_due:stop]) or None,
            place=annex.place(start.start),
            printed=annex.flow.printed(start.start, stop),
        )
        rows.append(row)
    return rows, lost


def without_page_numbers(annex: AnnexText) -> AnnexText:
    """Lines that are nothing but a number, and not that of a row, are taken out."""
    taken = {annex.flow.line_at(start.start) for start, _ in _segments(annex)}
    lines = [
        line
        for at, line in enumerate(annex.flow.lines)
        if at in taken or not annex.words.bare_number.match(folded(line.text).strip())
    ]
    return lay_lines(lines, annex.words, has_due=annex.has_due) if len(lines) < len(annex.flow.lines) else annex


_REASON = "附表中的这一行没有认出任务内容和责任单位。"


def _segments(annex: AnnexText) -> Iterator[tuple[Start, int]]:
    """Each row's number, and where the row ends."""
    row = _last_of_same(annex, annex.next_start(1, 0))
    while row is not None:
        after = _last_of_same(annex, _next_row(annex, row))
        limit = len(annex.text) if after is None else after.start
        chapters = (at for at, _ in annex.chapters if row.end < at < limit)
        yield row, next(chapters, limit)
        row = after


def _last_of_same(annex: AnnexText, row: Start | None) -> Start | None:
    """A page number may be the same as that of the row behind it."""
    again = None if row is None else annex.next_start(row.number, row.end)
    return again if row is not None and again is not None and again.start == row.end else row


def _next_row(annex: AnnexText, row: Start) -> Start | None:
    """The next number, or 1 in a new chapter; else one of the next few, where some were left out."""
    found = annex.next_start(row.number + 1, row.end)
    anew = annex.next_start(1, row.end, only_in_chapter=True) if row.number else None
    if anew is not None and (found is None or anew.start < found.start):
        return anew
    if found is not None:
        return found
    jumps = (annex.next_start(row.number + 1 + jump, row.end, only_free=True) for jump in range(1, _FARTHEST_JUMP + 1))
    return next((jump for jump in jumps if jump is not None), None)


def _cuts(annex: AnnexText, start: Start, stop: int, words: KeypointWords) -> tuple[int, int]:
    """Where the bodies of a row begin, and where its time does."""
    plain = annex.plain[start.end : stop]
    at = due_at_end(plain, words) if annex.has_due else None
    rest = plain if at is None else plain[:at]
    at_due = start.end + len(rest)
    sentence = rest.rfind("。") + 1
    if sentence and are_bodies(rest[sentence:], words):
        return start.end + sentence, at_due
    return _by_pieces(annex, start.end, at_due, words), at_due


def _by_pieces(annex: AnnexText, start: int, stop: int, words: KeypointWords) -> int:
    """A content without a full stop: the bodies begin with the first piece from which on there is nothing but names."""
    begin = bisect_left(annex.bounds, max(start, stop - _MOST_BODIES))
    pieces = annex.bounds[begin : bisect_left(annex.bounds, stop)]
    return next((at for at in pieces if begin_with_a_body(annex.plain[at:stop], words)), stop)


def _heading_length(content: str, headings: Sequence[str]) -> int:
    """How much of a row's beginning is a heading of the text; a letter may differ."""
    for heading in map(folded, headings):
        told = content[: len(heading)]
        if len(heading) < len(content) and Levenshtein.distance(told, heading) <= len(heading) // _WRONG_LETTERS:
            return len(heading)
    return 0


def _narrow_stop(annex: AnnexText, start: int, stop: int) -> int:
    """Where the lines end that are too short for the content: the narrow column of names, printed before a wide line."""
    starts = sorted({start, *(at for at in annex.flow.starts if start <= at < stop)})
    for line, after in pairwise((*starts[: _MOST_NARROW_LINES + 1], stop)):
        if after - line > _NARROW:
            return line
        if _MARKS & set(annex.plain[line:after]):
            break
    return start
