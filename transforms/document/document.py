"""A report as a file of any kind: running text and tables in their order, each with a place that a person can find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from transforms.errors import FileError
from transforms.grid import Grid, Place

Role = Literal["text", "heading", "link"]
MOST_SQUARES = 200_000
_LEAST_BOXES, _MOST_LETTERS = 30, 120


class Line(NamedTuple):
    """One paragraph or line of running text; `heading` where the file marks it as one, `link` where it only leads elsewhere."""

    text: str
    role: Role = "text"


@dataclass(slots=True)
class Box:
    """One printed cell: its upper left square counted from zero, how many rows and columns it covers, what stands in it."""

    row: int
    column: int
    rows: int
    columns: int
    content: list[Block]

    @property
    def text(self) -> str:
        """Its own lines, without those of tables inside it."""
        return "\n".join(block.text for block in self.content if isinstance(block, Line))


@dataclass(slots=True)
class Table:
    """One table as the file has it."""

    boxes: list[Box] = field(default_factory=list)
    is_visible: bool = True

    @property
    def is_frame(self) -> bool:
        """A table that only arranges the page: other tables stand in it, or it has one column."""
        return self.has_tables or all(box.column == 0 for box in self.boxes)

    @property
    def has_tables(self) -> bool:
        """Whether other tables stand in its cells."""
        return any(isinstance(block, Table) for box in self.boxes for block in box.content)

    @property
    def is_wide(self) -> bool:
        """Many cells of few words: a table that says something although others stand in it."""
        widest = max((len(box.text) for box in self.boxes), default=0)
        return len(self.boxes) >= _LEAST_BOXES and widest <= _MOST_LETTERS


Block = Line | Table


@dataclass(frozen=True)
class PrintedGrid(Grid):
    """A table of a document as a grid. Its places read `表格3!R5C2`: the third table, fifth row, second column.

    `starts` are the columns in which the cells of each row begin: a cell without text is a cell too.
    """

    starts: Sequence[Sequence[int]] = ()

    def place_name(self, place: Place) -> tuple[str, str]:
        """Rows and columns counted from one, a merged cell standing in every column that it covers."""
        return self.name, f"R{place[0] + 1}C{place[1] + 1}"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds. `blocks` are its lines and grids in order; `titles` are those it states apart from its text."""

    media_type: str
    blocks: tuple[tuple[Line, str] | Grid, ...]
    titles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def grids(self) -> Iterator[Grid]:
        """The tables."""
        return (block for block in self.blocks if isinstance(block, Grid))


def lay_out(blocks: list[Block]) -> tuple[tuple[Line, str] | Grid, ...]:
    """Lines as `第12段` and tables as grids `表格3`; the lines of frames come in their place, as the reader of the page sees them."""
    lines = tables = 0
    laid: list[tuple[Line, str] | Grid] = []
    for block in _flat(blocks):
        if isinstance(block, Line):
            lines += 1
            laid.append((block, f"第{lines}段"))
        else:
            tables += 1
            laid.append(_grid(block, f"表格{tables}"))
    return tuple(laid)


def _flat(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Line):
            if block.text.strip():
                yield block
            continue
        for box in block.boxes:
            box.content = _unwrapped(box.content)
        if not block.is_frame or block.is_wide:
            if block.boxes:
                yield block
        else:
            for box in block.boxes:
                yield from _flat([_hidden(inner) if not block.is_visible else inner for inner in box.content])


def _unwrapped(content: list[Block]) -> list[Block]:
    """What stands in a cell, without tables of one column around a few lines: a figure in a box is a figure."""
    lines: list[Block] = []
    for block in content:
        if isinstance(block, Table) and block.is_frame and not block.has_tables:
            lines += (inner for box in block.boxes for inner in box.content)
        else:
            lines.append(block)
    return lines


def _hidden(block: Block) -> Block:
    if isinstance(block, Table):
        block.is_visible = False
    return block


def _grid(table: Table, name: str) -> PrintedGrid:
    height = max(box.row + box.rows for box in table.boxes)
    width = max(box.column + box.columns for box in table.boxes)
    if height * width > MOST_SQUARES:
        raise FileError("X01", f"{name} 的大小为 {height} 行 {width} 列")
    rows = [[""] * width for _ in range(height)]
    starts: list[list[int]] = [[] for _ in range(height)]
    for box in table.boxes:
        rows[box.row][box.column] = box.text.strip()
        starts[box.row].append(box.column)
    return PrintedGrid(name, rows, _spans(table), {}, table.is_visible, starts)


def _spans(table: Table) -> Mapping[Place, Place]:
    return {
        (box.row, box.column): (box.row + box.rows - 1, box.column + box.columns - 1)
        for box in table.boxes
        if box.rows > 1 or box.columns > 1
    }
