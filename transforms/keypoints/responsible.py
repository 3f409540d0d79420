"""Finds where a text names its bodies and times: `（责任单位：…）`, with or without bracket or label, whatever bracket closes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from transforms.keypoints.bodies import are_bodies, read_bodies
from transforms.keypoints.due import due_at_end
from transforms.keypoints.flow import folded
from transforms.keypoints.model import NamedBody
from warehouse.catalog.keypoint_words import KeypointWords
from warehouse.catalog.keypoints import Role

_LONGEST = 600
_STOPS = "。"
_BETWEEN = ",;、。"
_EDGES = "(;,、。"


class Span(NamedTuple):
    """Where a responsibility stands, brackets and label included."""

    start: int
    stop: int
    is_labelled: bool


class Said(NamedTuple):
    """What responsibilities say: bodies, and words under a label for times."""

    bodies: tuple[NamedBody, ...]
    due: str | None


def find_spans(text: str, words: KeypointWords) -> list[Span]:
    """The responsibilities in a text of one task: all with a label, or else the last bracket if it holds nothing but bodies."""
    plain = folded(text)
    labelled = list(_labelled(plain, words))
    return labelled or list(_last_bracket(plain, words))


def read_spans(text: str, spans: list[Span], words: KeypointWords) -> Said:
    """The bodies and the time in the responsibilities of a text."""
    bodies: list[NamedBody] = []
    due: str | None = None
    plain = folded(text)
    for span in spans:
        for role, said in _segments(plain[span.start : span.stop], words):
            names, time = ("", said) if role == "due" else _without_time(said, words)
            due = due or time or None
            bodies += read_bodies(names, words, "responsible" if role == "due" else role)
    return Said(tuple(dict.fromkeys(bodies)), due)


def _labelled(plain: str, words: KeypointWords) -> Iterator[Span]:
    at = 0
    while found := words.label.search(plain, at):
        is_bracketed = plain[found.start()] == "("
        stop = _closing(plain, found.start()) if is_bracketed else _line_of(plain, found.start(), found.end())
        yield Span(found.start(), stop, True)
        at = stop


def _closing(plain: str, start: int) -> int:
    """Behind the bracket that closes the one at `start`; a responsibility whose bracket was lost ends with the text."""
    depth, limit = 0, min(len(plain), start + _LONGEST)
    for at in range(start, limit):
        depth += (plain[at] == "(") - (plain[at] == ")")
        if depth == 0:
            return at + 1
        if plain[at] in _STOPS:
            return at
    return limit


def _line_of(plain: str, start: int, begin: int) -> int:
    """Without a bracket: to the end of the sentence, or a bracket that closes one opened before."""
    depth, limit = 0, min(len(plain), start + _LONGEST)
    for at in range(begin, limit):
        depth += (plain[at] == "(") - (plain[at] == ")")
        if depth < 0 or plain[at] in _STOPS:
            return at + 1
    return limit


def _last_bracket(plain: str, words: KeypointWords) -> Iterator[Span]:
    end = len(plain.rstrip("。;,"))
    if not plain[:end].endswith(")"):
        return
    depth = 0
    for at in range(end - 1, max(-1, end - _LONGEST), -1):
        depth += (plain[at] == ")") - (plain[at] == "(")
        if depth == 0:
            names, _ = _without_time(plain[at + 1 : end - 1], words)
            if are_bodies(names, words):
                yield Span(at, len(plain), False)
            return


def _without_time(said: str, words: KeypointWords) -> tuple[str, str]:
    """`区府办、各街镇,9月底前完成`: the names, and the time that stands behind them."""
    at = due_at_end(said, words)
    if at is None or (at and said[at - 1] not in _BETWEEN):
        return said, ""
    return said[:at].strip(_EDGES), said[at:].strip(_EDGES)


def _segments(plain: str, words: KeypointWords) -> Iterator[tuple[Role | Literal["due"], str]]:
    """The words behind each label up to the next one."""
    inner = _inner(plain)
    labels = list(words.label.finditer(inner))
    first = inner[: labels[0].start() if labels else len(inner)].strip(_EDGES)
    if first:
        yield "responsible", first
    for number, label in enumerate(labels):
        stop = labels[number + 1].start() if number + 1 < len(labels) else len(inner)
        role = words.label_role(label[0])
        if role is not None:
            yield role, inner[label.end() : stop].strip(_EDGES)


def _inner(plain: str) -> str:
    """Without the bracket that closes it; those of names stay."""
    plain = plain.rstrip(_STOPS + ";,")
    opened = plain.count("(") - plain.startswith("(")
    return plain[:-1] if plain.endswith(")") and plain.count(")") > opened else plain
