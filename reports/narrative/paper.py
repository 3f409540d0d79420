"""A document before it is Word or a page: headings, paragraphs and grids, made once so that both say the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.chart import Chart

# Bidirectional controls can make a name read as another; the rest of Cc, Cs, Cn breaks XML.
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BROKEN = {"Cc", "Cs", "Cn"}
_LINE_ENDS = "\t\r\n\v\f\u2028\u2029"

CellRole = Literal["column_heading", "row_heading", "label", "figure", "text", "note"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph; a gap is a place that a person must fill."""

    text: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (黑体) or 2 (楷体); `is_annex` begins a page and stands at its edge."""

    text: str
    level: Literal[1, 2]
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a `signature` is the body and date at the end, a `salutation` whom a letter is for."""

    runs: tuple[Run, ...]
    role: Literal["body", "signature", "salutation"] = "body"

    @property
    def text(self) -> str:
        """The words without their marking."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed rectangle with its final text; `code` is the statutory cell that a figure belongs to, `mark` that of a note on it."""

    row: int
    column: int
    rows: int
    columns: int
    role: CellRole
    text: str
    code: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line below a table; `mark` is that of the figure it speaks of, empty where it speaks of none."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to print. `name` is unique in its document; the weights of the columns add up to 1.

    `is_kept_together` asks for one page where the table fits on one, `is_dense` for small letters: it is long, though of few columns.
    """

    name: str
    title: str
    caption: str
    height: int
    width: int
    cells: tuple[GridCell, ...]
    column_weights: tuple[float, ...]
    header_rows: int
    is_kept_together: bool = False
    is_dense: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Charts:
    """Drawn lines for a page; a Word document passes them over."""

    heading: str
    charts: tuple[Chart, ...]


Block = Heading | Paragraph | Grid | Charts


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document. `dated` stands in its properties: the end of the period, never the moment of writing. `is_landscape`
    turns its pages for a table of long texts; `is_compact` sets it small, for what is to stand on one sheet.
    """

    title_lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    dated: date
    is_landscape: bool = False
    is_compact: bool = False

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(self.title_lines)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def clean_text(text: str) -> str:
    """Text from outside without what breaks XML or turns its direction; white space in one line."""
    kept = (" " if char in _LINE_ENDS else char for char in _BIDI.sub("", text))
    return " ".join("".join(c for c in kept if c == " " or unicodedata.category(c) not in _BROKEN).split(" ")).strip()
