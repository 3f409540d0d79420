"""Tables that a page break or a layout has taken apart, put together again before they are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from transforms.document.document import Line
from transforms.grid import Grid, Place
from transforms.labels import COLUMN, ROW, Lexicon

_REQUEST_ROW, _DISPUTE_ROW = ("T3", ROW), ("T4", ROW)
_LEAST_COLUMNS = {"T3": 3, "T4": 4}
_MOST_SHIFT = 3
_LONGEST_HEADING = 30
Piece = tuple[int, int, Grid]


@dataclass(frozen=True)
class JoinedGrid(Grid):
    """One grid made of several; every place keeps the name that it has in its own."""

    pieces: tuple[Piece, ...] = field(default=())

    def place_name(self, place: Place) -> tuple[str, str]:
        """The name in the piece that the row comes from."""
        first, right, grid = max((piece for piece in self.pieces if piece[0] <= place[0]), default=self.pieces[0])
        return grid.place_name((max(place[0] - first, 0), max(place[1] - right, 0)))


def join_tables(blocks: Iterable[tuple[Line, str] | Grid], lexicon: Lexicon) -> Iterator[Grid]:
    """The grids in order: a T3 that goes on without its headings is joined to its beginning, a heading above a T4 to its table."""
    waiting: Grid | None = None
    line = ""
    for block in blocks:
        if not isinstance(block, Grid):
            line = block[0].text
            continue
        grid = _with_heading(line, block, lexicon)
        line = ""
        if waiting is not None and _continues(waiting, grid, lexicon):
            waiting = _joined(waiting, grid)
            continue
        if waiting is not None:
            yield waiting
        waiting = grid
    if waiting is not None:
        yield waiting


def _with_heading(line: str, grid: Grid, lexicon: Lexicon) -> Grid:
    """行政复议 printed above a table of its own, which says only 结果维持, 结果纠正 and so on."""
    is_heading = len(line) <= _LONGEST_HEADING and _DISPUTE_ROW in lexicon.senses(line)
    if not is_heading or not _is_headed(grid, "T4", lexicon) or _has(grid, _DISPUTE_ROW, lexicon):
        return grid
    return _stacked(grid.name, [(1, 0, grid)], [[line]], grid.is_visible)


def _continues(begun: Grid, grid: Grid, lexicon: Lexicon) -> bool:
    if not _is_headed(begun, "T3", lexicon) or any(_is_headed(grid, table, lexicon) for table in _LEAST_COLUMNS):
        return False
    if begun.is_visible != grid.is_visible or abs(_width(begun) - _width(grid)) > _MOST_SHIFT:
        return False
    rows, more = (_codes(one, lexicon) for one in (begun, grid))
    return bool(more) and not rows & more


def _joined(begun: Grid, grid: Grid) -> Grid:
    """Figures stand at the right end of both; the labels left of them may take fewer columns on the second page."""
    width = max(_width(begun), _width(grid))
    pieces = [
        (first + at, right + width - _width(whole), part)
        for at, whole in ((0, begun), (len(begun.rows), grid))
        for first, right, part in (whole.pieces if isinstance(whole, JoinedGrid) else ((0, 0, whole),))
    ]
    above = [list(row) for row in begun.rows[: pieces[0][0]]]
    return _stacked(begun.name, pieces, above, begun.is_visible)


def _stacked(name: str, pieces: list[Piece], above: list[list[object]], is_visible: bool) -> Grid:
    rows: list[list[object]] = list(above)
    spans = {}
    for first, right, grid in pieces:
        rows += ([""] * right + list(row) for row in grid.rows)
        for (row, column), (low, last) in grid.spans.items():
            spans[row + first, column + right] = (low + first, last + right)
    return JoinedGrid(name, rows, spans, {}, is_visible, tuple(pieces))


def _width(grid: Grid) -> int:
    return max(map(len, grid.rows), default=0)


def _is_headed(grid: Grid, table: str, lexicon: Lexicon) -> bool:
    """Whether a row of it has the column labels of a table."""
    labels: dict[int, set[str]] = {}
    for row, _, text in grid.texts:
        code = lexicon.senses(text).get((table, COLUMN))
        if code is not None:
            labels.setdefault(row, set()).add(code)
    return any(len(codes) >= _LEAST_COLUMNS[table] for codes in labels.values())


def _has(grid: Grid, slot: tuple[str, str], lexicon: Lexicon) -> bool:
    return any(slot in lexicon.senses(text) for _, _, text in grid.texts)


def _codes(grid: Grid, lexicon: Lexicon) -> set[str]:
    """The T3 rows named in the left half; 其他 and 总计 are columns as well."""
    half = _width(grid) / 2
    senses = [lexicon.senses(text) for _, column, text in grid.texts if column < half]
    return {meant[_REQUEST_ROW] for meant in senses if _REQUEST_ROW in meant}
