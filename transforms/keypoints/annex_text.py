"""The annexed table where only its text is left: no borders, cell lines one after another, merged cells printed once.

A row begins with its number where the row before is complete, that is, ends with a time or with bodies. From its end come the time and
the bodies; the name of its group comes first, and is one of the headings of the text or else lines too short for the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from transforms.keypoints.annex import AnnexRow
from transforms.keypoints.bodies import are_bodies, read_bodies
from transforms.keypoints.due import due_at_end
from transforms.keypoints.flow import Flow, compact, folded
from transforms.keypoints.source import PrintedLine
from warehouse.catalog.keypoint_words import KeypointWords

_AHEAD = 80
_FARTHEST_JUMP = 3
_TAIL_LINES = 8
_NARROW = 16
_MARKS = re.compile(r"[,。;:、]")
_SPACES = re.compile(r"\s+")
_WRONG_LETTERS = 8  # one in so many may differ between a heading and its copy in the table


@dataclass(frozen=True, slots=True)
class AnnexLines:
    """The lines behind the heading of the table, cleaned, and whether the table has a column of times."""

    lines: tuple[PrintedLine, ...]
    texts: tuple[str, ...]
    has_due: bool


@dataclass(slots=True)
class _Row:
    number: int
    chapter: str | None
    first: int
    texts: list[str] = field(default_factory=list)
    last: int = 0


def find_annex(flow: Flow, words: KeypointWords) -> tuple[int, int] | None:
    """Where the heading of the table begins and ends in the text; it begins a line."""
    for found in words.header.finditer(flow.folded):
        if flow.is_start(found.start()) and len(_columns(found[0], words)) > 2:
            return found.span()
    return None


def _columns(header: str, words: KeypointWords) -> list[str]:
    return words.header_word.findall(header)


def lay_annex(flow: Flow, header: tuple[int, int], words: KeypointWords) -> AnnexLines:
    """The lines of the table."""
    columns = _columns(flow.folded[slice(*header)], words)
    first = flow.line_at(header[1] - 1) + 1
    repeated = {*columns, "".join(columns)}
    kept = [
        (line, text) for line in flow.lines[first:] if (text := _clean(line, words)) and compact(text) not in repeated
    ]
    has_due = any(words.label_role(column) == "due" for column in columns)
    return AnnexLines(tuple(line for line, _ in kept), tuple(text for _, text in kept), has_due)


def _clean(line: PrintedLine, words: KeypointWords) -> str:
    return folded(words.leading.sub("", line.text)).strip()


def read_annex_rows(
    annex: AnnexLines, headings: Sequence[str], words: KeypointWords
) -> tuple[list[AnnexRow], list[int]]:
    """The rows, and the indexes of those lines in front of the first row or in a row without bodies: they are unplaced."""
    rows, lost = [], []
    name: str | None = None
    chapter: str | None = None
    for row in _segments(annex, words):
        name = None if row.chapter != chapter else name
        chapter = row.chapter
        content, bodies, due = _ends(row.texts, annex.has_due, words)
        own, content = _named(row.texts, content, headings)
        name = own or name
        if not content and not bodies:
            lost.append(row.first)
            continue
        printed = "\n".join(line.printed.strip() for line in annex.lines[row.first : row.last + 1])
        place = annex.lines[row.first].place
        rows.append(AnnexRow(row.number, row.chapter, name, content, read_bodies(bodies, words), due, place, printed))
    return rows, lost


def _segments(annex: AnnexLines, words: KeypointWords) -> Iterator[_Row]:
    row: _Row | None = None
    chapter: str | None = None
    chapters = [mark.pattern for mark in words.marks if mark.level == "chapter"]
    for at, text in enumerate(annex.texts):
        heading = next((found for pattern in chapters if (found := pattern.match(compact(text)))), None)
        begun = words.row_number.match(text)
        is_free = (heading or begun) is not None and (row is None or _is_complete(row.texts, annex.has_due, words))
        if heading is not None and is_free:
            chapter = heading["n"]
            continue
        if begun and _is_next(int(begun["n"]), row, at, annex, words, is_free=is_free):
            if row is not None:
                yield row
            row = _Row(int(begun["n"]), chapter, at)
            text = text[begun.end() :].strip()
        if row is not None:
            row.last = at
            if text and not (not row.texts and text == str(row.number)):
                row.texts.append(text)
    if row is not None:
        yield row


def _is_next(number: int, row: _Row | None, at: int, annex: AnnexLines, words: KeypointWords, *, is_free: bool) -> bool:
    expected = 1 if row is None else row.number + 1
    if number == expected or (number == 1 and is_free):
        return is_free or not _comes_later(number, at, annex, words)
    jump = range(expected + 1, expected + 1 + _FARTHEST_JUMP)
    return is_free and number in jump and not _comes_later(expected, at, annex, words, is_any=True)


def _comes_later(number: int, at: int, annex: AnnexLines, words: KeypointWords, *, is_any: bool = False) -> bool:
    """Whether the number begins a line further down, behind what may end a row."""
    for later in range(at + 1, min(at + _AHEAD, len(annex.texts))):
        begun = words.row_number.match(annex.texts[later])
        if begun and int(begun["n"]) == number:
            before = list(annex.texts[max(at + 1, later - _TAIL_LINES) : later])
            if is_any or _is_complete(before, annex.has_due, words):
                return True
    return False


def _is_complete(texts: list[str], has_due: bool, words: KeypointWords) -> bool:
    tail = compact("".join(texts[-_TAIL_LINES:]))
    if has_due:
        return due_at_end(tail, words) is not None
    return are_bodies(tail.rpartition("。")[2], words)


def _ends(texts: list[str], has_due: bool, words: KeypointWords) -> tuple[str, str, str | None]:
    """Content, bodies and time of a row."""
    whole = compact(" ".join(texts))
    at = due_at_end(whole, words) if has_due else None
    due = None if at is None else whole[at:]
    rest = whole if at is None else whole[:at]
    content, stop, bodies = rest.rpartition("。")
    if stop and are_bodies(bodies, words):
        return content + stop, bodies, due
    return *_by_pieces(texts, rest, words), due


def _by_pieces(texts: list[str], rest: str, words: KeypointWords) -> tuple[str, str]:
    """A content without a full stop: as many of the last pieces as are bodies."""
    length, bodies = len(rest), ""
    pieces = _SPACES.split(" ".join(texts))
    ends = [len("".join(pieces[: at + 1])) for at in range(len(pieces))]
    for begin in reversed([0, *ends]):
        if begin < length and are_bodies(rest[begin:], words):
            bodies = rest[begin:]
        elif bodies:
            break
    return rest[: length - len(bodies)], bodies


def _named(texts: list[str], content: str, headings: Sequence[str]) -> tuple[str | None, str]:
    """The name of the group in front of the content, and the content."""
    for heading in headings:
        plain = folded(heading)
        told = content[: len(plain)]
        if len(plain) < len(content) and Levenshtein.distance(told, plain) <= len(plain) // _WRONG_LETTERS:
            return told, content[len(plain) :]
    narrow = 0
    while narrow + 1 < len(texts) and len(texts[narrow]) <= _NARROW and not _MARKS.search(texts[narrow]):
        narrow += 1
    name = compact("".join(texts[:narrow]))
    if name and content.startswith(name) and len(content) > len(name):
        return name, content[len(name) :]
    return None, content
