"""What a page is made of: few kinds of blocks, so that every page looks, sorts, prints and speaks alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.chart import Chart
from reports.site.bars import BarChart

Tone = Literal["", "bad", "warn", "good", "none"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a table or a card. `href` is from the root of the site; `key` is what a column is sorted by where the text is not; one
    that `is_whole` stays on one line.
    """

    text: str
    href: str | None = None
    tone: Tone = ""
    key: str | None = None
    note: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand to the right."""

    name: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows. `label` names it aloud; `notes` stand below."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Cards:
    """Figures in large print, each with its name."""

    items: tuple[tuple[str, Cell], ...]
    kind: Literal["cards"] = "cards"


@dataclass(frozen=True, slots=True)
class Charts:
    """Lines over the quarters, side by side."""

    charts: tuple[Chart, ...]
    kind: Literal["charts"] = "charts"


@dataclass(frozen=True, slots=True)
class Bars:
    """Parts of a whole, a bar for each row."""

    chart: BarChart
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: plain words and links, in order."""

    cells: tuple[Cell, ...]
    is_hint: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Links:
    """A short list of links."""

    cells: tuple[Cell, ...]
    kind: Literal["links"] = "links"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their texts, one under the other."""

    items: tuple[tuple[str, Cell], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class FormCell:
    """A printed rectangle of a statutory table: a heading, or a figure with the place where it stands in the file."""

    text: str
    rows: int
    columns: int
    scope: Literal["row", "col", ""] = ""
    code: str = ""
    place: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class FormTable:
    """A statutory table as printed, each figure with its place; `id` is its code."""

    id: str
    label: str
    header: tuple[tuple[FormCell, ...], ...]
    body: tuple[tuple[FormCell, ...], ...]
    kind: Literal["form"] = "form"


Block = Table | Cards | Charts | Bars | Text | Links | Facts | FormTable


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under its own heading; `id` is what links lead to."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `trail` are the pages above it; `place` is its entry in the main navigation."""

    path: str
    title: str
    place: str
    sections: tuple[Section, ...]
    lead: tuple[Block, ...] = ()
    trail: tuple[Cell, ...] = ()


def plain(text: str) -> Text:
    """A paragraph of words alone."""
    return Text((Cell(text),))


def hint(text: str) -> Text:
    """A paragraph that explains, in smaller print."""
    return Text((Cell(text),), is_hint=True)
