"""The official printed layout of the three statutory tables, derived from the catalogue: every document lays them out alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from warehouse.catalog.forms import Axis, Block, DisputesTable, Edition, ProactiveTable, RequestsTable, RowGroup

Wording = Literal["statutory", "period"]
CellKind = Literal["heading", "label", "value", "corner", "empty"]

# Relative widths of the columns as the official form prints them.
_PROACTIVE_LABEL, _PROACTIVE_VALUE = 1.5, 1.0
_REQUEST_LABELS, _REQUEST_VALUE = (0.8, 1.4, 3.3), 1.0


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A printed rectangle: its zero-based upper left square, how many rows and columns it spans, and what stands in it."""

    row: int
    column: int
    rows: int
    columns: int
    kind: CellKind
    text: str = ""
    cell_code: str | None = None
    indent: int = 0


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: every square of `height` × `width` is covered by exactly one cell; the weights add up to 1."""

    table: str
    title: str
    height: int
    width: int
    cells: tuple[LayoutCell, ...]
    column_weights: tuple[float, ...]
    header_rows: int

    def values(self) -> Iterator[LayoutCell]:
        """The cells that hold figures, in printed order."""
        return (cell for cell in self.cells if cell.kind == "value")


def layout_tables(
    edition: Edition, wording: Wording, with_merged: frozenset[str] = frozenset()
) -> tuple[TableLayout, TableLayout, TableLayout]:
    """T2, T3 and T4 of an edition; `with_merged` adds rows such as `other` that hold figures nobody could break down."""
    return (
        _proactive(edition.proactive, wording),
        _requests(edition.requests, wording, with_merged),
        _disputes(edition.disputes, wording),
    )


def _proactive(table: ProactiveTable, wording: Wording) -> TableLayout:
    width = 1 + max(len(block.columns) for block in table.blocks)
    cells: list[LayoutCell] = []
    for block in table.blocks:
        top = cells[-1].row + 1 if cells else 0
        cells += _block(table.code, block, wording, top, width)
    weights = (_PROACTIVE_LABEL, *[_PROACTIVE_VALUE] * (width - 1))
    return _table(table.code, table.title, cells, weights, header_rows=0)


def _block(table: str, block: Block, wording: Wording, top: int, width: int) -> Iterator[LayoutCell]:
    yield LayoutCell(top, 0, 1, width, "heading", block.label)
    yield LayoutCell(top + 1, 0, 1, 1, "heading", block.row_header)
    for column, axis in enumerate(block.columns, 1):
        yield LayoutCell(top + 1, column, 1, _span(column, block, width), "heading", axis.wording(wording))
    for row, line in enumerate(block.rows, top + 2):
        yield LayoutCell(row, 0, 1, 1, "label", line.wording(wording))
        for column, axis in enumerate(block.columns, 1):
            code = f"{table}:{line.code}.{axis.code}"
            yield LayoutCell(row, column, 1, _span(column, block, width), "value", cell_code=code)


def _span(column: int, block: Block, width: int) -> int:
    """The last column of a block takes what the widest block leaves over."""
    return width - column if column == len(block.columns) else 1


def _requests(table: RequestsTable, wording: Wording, with_merged: frozenset[str]) -> TableLayout:
    rows = tuple(_with_merged_rows(table.rows, with_merged))
    depth = 1 + max(len(above) for _, above in table.leaves())
    cells = [*_request_headings(table, depth, wording), *_request_rows(rows, table, 3, 0, depth, wording)]
    weights = (*_REQUEST_LABELS[-depth:], *[_REQUEST_VALUE] * len(table.columns))
    return _table(table.code, table.title, cells, weights, header_rows=3)


def _with_merged_rows(rows: tuple[RowGroup | Axis, ...], with_merged: frozenset[str]) -> Iterator[RowGroup | Axis]:
    for row in rows:
        if not isinstance(row, RowGroup):
            yield row
            continue
        yield row.model_copy(update={"rows": tuple(_with_merged_rows(row.rows, with_merged))})
        if row.merged_code is not None and row.merged_code in with_merged:
            yield Axis(code=row.merged_code, label=f"{row.label}（未分项）")


def _request_headings(table: RequestsTable, left: int, wording: Wording) -> Iterator[LayoutCell]:
    yield LayoutCell(0, 0, 3, left, "corner", table.corner)
    yield LayoutCell(0, left, 1, len(table.columns), "heading", table.columns_title)
    yield from _grouped_headings(table.columns, 1, left, wording)


def _grouped_headings(axes: tuple[Axis, ...], top: int, left: int, wording: Wording) -> Iterator[LayoutCell]:
    """Two heading rows: members stand under their group's name, others fill both rows."""
    for group, members in groupby(enumerate(axes, left), key=lambda placed: placed[1].group):
        placed = list(members)
        if group is not None:
            yield LayoutCell(top, placed[0][0], 1, len(placed), "heading", group)
        for column, axis in placed:
            row, rows = (top, 2) if group is None else (top + 1, 1)
            yield LayoutCell(row, column, rows, 1, "heading", axis.wording(wording))


def _request_rows(
    rows: tuple[RowGroup | Axis, ...], table: RequestsTable, top: int, indent: int, depth: int, wording: Wording
) -> Iterator[LayoutCell]:
    for row in rows:
        text = row.wording(wording)
        if isinstance(row, RowGroup):
            under = tuple(_request_rows(row.rows, table, top, indent + 1, depth, wording))
            height = max(cell.row for cell in under) + 1 - top
            yield LayoutCell(top, indent, height, 1, "label", text, indent=indent)
            yield from under
            top += height
        else:
            yield LayoutCell(top, indent, 1, depth - indent, "label", text, indent=indent)
            for column, axis in enumerate(table.columns, depth):
                yield LayoutCell(top, column, 1, 1, "value", cell_code=f"{table.code}:{row.code}.{axis.code}")
            top += 1


def _disputes(table: DisputesTable, wording: Wording) -> TableLayout:
    width = len(table.columns)
    cells: list[LayoutCell] = []
    for group, members in groupby(enumerate(table.rows), key=lambda placed: placed[1].group):
        placed = list(members)
        if group is not None:
            cells.append(LayoutCell(0, placed[0][0] * width, 1, len(placed) * width, "heading", group))
        for number, row in placed:
            top, rows = (0, 2) if group is None else (1, 1)
            cells.append(LayoutCell(top, number * width, rows, width, "heading", row.wording(wording)))
    for number, row in enumerate(table.rows):
        for column, axis in enumerate(table.columns, number * width):
            cells.append(LayoutCell(2, column, 1, 1, "heading", axis.wording(wording)))
            cells.append(LayoutCell(3, column, 1, 1, "value", cell_code=f"{table.code}:{row.code}.{axis.code}"))
    return _table(table.code, table.title, cells, (1.0,) * (width * len(table.rows)), header_rows=3)


def _table(code: str, title: str, cells: list[LayoutCell], weights: tuple[float, ...], header_rows: int) -> TableLayout:
    return TableLayout(
        table=code,
        title=title,
        height=max(cell.row + cell.rows for cell in cells),
        width=len(weights),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        column_weights=tuple(weight / sum(weights) for weight in weights),
        header_rows=header_rows,
    )
