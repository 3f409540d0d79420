"""The quarterly circular as declared in `circular.yaml`: whom it is for, its sentences, its annexes, and the words of its workbook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from warehouse.catalog.forms import Declared
from warehouse.catalog.narrative import Block, Narrative, unsupported_places, used_names
from warehouse.catalog.task_narrative import RequirementWords


class Passage(Block):
    """A block whose heading is numbered where it is printed. `each`: said once for each entry of the list of this name."""

    each: str | None = None


class Addressee(Declared):
    """What stands for units of some kinds where the circular is addressed."""

    kinds: tuple[str, ...]
    say: str


class CircularSection(Declared):
    """A numbered section of the text."""

    heading: str
    passages: tuple[Passage, ...]


class Annex(Declared):
    """An annex, known by its code, and what is said above its tables."""

    code: str
    title: str
    passages: tuple[Passage, ...] = ()


class UnitNames(Declared):
    """Names in a sentence: more than `few` of several kinds stand by kind."""

    few: int
    plain: str
    kinds: str
    kind: str
    kind_joiner: str
    same: str
    detail: str
    joiner: str


class Items(Declared):
    """What stands for one entry of an enumeration."""

    joiner: str
    unmet: str
    highlight: str
    over_time: str
    year: str
    before: str
    metric: str
    document: str
    kind_count: str
    band: str
    ranked: str
    tied: str
    task: str
    named_count: str


class GridWords(Declared):
    """A table of an annex; the widths of its columns by their shares."""

    caption: str = ""
    columns: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


class SheetWords(Declared):
    """A sheet of the workbook; widths in characters."""

    name: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]


class BookWords(Declared):
    """The workbook that goes with the circular."""

    title: str
    notes: tuple[str, ...]
    spans: tuple[str, str, str]
    cumulated: str
    overview: SheetWords
    units: SheetWords
    coverage: SheetWords
    counts: SheetWords
    returned: SheetWords
    nothing_returned: str
    district: SheetWords
    indicators: SheetWords
    portal: SheetWords
    scores: SheetWords
    lines: SheetWords
    problems: SheetWords
    count_rows: dict[str, str]


class ChartWords(Declared):
    """What the page draws: key figures of the district, its indicators, and who reported, over so many quarters."""

    columns: tuple[str, ...]
    indicators: tuple[str, ...]
    quarters: int
    reported: str
    heading: str


class CircularWords(Declared):
    """Everything declared about the circular."""

    title: tuple[str, ...]
    file: str
    addressees: tuple[Addressee, ...]
    levels: dict[str, str]
    addressed: str
    addressee_joiner: str
    numbers: tuple[str, ...]
    heading: str
    subheading: str
    annex: str
    annex_line: tuple[str, str]
    caption: str
    units: UnitNames
    details: dict[str, str]
    detail_joiner: str
    items: Items
    values: dict[str, str]
    prefixes: dict[str, dict[str, str]]
    highlights: tuple[str, ...]
    metrics: tuple[str, ...]
    named_best: int
    rank_needs: int
    told_elsewhere: tuple[str, ...]
    charts: ChartWords
    grids: dict[str, GridWords]
    spans: dict[str, str]
    total: str
    unit_total: str
    unmet_mark: str
    verdicts: dict[str, str]
    short_states: dict[str, str]
    timely: dict[str, str]
    not_sent: str
    outside: str
    unranked: str
    book: BookWords
    given: tuple[str, ...]
    counted: tuple[str, ...]
    entries: dict[str, tuple[str, ...]]
    opening: tuple[Passage, ...]
    sections: tuple[CircularSection, ...]
    closing: tuple[Passage, ...]
    annexes: tuple[Annex, ...]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in order."""
        parts: tuple[CircularSection | Annex, ...] = (*self.sections, *self.annexes)
        within = (passage for part in parts for passage in part.passages)
        return (*self.opening, *within, *self.closing)

    def requirement(self, words: RequirementWords) -> RequirementWords:
        """The words of a requirement, with this document's own words for over what it is judged."""
        return words.model_copy(update={"prefixes": self.prefixes})


def circular_problems(words: CircularWords, narrative: Narrative) -> Iterator[str]:
    """Names that nobody declares, and facts that may be unknown and are said without having been looked at; in Chinese sentences."""
    figures = narrative.conditional
    periods = {f"{prefix}{name}" for prefix in ("previous_", "ytd_") for name in narrative.labels}
    for passage in words.passages:
        if passage.each is not None and passage.each not in words.entries:
            yield f"没有声明 each 的“{passage.each}”。"
            continue
        own = words.entries[passage.each] if passage.each is not None else ()
        known = {*words.given, *words.counted, *figures, *periods, *own}
        yield from (f"“{name}”没有声明。" for name in sorted(used_names(passage) - known))
        conditional = (figures | periods | {*words.counted}) - {*own}
        yield from (f"{fault}。" for fault in unsupported_places(passage, frozenset(conditional)))
