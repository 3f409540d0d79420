"""The three tables as the official form prints them, drawn from the catalogue into any kind of workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import openpyxl
import xlsxwriter
import xlwt

from warehouse.catalog.forms import Axis, Edition, RowGroup

Value = str | int | float | None


@dataclass(frozen=True)
class Piece:
    """One printed cell: its place (from 0), how many rows and columns it covers, what it says, which statutory cell it is."""

    row: int
    column: int
    value: Value
    rows: int = 1
    columns: int = 1
    code: str | None = None

    def moved(self, down: int, right: int) -> Piece:
        return replace(self, row=self.row + down, column=self.column + right)


@dataclass(frozen=True)
class Sheet:
    name: str
    pieces: tuple[Piece, ...]
    hidden: int = 0

    @classmethod
    def of(cls, name: str, *tables: Sequence[Piece], hidden: int = 0) -> Sheet:
        return cls(name, tuple(piece for table in tables for piece in table), hidden)


@dataclass(frozen=True)
class Form:
    """How the tables are to be drawn."""

    edition: Edition
    values: Mapping[str, Value] = field(default_factory=dict)
    wording: str = "statutory"
    merged_other: bool = False

    def value(self, code: str) -> Value:
        return self.values.get(code)

    def proactive(self) -> list[Piece]:
        return list(_proactive(self))

    def requests(self) -> list[Piece]:
        return list(_requests(self))

    def disputes(self) -> list[Piece]:
        return list(_disputes(self))

    def tables(self) -> tuple[list[Piece], list[Piece], list[Piece]]:
        return self.proactive(), self.requests(), self.disputes()


def shifted(pieces: Iterable[Piece], down: int = 0, right: int = 0) -> list[Piece]:
    return [piece.moved(down, right) for piece in pieces]


def stacked(*tables: Sequence[Piece], gap: int = 2) -> list[Piece]:
    """The tables one under the other on one sheet."""
    placed: list[Piece] = []
    for table in tables:
        depth = max((piece.row + piece.rows for piece in placed), default=-gap) + gap
        placed += shifted(table, depth)
    return placed


def _proactive(form: Form) -> Iterator[Piece]:
    table = form.edition.proactive
    width = max(len(block.columns) for block in table.blocks)
    yield Piece(0, 0, table.title, columns=width + 1)
    at = 1
    for block in table.blocks:
        yield Piece(at, 0, block.label, columns=width + 1)
        yield Piece(at + 1, 0, block.row_header)
        for r, row in enumerate(block.rows):
            yield Piece(at + 2 + r, 0, row.label)
        for c, column in enumerate(block.columns):
            last = width - c if c == len(block.columns) - 1 else 1
            yield Piece(at + 1, 1 + c, column.wording(form.wording), columns=last)
            for r, row in enumerate(block.rows):
                code = f"T2:{row.code}.{column.code}"
                yield Piece(at + 2 + r, 1 + c, form.value(code), columns=last, code=code)
        at += 2 + len(block.rows)


def _requests(form: Form) -> Iterator[Piece]:
    table = form.edition.requests
    yield Piece(0, 0, table.title, columns=10)
    yield Piece(1, 0, table.corner, rows=3, columns=3)
    yield Piece(1, 3, table.columns_title, columns=7)
    yield from _columns(table.columns)
    at = 4
    for row in table.rows:
        at = yield from _row(form, row, at, 0)


def _columns(columns: Sequence[Axis]) -> Iterator[Piece]:
    grouped = [c for c, column in enumerate(columns) if column.group]
    yield Piece(2, 3 + grouped[0], columns[grouped[0]].group, columns=len(grouped))
    for c, column in enumerate(columns):
        yield Piece(3 if column.group else 2, 3 + c, column.label, rows=1 if column.group else 2)


def _row(form: Form, row: RowGroup | Axis, at: int, level: int) -> Iterator[Piece]:
    merged = isinstance(row, RowGroup) and row.merged_code is not None and form.merged_other
    if isinstance(row, Axis) or merged:
        yield Piece(at, level, row.wording(form.wording), columns=3 - level)
        code = row.code if isinstance(row, Axis) else row.merged_code
        for c, column in enumerate(form.edition.requests.columns):
            cell = f"T3:{code}.{column.code}"
            yield Piece(at, 3 + c, form.value(cell), code=cell)
        return at + 1
    start = at
    for inner in row.rows:
        at = yield from _row(form, inner, at, level + 1)
    yield Piece(start, level, row.wording(form.wording), rows=at - start)
    return at


def _disputes(form: Form) -> Iterator[Piece]:
    table = form.edition.disputes
    width = len(table.columns)
    yield Piece(0, 0, table.title, columns=width * len(table.rows))
    grouped = [b for b, block in enumerate(table.rows) if block.group]
    yield Piece(1, grouped[0] * width, table.rows[grouped[0]].group, columns=len(grouped) * width)
    for b, block in enumerate(table.rows):
        yield Piece(2 if block.group else 1, b * width, block.label, rows=1 if block.group else 2, columns=width)
        for c, column in enumerate(table.columns):
            code = f"T4:{block.code}.{column.code}"
            yield Piece(3, b * width + c, column.label)
            yield Piece(4, b * width + c, form.value(code), code=code)


def openpyxl_bytes(sheets: Iterable[Sheet], merge: bool = True) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = ("visible", "hidden", "veryHidden")[sheet.hidden]
        for piece in sheet.pieces:
            place = {"row": piece.row + 1, "column": piece.column + 1}
            if piece.value is not None:
                page.cell(**place).value = piece.value
            if merge and (piece.rows, piece.columns) != (1, 1):
                last = {"end_row": piece.row + piece.rows, "end_column": piece.column + piece.columns}
                page.merge_cells(start_row=place["row"], start_column=place["column"], **last)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsxwriter_bytes(sheets: Iterable[Sheet]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        style = book.add_format({"border": 1, "text_wrap": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for piece in sheet.pieces:
                last = (piece.row + piece.rows - 1, piece.column + piece.columns - 1)
                if last != (piece.row, piece.column):
                    page.merge_range(piece.row, piece.column, *last, "", style)
                if piece.value is None:
                    page.write_blank(piece.row, piece.column, None, style)
                else:
                    page.write(piece.row, piece.column, piece.value, style)
            if sheet.hidden:
                page.very_hidden() if sheet.hidden == 2 else page.hide()
    return stream.getvalue()


def xlwt_bytes(sheets: Iterable[Sheet], merge: bool = True) -> bytes:
    book = xlwt.Workbook()
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.visibility = sheet.hidden
        for piece in sheet.pieces:
            last = (piece.row + piece.rows - 1, piece.column + piece.columns - 1)
            if merge and last != (piece.row, piece.column):
                page.write_merge(piece.row, last[0], piece.column, last[1], piece.value)
            elif piece.value is not None:
                page.write(piece.row, piece.column, piece.value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
