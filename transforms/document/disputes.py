"""The head of T4 on two levels that a wrong span has pushed aside, laid anew over its row of figures.

In the official form the five columns of 行政复议 stand a row above the ten of 行政诉讼. As written they come in the order of the figures,
whatever their spans say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.document.document import PrintedGrid
from transforms.grid import Place
from transforms.labels import COLUMN, ROW, Lexicon

_LABEL, _BLOCK = ("T4", COLUMN), ("T4", ROW)
_LEAST, _ABOVE = 4, 2


@dataclass(frozen=True, slots=True)
class _Head:
    """Names of the blocks and labels of the columns in the order in which they were written, and the columns of the figures."""

    blocks: tuple[Place, ...]
    labels: tuple[Place, ...]
    figures: tuple[int, ...]

    @property
    def size(self) -> int:
        """Columns of one block."""
        return len(self.figures) // len(self.blocks)


def straighten_disputes(grid: PrintedGrid, lexicon: Lexicon) -> PrintedGrid:
    """The grid with every label of a T4 on two levels over its figure, where their number and order leave no doubt."""
    for head in list(_pushed_aside(grid, lexicon)):
        rows = [list(row) for row in grid.rows]
        texts = {place: grid.text_at(*place) for place in (*head.blocks, *head.labels)}
        for row, column in texts:
            rows[row][column] = ""
        above, below = head.labels[0][0], head.labels[-1][0]
        for row in (above, below):
            rows[row] += [""] * (head.figures[-1] + 1 - len(rows[row]))
        for place, column in zip(head.labels, head.figures, strict=True):
            rows[below][column] = texts[place]
        for place, column in zip(head.blocks, head.figures[:: head.size], strict=True):
            rows[above][column] = texts[place]
        spans = {at: last for at, last in grid.spans.items() if at not in texts}
        grid = replace(grid, rows=rows, spans=spans)
    return grid


def _pushed_aside(grid: PrintedGrid, lexicon: Lexicon) -> Iterator[_Head]:
    labels = {row: _places(grid, row, _LABEL, lexicon) for row in range(len(grid.rows))}
    for below in range(1, len(grid.rows) - 1):
        above = below - 1
        if min(len(labels[above]), len(labels[below])) < _LEAST or labels[below + 1]:
            continue
        found = (*labels[above], *labels[below])
        rows = range(max(above - _ABOVE, 0), below)
        blocks = tuple(place for row in rows for place in _places(grid, row, _BLOCK, lexicon))
        figures = tuple(grid.starts[below + 1])
        if len(figures) == len(found) and _are_whole(grid, blocks, found, lexicon):
            head = _Head(blocks, found, figures)
            if not _is_aligned(grid, head):
                yield head


def _is_aligned(grid: PrintedGrid, head: _Head) -> bool:
    """Whether every figure has its label, and every label stands under its block."""
    if sorted(column for _, column in head.labels) != list(head.figures):
        return False
    size = head.size
    for number, block in enumerate(head.blocks):
        if block not in grid.spans:
            continue  # pasted without its merging: where it ends is not said
        columns = range(block[1], grid.spans[block][1] + 1)
        if any(column not in columns for _, column in head.labels[number * size : (number + 1) * size]):
            return False
    return True


def _places(grid: PrintedGrid, row: int, slot: tuple[str, str], lexicon: Lexicon) -> tuple[Place, ...]:
    return tuple((row, at) for at in grid.starts[row] if slot in lexicon.senses(grid.text_at(row, at)))


def _are_whole(grid: PrintedGrid, blocks: tuple[Place, ...], labels: tuple[Place, ...], lexicon: Lexicon) -> bool:
    """Whether each block stands once and has the same columns in the same order: then which label is whose is certain."""
    names = [lexicon.senses(grid.text_at(*place))[_BLOCK] for place in blocks]
    codes = [lexicon.senses(grid.text_at(*place))[_LABEL] for place in labels]
    if not names or len(set(names)) != len(names) or len(codes) % len(names):
        return False
    size = len(codes) // len(names)
    return len(set(codes[:size])) == size and codes == codes[:size] * len(names)
