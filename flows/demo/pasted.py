"""The official tables pasted into a workbook of one's own: title rows, merged cells, a shifted origin, one sheet or three."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flows.demo.books import Place, Sheet, Span, Value
from flows.demo.handwriting import PLAIN, Hand
from reports.layout import TableLayout, Wording, layout_tables
from warehouse.catalog.forms import Axis, Cell, Edition, RowGroup

_SHEET_NAMES = {"T2": "主动公开", "T3": "依申请公开", "T4": "复议诉讼"}


@dataclass(frozen=True, slots=True)
class Paste:
    """How somebody pastes: where the table begins (zero-based), on one sheet or on three, in which words and digits."""

    wording: Wording = "statutory"
    hand: Hand = PLAIN
    origin: Place = (0, 0)
    is_one_sheet: bool = True
    title: str = "政府信息公开情况统计表"


def paste_tables(edition: Edition, figures: Mapping[str, Decimal | None], paste: Paste) -> list[Sheet]:
    """The three tables with these figures; a cell without a figure stays blank."""
    cells = edition.by_code | edition.merged_cells
    pages = [_page(layout, figures, cells, paste) for layout in layout_tables(edition, paste.wording)]
    return [_under_each_other(pages, paste)] if paste.is_one_sheet else pages


def print_merged_rows(edition: Edition) -> Edition:
    """The edition as reports print it that give （六）其他处理 in one row: its cells are `T3:other.<column>`."""
    rows = tuple(_merged(edition.requests.rows))
    return edition.model_copy(update={"requests": edition.requests.model_copy(update={"rows": rows})})


def _merged(rows: tuple[RowGroup | Axis, ...]) -> Iterator[RowGroup | Axis]:
    for row in rows:
        if not isinstance(row, RowGroup):
            yield row
        elif row.merged_code is not None:
            yield Axis(code=row.merged_code, label=row.label, aggregation="sum", role="result")
        else:
            yield row.model_copy(update={"rows": tuple(_merged(row.rows))})


def _page(layout: TableLayout, figures: Mapping[str, Decimal | None], cells: Mapping[str, Cell], paste: Paste) -> Sheet:
    top, left = paste.origin
    written: dict[Place, Value] = {(top, left): paste.title, (top + 1, left): layout.title}
    merged: list[Span] = [(top, left, top, left + layout.width - 1)]
    for cell in layout.cells:
        row, column = top + 3 + cell.row, left + cell.column
        figure = None if cell.cell_code is None else figures[cell.cell_code]
        if cell.cell_code is None:
            written[row, column] = cell.text
        elif figure is not None:
            written[row, column] = paste.hand.write(figure, cells[cell.cell_code])
        if (cell.rows, cell.columns) != (1, 1):
            merged.append((row, column, row + cell.rows - 1, column + cell.columns - 1))
    return Sheet(_SHEET_NAMES[layout.table], written, tuple(merged))


def _under_each_other(pages: list[Sheet], paste: Paste) -> Sheet:
    written: dict[Place, Value] = {}
    merged: list[Span] = []
    down = 0
    for page in pages:
        written |= {(row + down, column): value for (row, column), value in page.cells.items()}
        merged += [(top + down, left, bottom + down, right) for top, left, bottom, right in page.merged]
        down = max(row for row, _ in written) + 3 - paste.origin[0]
    return Sheet("Sheet1", written, tuple(merged))
