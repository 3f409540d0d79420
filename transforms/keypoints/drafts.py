"""The tasks of the running text: numbered items, and sections in which nothing is numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from transforms.keypoints.flow import Flow
from transforms.keypoints.headings import Heading, read_heading
from transforms.keypoints.marks import Mark
from transforms.keypoints.model import Unplaced
from transforms.keypoints.outline import Outline, Part, parts_of
from transforms.keypoints.responsible import Said, find_spans, read_spans
from warehouse.catalog.keypoint_words import KeypointWords

_NOTHING = Said((), None)
_SHOWN = 60
_EDGES = "。;；,， "


@dataclass(frozen=True, slots=True)
class Draft:
    """A task as the text has it, before annex and dates."""

    chapter: str | None
    section: str | None
    number: int | None
    heading: str
    text: str
    said: Said
    printed: str
    place: str

    @property
    def id(self) -> str:
        """`一(一)1`; `四(三)` without a number."""
        section = f"({self.section})" if self.section else ""
        return f"{self.chapter or ''}{section}{'' if self.number is None else self.number}"


@dataclass(slots=True)
class Drafts:
    """The tasks in order, the titles of their chapters, and what is none."""

    tasks: list[Draft] = field(default_factory=list)
    chapters: dict[str, str] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Above:
    """The headings that the next task stands under."""

    chapter: Heading | None = None
    section: Heading | None = None

    @property
    def said(self) -> Said:
        for heading in (self.section, self.chapter):
            if heading is not None and (heading.said.bodies or heading.said.due):
                return heading.said
        return _NOTHING

    @property
    def heading(self) -> str:
        nearest = self.section or self.chapter
        return "" if nearest is None else nearest.text


def derive_drafts(flow: Flow, outline: Outline, marks: Sequence[Mark], words: KeypointWords) -> Drafts:
    """The tasks of an outline."""
    drafts, above = Drafts(), _Above()
    has_items = any(part.mark.level == "item" for part in outline.parts)
    for at, part in enumerate(outline.parts):
        if part.mark.level == "item":
            _add(drafts, flow, part, part.start, part.mark.value, above, words)
            continue
        below = outline.parts[at + 1].mark.level if at + 1 < len(outline.parts) else None
        is_leaf = below not in (("section", "item") if part.mark.level == "chapter" else ("item",))
        heading = read_heading(flow, part, words, is_leaf=is_leaf)
        above = _Above(heading) if part.mark.level == "chapter" else _Above(above.chapter, heading)
        if part.mark.level == "chapter":
            drafts.chapters[part.mark.printed] = heading.text
        if is_leaf:
            _add_leaf(drafts, flow, heading, marks, above, words, has_items=has_items)
        else:
            _say_lead(drafts, flow, heading)
    return drafts


def _add_leaf(
    drafts: Drafts,
    flow: Flow,
    heading: Heading,
    marks: Sequence[Mark],
    above: _Above,
    words: KeypointWords,
    *,
    has_items: bool,
) -> None:
    """A heading without numbered items: lower numbers where each stands for itself, else one task."""
    part = heading.part
    text = flow.text[heading.text_start : part.stop]
    if parts := list(_own_parts(flow, heading, marks, words)):
        for one in parts:
            _add(drafts, flow, one, one.start, one.mark.value, above, words)
    elif any(one is not None and words.preambles.match(one.text) for one in (above.chapter, above.section)):
        return
    elif part.mark.level == "chapter" and has_items and not any(s.is_labelled for s in find_spans(text, words)):
        if text.strip(_EDGES):
            drafts.unplaced.append(_unplaced(flow, heading.text_start, text, "章下没有编号的文字，未列为任务。"))
    elif text.strip(_EDGES):
        _add(drafts, flow, part, heading.text_start, None, above, words)
    elif heading.text:
        _add(drafts, flow, part, part.start, None, above, words)


def _own_parts(flow: Flow, heading: Heading, marks: Sequence[Mark], words: KeypointWords) -> Iterator[Part]:
    """`（1）…（2）…` are tasks where no higher number is there; not where one responsibility closes them all."""
    own: list[Mark] = []
    for mark in marks:
        if mark.level == "part" and heading.text_start <= mark.start < heading.part.stop and mark.value == len(own) + 1:
            own.append(mark)
    text = flow.text[heading.text_start : heading.part.stop]
    spans = [span for span in find_spans(text, words) if span.is_labelled]
    if len(own) > 1 and len(spans) != 1:
        yield from parts_of(own, heading.part.stop)


def _add(
    drafts: Drafts, flow: Flow, part: Part, start: int, number: int | None, above: _Above, words: KeypointWords
) -> None:
    region = flow.text[start : part.stop]
    spans = find_spans(region, words)
    said = read_spans(region, spans, words)
    text, tail = _cut(region, [(span.start, span.stop) for span in spans])
    if tail:
        at = start + region.rindex(tail)
        drafts.unplaced.append(_unplaced(flow, at, tail, "责任单位之后的文字，未归入任务。"))
    stop = start + (region.rindex(tail) if tail else len(region))
    chapter, section = above.chapter, above.section
    draft = Draft(
        chapter=chapter.part.mark.printed if chapter else None,
        section=section.part.mark.printed if section else None,
        number=number,
        heading=above.heading,
        text=text,
        said=Said(said.bodies or above.said.bodies, said.due or above.said.due),
        printed=flow.printed(part.mark.start, stop),
        place=flow.place(part.mark.start),
    )
    drafts.tasks.append(draft)


def _cut(region: str, spans: list[tuple[int, int]]) -> tuple[str, str]:
    """The text without its responsibilities, and what stands behind the last of them."""
    if not spans:
        return region, ""
    begin, pieces = 0, []
    for start, stop in spans:
        pieces.append(region[begin:start])
        begin = stop
    text, tail = "".join(pieces), region[begin:].strip(_EDGES)
    return (text, tail) if text.strip(_EDGES) else (tail, "")


def _say_lead(drafts: Drafts, flow: Flow, heading: Heading) -> None:
    lead = flow.text[heading.text_start : heading.part.stop].strip(_EDGES)
    if lead:
        drafts.unplaced.append(_unplaced(flow, heading.text_start, lead, "标题下、编号前的文字，未列为任务。"))


def _unplaced(flow: Flow, at: int, text: str, reason: str) -> Unplaced:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return Unplaced(flow.place(at), shown, reason)
