"""An old .xls or .et as an .xlsx that can be marked: the values, the merged cells, the hidden sheets; formulas and looks stay behind."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reports.excel.book import Book, Sheet, Style
from reports.excel.tables import LINE_POINTS, PADDING_POINTS, text_height
from warehouse.catalog.catalog import Catalog

Place = tuple[int, int]
_STYLE, _FIGURE = Style(align="left"), Style()
_UPRIGHT = 105  # characters: wider pages lie on their side
_NARROWEST, _WIDEST, _MOST_COLUMNS, _MOST_SQUARES = 9, 36, 200, 20_000
_ONE_LINE, _TALLEST = LINE_POINTS + PADDING_POINTS, 400.0


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """One sheet as it was read: rows from A1, `''` where nothing stands; `spans` gives the last place of a merged range.

    `instead` has texts for cells whose value could not be read, such as `#REF!`. Places count from zero.
    """

    name: str
    rows: Sequence[Sequence[object]]
    spans: Mapping[Place, Place] = field(default_factory=dict)
    instead: Mapping[Place, str] = field(default_factory=dict)
    is_visible: bool = True


def write_converted_workbook(sheets: Iterable[PlainSheet], catalog: Catalog) -> bytes:
    """The workbook as .xlsx bytes; numbers stay numbers, all else is text. A list of problems of ours is left out."""
    book = Book("")
    for plain in sheets:
        if not _is_problem_list(plain, catalog):
            sheet = book.sheet(plain.name)
            _write(sheet, plain)
            if not plain.is_visible:
                sheet.raw.very_hidden()
    return book.content()


def _is_problem_list(plain: PlainSheet, catalog: Catalog) -> bool:
    return any(value == catalog.feedback.problem_list.mark for value in (plain.rows[0] if plain.rows else ()))


def _write(sheet: Sheet, plain: PlainSheet) -> None:
    widths = list(_widths(plain))
    sheet.widths(tuple(widths))
    sheet.page(landscape=sum(widths) > _UPRIGHT)
    spans = _separate(plain.spans)
    for row, height in _heights(plain, spans, widths):
        sheet.raw.set_row(row, height)
    covered = {(row, column) for first, last in spans.items() for row, column in _inside(first, last)} - spans.keys()
    places = {(r, c) for r, line in enumerate(plain.rows) for c, value in enumerate(line) if value != ""}
    for place in sorted((places | plain.instead.keys() | spans.keys()) - covered):
        last = spans.get(place, place)
        size = {"rows": last[0] - place[0] + 1, "columns": last[1] - place[1] + 1}
        _put(sheet, place, plain.instead.get(place, _value(plain, place)), size)


def _put(sheet: Sheet, place: Place, value: object, size: dict[str, int]) -> None:
    """Text by the door that makes no formula of it; a number as exactly the number that was read."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        sheet.number(*place, Decimal(repr(value)), _FIGURE, **size)
    else:
        sheet.text(*place, str(value).upper() if isinstance(value, bool) else str(value), _STYLE, **size)


def _value(plain: PlainSheet, place: Place) -> object:
    row, column = place
    return plain.rows[row][column] if row < len(plain.rows) and column < len(plain.rows[row]) else ""


def _separate(spans: Mapping[Place, Place]) -> dict[Place, Place]:
    """Merged ranges that don't overlap and are not endless: a damaged file may have others, which no program writes."""
    taken: set[Place] = set()
    kept: dict[Place, Place] = {}
    for first, last in spans.items():
        size = (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
        squares = set(_inside(first, last)) if 1 < size <= _MOST_SQUARES else set()
        if squares and not squares & taken:
            kept[first] = last
            taken |= squares
    return kept


def _inside(first: Place, last: Place) -> Iterable[Place]:
    return ((row, column) for row in range(first[0], last[0] + 1) for column in range(first[1], last[1] + 1))


def _heights(plain: PlainSheet, spans: Mapping[Place, Place], widths: Sequence[float]) -> Iterator[tuple[int, float]]:
    """Rows whose text takes more than one line: spreadsheets don't measure merged cells themselves."""
    for row, line in enumerate(plain.rows):
        texts = (
            (value, sum(widths[column : spans.get((row, column), (row, column))[1] + 1]))
            for column, value in enumerate(line[: len(widths)])
            if isinstance(value, str) and value and spans.get((row, column), (row, column))[0] == row
        )
        needed = max((text_height(text, width) for text, width in texts), default=0)
        if needed > _ONE_LINE:
            yield row, min(needed, _TALLEST)


def _widths(plain: PlainSheet) -> Iterable[float]:
    """As wide as the longest text of a column that is merged with no other, within bounds."""
    count = min(max((len(row) for row in plain.rows), default=0), _MOST_COLUMNS)
    merged = {first for first, last in plain.spans.items() if first[1] != last[1]}
    for column in range(count):
        lengths = [
            _breadth(str(row[column]))
            for n, row in enumerate(plain.rows)
            if column < len(row) and (n, column) not in merged
        ]
        yield float(min(_WIDEST, max([_NARROWEST, *(length + 2 for length in lengths)])))


def _breadth(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text[:_WIDEST])
