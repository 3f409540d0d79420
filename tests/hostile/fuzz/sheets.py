"""Workbooks as values on sheets, changed in what they mean: labels, figures, rows, columns, whole tables; and drawn in several ways.

The one value that was drawn is the reference: whatever figure a reader finds in a cell has to be what stands there.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from random import Random

import openpyxl
import xlsxwriter
import xlwt
from docx import Document

from tests.hostile.fuzz.odd import DAYS, NUMBERS, TEXTS

Value = str | int | float | bool | datetime.date | None
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column
MOST_LINES, MOST_COLUMNS = 4_000, 120
_XLS_ROWS = 60_000
_PLAIN, _DAY = xlwt.XFStyle(), xlwt.easyxf(num_format_str="yyyy-mm-dd")


@dataclass
class Leaf:
    """One sheet: rows of values from its first cell on, merged ranges, whether it is hidden."""

    name: str
    rows: list[list[Value]]
    merges: list[Merge] = field(default_factory=list)
    is_hidden: bool = False

    def at(self, row: int, column: int) -> Value:
        """The value of a cell; None beyond the sheet."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None

    def filled(self) -> list[tuple[int, int]]:
        """The places at which anything stands."""
        return [(r, c) for r, row in enumerate(self.rows) for c, value in enumerate(row) if value not in (None, "")]


Book = list[Leaf]


def book_of(content: bytes) -> Book:
    """The sheets of a workbook of ours, with the values that its formulas show."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [
        Leaf(
            sheet.title,
            [list(row) for row in sheet.iter_rows(values_only=True)],
            [(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges],
            sheet.sheet_state != "visible",
        )
        for sheet in book.worksheets
    ]


def copied(book: Sequence[Leaf]) -> Book:
    return [Leaf(one.name, [list(row) for row in one.rows], list(one.merges), one.is_hidden) for one in book]


def tampered(book: Sequence[Leaf], chance: Random) -> Book:
    """The same book with one to six changes."""
    changed = copied(book)
    for _ in range(chance.randint(1, 6)):
        if changed:
            chance.choice(_CHANGES)(changed, chance)
    return changed or copied(book)[:1]


def _some(book: Book, chance: Random) -> Leaf:
    return chance.choice(book)


def _odd(chance: Random) -> Value:
    kind = chance.randrange(8)
    if kind < 4:
        return chance.choice(TEXTS)
    if kind < 6:
        return chance.choice(NUMBERS)
    return chance.choice(DAYS) if kind == 6 else chance.choice((True, False, None))


def _put(book: Book, chance: Random) -> None:
    leaf = _some(book, chance)
    if places := leaf.filled():
        row, column = chance.choice(places)
        leaf.rows[row][column] = _odd(chance)


def _relabel(book: Book, chance: Random) -> None:
    """One text becomes another one of the book, or a part or a repetition of itself."""
    leaf = _some(book, chance)
    texts = [(r, c) for r, c in leaf.filled() if isinstance(leaf.rows[r][c], str)]
    if not texts:
        return
    row, column = chance.choice(texts)
    text = str(leaf.rows[row][column])
    at = chance.randint(0, len(text))
    other, there = chance.choice(texts), str(leaf.at(*chance.choice(texts)))
    written = (text[:at], text[at:], f"{text[:at]} \n{text[at:]}", text * 2, there, f"{there}{text}")
    leaf.rows[row][column] = chance.choice(written)
    if chance.random() < 0.3:
        leaf.rows[other[0]][other[1]] = text


def _change_rows(book: Book, chance: Random) -> None:
    leaf = _some(book, chance)
    if not leaf.rows:
        return
    at, to = chance.randrange(len(leaf.rows)), chance.randrange(len(leaf.rows))
    kind = chance.randrange(5)
    if kind == 0:
        del leaf.rows[at]
    elif kind == 1:
        leaf.rows.insert(to, list(leaf.rows[at]))
    elif kind == 2:
        leaf.rows[at], leaf.rows[to] = leaf.rows[to], leaf.rows[at]
    elif kind == 3:
        leaf.rows[at:at] = [[] for _ in range(chance.randint(1, 40))]
    else:
        leaf.rows = leaf.rows[at:] + leaf.rows[:at]


def _change_columns(book: Book, chance: Random) -> None:
    leaf = _some(book, chance)
    width = max((len(row) for row in leaf.rows), default=0)
    if not width or width >= MOST_COLUMNS:
        return
    at, kind = chance.randrange(width), chance.randrange(4)
    for row in leaf.rows:
        if at < len(row):
            if kind == 0:
                del row[at]
            elif kind == 1:
                row.insert(at, None)
            elif kind == 2:
                row.append(row[at])
            else:
                row.insert(0, row.pop(at))


def _repeat(book: Book, chance: Random) -> None:
    """Some rows many times over: what is quadratic shows."""
    leaf = _some(book, chance)
    if leaf.rows:
        at = chance.randrange(len(leaf.rows))
        block = leaf.rows[at : at + chance.randint(1, 12)]
        times = chance.choice((2, 5, 30, 300)) if chance.random() < 0.9 else MOST_LINES
        leaf.rows[at:at] = [list(row) for row in block * times][:MOST_LINES]


def _join(book: Book, chance: Random) -> None:
    """A sheet below or beside another one."""
    one, other = _some(book, chance), _some(book, chance)
    if chance.random() < 0.5:
        one.rows += [[], *[list(row) for row in other.rows]]
        return
    width = max((len(row) for row in one.rows), default=0) + 1
    if width < MOST_COLUMNS:
        for number, row in enumerate([list(row) for row in other.rows]):
            while number >= len(one.rows):
                one.rows.append([])
            one.rows[number] += [None] * (width - len(one.rows[number])) + row


def _change_sheets(book: Book, chance: Random) -> None:
    leaf, kind = _some(book, chance), chance.randrange(4)
    if kind == 0:
        book.remove(leaf)
    elif kind == 1:
        leaf.is_hidden = not leaf.is_hidden
    elif kind == 2 and len(book) < 20:
        book.append(Leaf(f"{leaf.name[:20]}副本{len(book)}", [list(row) for row in leaf.rows], list(leaf.merges)))
    else:
        book.insert(0, book.pop(book.index(leaf)))


def _merge(book: Book, chance: Random) -> None:
    leaf = _some(book, chance)
    if leaf.rows and chance.random() < 0.5:
        top, left = chance.randrange(len(leaf.rows)), chance.randrange(8)
        leaf.merges.append((top, left, top + chance.randint(0, 6), left + chance.randint(0, 6)))
    elif leaf.merges:
        leaf.merges.remove(chance.choice(leaf.merges))


_CHANGES: tuple[Callable[[Book, Random], None], ...] = (
    *(_put, _put, _put, _relabel, _relabel, _change_rows, _change_rows),
    *(_change_columns, _repeat, _join, _change_sheets, _merge),
)


def as_xlsx(book: Sequence[Leaf]) -> bytes:
    """Every value as it is, texts as texts."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as drawn:
        for leaf in book:
            page = drawn.add_worksheet(leaf.name)
            for row, column in leaf.filled():
                value = leaf.rows[row][column]
                if isinstance(value, str):
                    page.write_string(row, column, value[:32_767])
                else:
                    page.write(row, column, value)
            for merge in _apart(leaf.merges):
                page.merge_range(*merge, "")
                value = leaf.at(merge[0], merge[1])
                if value not in (None, ""):
                    page.write(merge[0], merge[1], value) if not isinstance(value, str) else page.write_string(
                        merge[0], merge[1], value
                    )
            if leaf.is_hidden and leaf is not book[0]:
                page.hide()
    return stream.getvalue()


def as_xls(book: Sequence[Leaf]) -> bytes:
    """The same as an old workbook, which has fewer rows."""
    drawn = xlwt.Workbook()
    for leaf in book:
        page = drawn.add_sheet(leaf.name)
        for row, column in leaf.filled():
            value = leaf.rows[row][column]
            if row < _XLS_ROWS and column < 256:
                is_day = isinstance(value, datetime.date)
                page.write(row, column, value[:32_000] if isinstance(value, str) else value, _DAY if is_day else _PLAIN)
        if leaf.is_hidden and leaf is not book[0]:
            page.visibility = 1
    stream = io.BytesIO()
    drawn.save(stream)
    return stream.getvalue()


def as_page(book: Sequence[Leaf]) -> bytes:
    """Each sheet as a table of a page, merged cells as spans; a line of text where a row has one cell."""
    parts = [f"<table border=1>{''.join(_page_rows(leaf))}</table>" for leaf in book]
    joined = "".join(f"<h3>{escape(leaf.name)}</h3>{part}" for leaf, part in zip(book, parts, strict=True))
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{joined}</body></html>'.encode()


def _page_rows(leaf: Leaf) -> list[str]:
    spans = {merge[:2]: merge for merge in _apart(leaf.merges)}
    covered = {(r, c) for t, le, b, ri in spans.values() for r in range(t, b + 1) for c in range(le, ri + 1)}
    width = max((len(row) for row in leaf.rows), default=0)
    drawn = []
    for r in range(len(leaf.rows)):
        cells = []
        for c in range(width):
            if (r, c) in spans:
                top, left, bottom, right = spans[r, c]
                cells.append(f"<td rowspan={bottom - top + 1} colspan={right - left + 1}>{_shown(leaf.at(r, c))}</td>")
            elif (r, c) not in covered:
                cells.append(f"<td>{_shown(leaf.at(r, c))}</td>")
        drawn.append(f"<tr>{''.join(cells)}</tr>")
    return drawn


def as_docx(book: Sequence[Leaf]) -> bytes:
    """Each sheet as a table of a document without merged cells, under its name."""
    document = Document()
    for leaf in book:
        document.add_paragraph(leaf.name)
        width = max((len(row) for row in leaf.rows), default=0)
        if width:
            table = document.add_table(len(leaf.rows), width)
            for drawn, row in zip(table.rows, leaf.rows, strict=True):
                for cell, value in zip(drawn.cells, row, strict=False):
                    cell.text = "".join(letter for letter in str("" if value is None else value) if letter >= " ")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _shown(value: Value) -> str:
    return "" if value is None else escape(str(value)).replace("\n", "<br>")


def _apart(merges: Sequence[Merge]) -> list[Merge]:
    """Those of the ranges that are more than a cell and overlap none before them."""
    taken: set[tuple[int, int]] = set()
    kept = []
    for merge in merges:
        top, left, bottom, right = merge
        places = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if len(places) > 1 and not places & taken:
            taken |= places
            kept.append(merge)
    return kept
