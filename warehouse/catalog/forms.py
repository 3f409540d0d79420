"""The statutory tables of one edition of the report: their printed layout, and the flat list of cells that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

Aggregation = Literal["sum", "first", "last", "identity"]


class Declared(BaseModel):
    """A row of the catalogue: frozen, and a field that nobody declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Cell(Declared):
    """One statutory cell; `code` is CONTRACT's `TABLE:row.column`.

    `aggregation` says how quarters make a year: `sum` (flow), `first` (opening), `last` (stock), or `identity`: recomputed
    from its parts, because it adds stocks to flows. `label` is the whole name as the statutory form words it; the quarterly form's
    words are in `period_row_label` (headings above it included) and `period_column_label`.
    """

    code: str
    table: str
    row: str
    column: str
    order: int
    row_label: str
    column_label: str
    label: str
    period_row_label: str
    period_column_label: str
    unit: str
    aggregation: Aggregation
    role: str | None
    indent: int
    is_signed: bool

    @property
    def is_count(self) -> bool:
        """Counts are whole numbers; money is not."""
        return self.unit not in {"万元", "元"}


class Axis(Declared):
    """A printed row or column heading; `group` is the heading printed above it."""

    code: str
    label: str
    period_label: str | None = None
    group: str | None = None
    aggregation: Aggregation | None = None
    unit: str = "件"
    is_signed: bool = False
    role: str | None = None

    def wording(self, wording: str) -> str:
        """The label as the yearly (`statutory`) or the quarterly (`period`) form prints it."""
        return self.period_label or self.label if wording == "period" else self.label


class RowGroup(Declared):
    """A printed heading with rows or further headings under it; `merged_code` names it where a report prints it as one row."""

    label: str
    period_label: str | None = None
    merged_code: str | None = None
    rows: tuple[RowGroup | Axis, ...]

    def wording(self, wording: str) -> str:
        """As Axis.wording."""
        return self.period_label or self.label if wording == "period" else self.label

    def leaves(self) -> Iterator[Axis]:
        """The rows under this heading, in printed order."""
        for row in self.rows:
            yield from row.leaves() if isinstance(row, RowGroup) else (row,)


class Block(Declared):
    """One 第二十条 block of T2 with columns of its own."""

    label: str
    row_header: str
    columns: tuple[Axis, ...]
    rows: tuple[Axis, ...]


class ProactiveTable(Declared):
    """T2 主动公开."""

    code: Literal["T2"]
    title: str
    blocks: tuple[Block, ...]


class RequestsTable(Declared):
    """T3 收到和处理申请."""

    code: Literal["T3"]
    title: str
    corner: str
    columns_title: str
    columns: tuple[Axis, ...]
    rows: tuple[RowGroup | Axis, ...]

    def leaves(self) -> Iterator[tuple[Axis, tuple[RowGroup, ...]]]:
        """Every row with the headings that it stands under, outermost first."""
        yield from _descend(self.rows, ())


class DisputesTable(Declared):
    """T4 复议诉讼."""

    code: Literal["T4"]
    title: str
    columns: tuple[Axis, ...]
    rows: tuple[Axis, ...]


class Edition(Declared):
    """One edition of the report format."""

    edition: str
    title: str
    document_number: str
    issued_on: date
    sections: tuple[str, ...]
    proactive: ProactiveTable
    requests: RequestsTable
    disputes: DisputesTable

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All statutory cells in printed order."""
        specs = [*_proactive_cells(self.proactive), *_request_cells(self.requests), *_dispute_cells(self.disputes)]
        return tuple(Cell.model_validate({"order": order, **spec}) for order, spec in enumerate(specs, 1))

    @cached_property
    def by_code(self) -> dict[str, Cell]:
        """Cells by their code."""
        return {cell.code: cell for cell in self.cells}

    def table_cells(self, table: str) -> tuple[Cell, ...]:
        """The cells of `T2`, `T3` or `T4`."""
        return tuple(cell for cell in self.cells if cell.table == table)

    @cached_property
    def merged_cells(self) -> dict[str, Cell]:
        """Cells of rows that some reports print as one: `T3:other.total` for the three rows of （六）. Not among `cells`."""
        specs = _merged_cells(self.requests)
        return {
            str(spec["code"]): Cell.model_validate({"order": 1000 + order, **spec}) for order, spec in enumerate(specs)
        }

    @cached_property
    def merged_into(self) -> dict[str, str]:
        """Which cell stands for a cell where its rows are printed as one: `T3:other.other.total` → `T3:other.total`."""
        table = self.requests
        return {
            f"{table.code}:{leaf.code}.{column.code}": f"{table.code}:{group.merged_code}.{column.code}"
            for group in _groups(table.rows)
            if group.merged_code is not None
            for leaf in group.leaves()
            for column in table.columns
        }


def _descend(
    rows: tuple[RowGroup | Axis, ...], above: tuple[RowGroup, ...]
) -> Iterator[tuple[Axis, tuple[RowGroup, ...]]]:
    for row in rows:
        if isinstance(row, RowGroup):
            yield from _descend(row.rows, (*above, row))
        else:
            yield row, above


def _groups(rows: tuple[RowGroup | Axis, ...]) -> Iterator[RowGroup]:
    for row in rows:
        if isinstance(row, RowGroup):
            yield row
            yield from _groups(row.rows)


def _spec(table: str, row: Axis, column: Axis, rule: Axis, above: tuple[RowGroup, ...] = ()) -> dict[str, object]:
    groups = above[1:]  # the outermost, 三、本年度办理结果, names no cell
    return {
        "code": f"{table}:{row.code}.{column.code}",
        "table": table,
        "row": row.code,
        "column": column.code,
        "row_label": row.label,
        "column_label": column.label,
        "label": " ".join((*(group.label for group in groups), row.label, column.label)),
        "period_row_label": " ".join((*(group.wording("period") for group in groups), row.wording("period"))),
        "period_column_label": column.wording("period"),
        "unit": rule.unit,
        "aggregation": rule.aggregation,
        "role": row.role,
        "indent": len(above),
        "is_signed": rule.is_signed,
    }


def _proactive_cells(table: ProactiveTable) -> Iterator[dict[str, object]]:
    for block in table.blocks:
        for row in block.rows:
            for column in block.columns:
                yield _spec(table.code, row, column, column)


def _request_cells(table: RequestsTable) -> Iterator[dict[str, object]]:
    for row, above in table.leaves():
        for column in table.columns:
            yield _spec(table.code, row, column, row, above)


def _merged_cells(table: RequestsTable) -> Iterator[dict[str, object]]:
    for group in _groups(table.rows):
        if group.merged_code is not None:
            row = Axis(code=group.merged_code, label=group.label, aggregation="sum", role="merged")
            for column in table.columns:
                yield {**_spec(table.code, row, column, row), "indent": 1}


def _dispute_cells(table: DisputesTable) -> Iterator[dict[str, object]]:
    for row in table.rows:
        for column in table.columns:
            yield _spec(table.code, row, column, column)
