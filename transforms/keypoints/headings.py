"""Where a heading ends and its text begins; only the look of the page says so where nothing is numbered below it."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.keypoints.flow import Flow
from transforms.keypoints.outline import Part
from transforms.keypoints.responsible import Said, Span, find_spans, read_spans
from warehouse.catalog.keypoint_words import KeypointWords

_STOP = "。"
_PAIRS = (("(", ")"), ("“", "”"), ("《", "》"))
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter or section. `said` are bodies named behind the heading itself; its text runs from `text_start`."""

    part: Part
    text: str
    said: Said
    text_start: int


def read_heading(flow: Flow, part: Part, words: KeypointWords, *, is_leaf: bool) -> Heading:
    """`is_leaf` where no numbered item follows below it: the lines behind the heading are then the task."""
    region = flow.folded[part.start : part.stop]
    stop = part.stop if not is_leaf and _STOP not in region else _line_stop(flow, part)
    first = flow.folded[part.start : stop]
    if _STOP in first:
        stop = part.start + first.index(_STOP) + 1
    spans = [] if is_leaf else find_spans(flow.text[part.start : stop], words)
    labelled = [span for span in spans if span.is_labelled]
    text = _without(flow.text[part.start : stop], labelled or _own_label(flow, part, stop, words))
    said = read_spans(flow.text[part.start : stop], labelled, words)
    return Heading(part, text.strip("。:： "), said, stop)


def _own_label(flow: Flow, part: Part, stop: int, words: KeypointWords) -> list[Span]:
    found = words.label.search(flow.folded, part.start, stop)
    return [] if found is None else [Span(found.start() - part.start, stop - part.start, True)]


def _without(text: str, spans: list[Span]) -> str:
    return text[: spans[0].start] if spans else text


def _line_stop(flow: Flow, part: Part) -> int:
    """The end of the heading's line, or of the next ones where it runs on or a bracket is open."""
    stop = min(flow.line_end(part.start), part.stop)
    for _ in range(_MOST_LINES):
        told = flow.folded[part.start : stop]
        is_open = any(told.count(first) > told.count(last) for first, last in _PAIRS)
        if stop >= part.stop or _STOP in told or not (is_open or _runs_on(flow, part, stop)):
            break
        stop = min(flow.line_end(stop), part.stop)
    return stop


def _runs_on(flow: Flow, part: Part, stop: int) -> bool:
    """A full line runs on; but where the next is full too and no blank line tells, that is the text: headings are short."""
    after = min(flow.line_end(stop), part.stop)
    if flow.has_spaced_paragraphs or after >= part.stop:
        return flow.runs_on(stop)
    return flow.runs_on(stop) and not flow.runs_on(after)
