"""A page: one grid with what its texts stand for, and what finding a table on it comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from transforms.errors import FileError
from transforms.grid import Grid, Place
from transforms.labels import COLUMN, HEADING, ROW, Lexicon, Senses
from transforms.numbers import Reader

HEADER_DEPTH = 3
MOST_HEADERS = 500
LONGEST_PART = 8


class Problem(NamedTuple):
    """One thing that reading noticed; `detail` is a complete sentence, the place stands beside it."""

    rule_id: str
    detail: str
    sheet: str | None = None
    address: str | None = None
    text: str | None = None


class Hit(NamedTuple):
    """A text on a page and what it may stand for."""

    row: int
    column: int
    text: str
    senses: Senses


class Column(NamedTuple):
    """A column of a table found: its code, and the first and last column of the sheet that its header covers."""

    code: str
    at: int
    last: int


@dataclass(slots=True)
class Found:
    """A table found on a page: the place of every (row code, column code), and what could not be placed."""

    table: str
    grid: Grid
    anchor: Place
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def is_filled(self) -> bool:
        """Whether anything stands in any of its cells."""
        return any(not self.grid.is_blank(*place) for place in self.places.values())

    def place(self, code: str, row: int, columns: Iterable[Column]) -> None:
        """Places a row's cells under their headers: in the header's column, or in the one filled column that it spans."""
        for column, at, last in columns:
            if last > at and self.grid.is_blank(row, at):
                filled = [other for other in range(at + 1, last + 1) if not self.grid.is_blank(row, other)]
                at = filled[0] if len(filled) == 1 else at
            self.places[code, column] = (row, at)

    def note(self, place: Place, detail: str) -> None:
        """Takes down a label that could not be placed: nothing beside it is counted."""
        text = self.grid.text_at(*place)
        self.problems.append(Problem("FILE-LABEL", detail.format(text=text), *self.grid.place_name(place), text))


class Page:
    """A grid's texts by row. Header words split over two or three rows count as one word, at the lowest of them."""

    def __init__(self, grid: Grid, lexicon: Lexicon, read: Reader) -> None:
        self.grid = grid
        self.lexicon = lexicon
        self.read = read
        senses = lexicon.senses
        self.by_row: dict[int, list[Hit]] = defaultdict(list)
        self._columns: dict[str, dict[int, list[tuple[Hit, str]]]] = defaultdict(lambda: defaultdict(list))
        all_senses = [senses(text) for _, _, text in grid.texts]
        if not any(all_senses):
            return
        unknown: dict[Place, str] = {}
        for (row, column, text), meant in zip(grid.texts, all_senses, strict=True):
            if meant:
                self._add(Hit(row, column, text, meant))
            else:
                self.by_row[row].append(Hit(row, column, text, meant))
                if len(text) <= LONGEST_PART:
                    unknown[row, column] = text
        for hit in list(_joined(unknown, lexicon)):
            self._add(hit)

    def _add(self, hit: Hit) -> None:
        self.by_row[hit.row].append(hit)
        for (table, axis), code in hit.senses.items():
            if axis == COLUMN:
                self._columns[table][hit.row].append((hit, code))

    def columns(self, table: str, rows: Iterable[int]) -> Iterator[tuple[Hit, str]]:
        """Column labels of a table in these rows, with their codes."""
        known = self._columns[table]
        for row in rows:
            yield from known.get(row, ())

    def headers(self, table: str, least: int, besides: str | None = None) -> list[int]:
        """Rows with at least so many different column labels of a table, those left out that another table has too.

        Raises FileError where there are more than the tables of all units one below the other would have.
        """
        rows = []
        for row, hits in self._columns[table].items():
            codes = {code for hit, code in hits if (besides, COLUMN) not in hit.senses}
            if len(codes) >= least:
                rows.append(row)
        if len(rows) > MOST_HEADERS:
            raise FileError("X01", f"“{self.grid.name}”中有 {len(rows)} 行表头")
        return sorted(rows)

    def covered(self, headers: Mapping[str, Hit]) -> list[Column]:
        """The columns under their headers, from left to right."""
        spans = self.grid.spans
        return [
            Column(code, hit.column, spans[hit[:2]][1] if hit[:2] in spans else hit.column)
            for code, hit in sorted(headers.items(), key=lambda header: header[1].column)
        ]

    def unknown_labels(self, table: str, rows: Iterable[int], columns: range, taken: Sequence[int]) -> Iterator[Hit]:
        """Header words in these rows that stand over none of the columns taken and mean nothing that is known."""
        for row in rows:
            for hit in self.by_row.get(row, ()):
                if hit.column in columns and hit.column not in taken and self.is_unknown(hit, table):
                    yield hit

    def is_unknown(self, hit: Hit, table: str) -> bool:
        """A label, not a mere number or sign, that is neither a row nor a column nor a heading of the table."""
        known = any((table, axis) in hit.senses for axis in (ROW, COLUMN, HEADING))
        return not known and self.lexicon.key(hit.text) != ""

    def is_figure(self, row: int, column: int) -> bool:
        """Whether a number, a placeholder for zero, or a formula without value stands there: no words, and not blank."""
        if (row, column) in self.grid.flaws:
            return True
        return self.read(self.grid.at(row, column), "件").state in ("number", "zero")


def _joined(unknown: dict[Place, str], lexicon: Lexicon) -> Iterator[Hit]:
    for (row, column), text in unknown.items():
        for depth in range(1, HEADER_DEPTH):
            below = unknown.get((row + depth, column))
            if below is None:
                break
            text += below
            meant = lexicon.senses(text)
            if any(axis == COLUMN for _, axis in meant):
                yield Hit(row + depth, column, text, meant)
                break
