"""A statutory table of a report as printed, each figure with the cell of the file that it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reports.layout import LayoutCell, TableLayout
from reports.quality.privacy import masked
from reports.site.blocks import FormCell, FormTable
from reports.site.facts import Row
from reports.statement import render_number

_BLANK = "空白"


def form_table(layout: TableLayout, cells: Mapping[str, Row]) -> FormTable:
    """The table with the report's cells. `cells` by code: value, text, sheet and address."""
    sheets = sorted(
        {str(cell["sheet"]) for code, cell in cells.items() if cell["sheet"] and code.startswith(f"{layout.table}:")}
    )
    where = f"（工作表：{'、'.join(masked(sheet) for sheet in sheets)}）" if sheets else ""
    rows = tuple(_rows(layout, cells, with_sheet=len(sheets) > 1))
    return FormTable(layout.table, f"{layout.title}{where}", rows[: layout.header_rows], rows[layout.header_rows :])


def _rows(layout: TableLayout, cells: Mapping[str, Row], *, with_sheet: bool) -> Iterator[tuple[FormCell, ...]]:
    held: list[list[LayoutCell]] = [[] for _ in range(layout.height)]
    for cell in layout.cells:
        held[cell.row].append(cell)
    for row in held:
        yield tuple(_square(cell, cells, with_sheet=with_sheet) for cell in row)


def _square(cell: LayoutCell, cells: Mapping[str, Row], *, with_sheet: bool) -> FormCell:
    if cell.cell_code is None:
        scope = {"heading": "col", "corner": "col", "label": "row"}.get(cell.kind, "")
        return FormCell(cell.text, cell.rows, cell.columns, scope)  # type: ignore[arg-type]
    found = cells.get(cell.cell_code)
    if found is None:
        return FormCell(_BLANK, cell.rows, cell.columns, code=cell.cell_code)
    number = _BLANK if found["value"] is None else render_number(found["value"])
    address = found["address"] or ""
    place = f"{masked(found['sheet'])}!{address}" if with_sheet and found["sheet"] and address else address
    text = masked(found["text"] or "")
    return FormCell(
        number, cell.rows, cell.columns, code=cell.cell_code, place=place, written="" if text == number else text
    )
