"""Grids of a document: the statutory tables in the official layout with their figures, and the lists of units and returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from reports.layout import LayoutCell, TableLayout, Wording, layout_tables
from reports.narrative.figures import sum_cells
from reports.narrative.notes import table_notes
from reports.narrative.paper import CellRole, Grid, GridCell, clean_text
from reports.statement import ReturnedLine, Statement, UnitLine, Values, render_number
from warehouse.catalog.catalog import Catalog

_UNIT_WEIGHT, _STATUS_WEIGHT, _NARROWEST = 18.0, 6.5, 4.2  # in digits
_RETURNED_WEIGHTS = (0.3, 0.7)


def statutory_layouts(catalog: Catalog, statement: Statement, wording: Wording) -> tuple[TableLayout, ...]:
    """T2, T3 and T4 as this statement prints them, with an extra row for what nobody broke down."""
    edition = catalog.edition(statement.edition)
    merged = frozenset(
        cell.row for code, cell in edition.merged_cells.items() if statement.values.get(code) is not None
    )
    return layout_tables(edition, wording, merged)


def statutory_grid(catalog: Catalog, layout: TableLayout, statement: Statement, name: str, caption: str) -> Grid:
    """A statutory table with its figures and the notes to them; a blank stays blank."""
    notes = table_notes(catalog, layout, statement)
    return Grid(
        name=name,
        title=layout.title,
        caption=caption,
        height=layout.height,
        width=layout.width,
        cells=tuple(_statutory_cell(cell, layout, statement.values, notes.marks) for cell in layout.cells),
        column_weights=layout.column_weights,
        header_rows=layout.header_rows,
        is_kept_together=True,
        notes=notes.lines,
    )


def _statutory_cell(cell: LayoutCell, layout: TableLayout, values: Values, marks: Mapping[str, str]) -> GridCell:
    text = render_number(values.get(cell.cell_code)) if cell.cell_code is not None else cell.text
    mark = "" if cell.cell_code is None else marks.get(cell.cell_code, "")
    return GridCell(cell.row, cell.column, cell.rows, cell.columns, _role(cell, layout), text, cell.cell_code, mark)


def _role(cell: LayoutCell, layout: TableLayout) -> CellRole:
    """Rows of results read from the left; headings of groups and everything in the other tables stand in the middle."""
    if cell.kind == "value":
        return "figure"
    if cell.kind == "label":
        return "label" if cell.rows == 1 and layout.header_rows > 0 else "row_heading"
    return "column_heading" if cell.kind == "heading" else "note"


def units_grid(
    catalog: Catalog, name: str, caption: str, lines: tuple[tuple[UnitLine, Values], ...], whole: Statement
) -> Grid:
    """The units with their key figures, a heading a group, and the district's own figures at the end."""
    headings = ("单位", "报送情况", *(column.label for column in catalog.quarter_columns))
    cells = [GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(headings)]
    statuses = {status.code: status.label for status in catalog.statuses}
    top = 1
    for group, members in groupby(lines, key=lambda line: line[0].group):
        cells.append(GridCell(top, 0, 1, len(headings), "row_heading", clean_text(group)))
        for top, (unit, values) in enumerate(members, top + 1):  # noqa: B020 - counts on from the heading
            cells += _unit_row(
                top, unit.unit_name, statuses.get(unit.status, unit.status), _key(catalog, whole, values)
            )
        top += 1
    cells += _unit_row(top, "合计", "", _key(catalog, whole, whole.values))
    return _listed(name, caption, cells, _unit_weights(cells, len(headings)))


def _unit_weights(cells: list[GridCell], width: int) -> tuple[float, ...]:
    """Columns as wide as their longest figure needs: the district's licences have many more digits than its requests."""
    longest = [
        max(len(c.text) for c in cells if c.column == column and c.role == "figure") for column in range(2, width)
    ]
    weights = (_UNIT_WEIGHT, _STATUS_WEIGHT, *(max(_NARROWEST, digits + 1) for digits in longest))
    return tuple(weight / sum(weights) for weight in weights)


def _key(catalog: Catalog, whole: Statement, values: Values) -> list[str]:
    edition = catalog.edition(whole.edition)
    return [render_number(sum_cells(edition, column.cells, values)) for column in catalog.quarter_columns]


def _unit_row(row: int, name: str, status: str, figures: list[str]) -> Iterator[GridCell]:
    yield GridCell(row, 0, 1, 1, "label", clean_text(name))
    yield GridCell(row, 1, 1, 1, "text", clean_text(status))
    yield from (GridCell(row, column, 1, 1, "figure", text) for column, text in enumerate(figures, 2))


def returned_grid(caption: str, returned: tuple[ReturnedLine, ...]) -> Grid:
    """Who was sent back what, with the reasons as the unit was told. File names stay inside the office."""
    cells = [GridCell(0, 0, 1, 1, "column_heading", "单位"), GridCell(0, 1, 1, 1, "column_heading", "退回原因")]
    for row, line in enumerate(returned, 1):
        cells.append(GridCell(row, 0, 1, 1, "label", clean_text(line.unit_name)))
        cells.append(GridCell(row, 1, 1, 1, "note", _numbered(line.reasons)))
    return _listed("returned", caption, cells, _RETURNED_WEIGHTS)


def _numbered(reasons: tuple[str, ...]) -> str:
    cleaned = [clean_text(reason) for reason in reasons]
    return "".join(f"{n}．{reason}" for n, reason in enumerate(cleaned, 1)) if len(cleaned) > 1 else "".join(cleaned)


def _listed(name: str, caption: str, cells: list[GridCell], weights: tuple[float, ...]) -> Grid:
    height = 1 + max(cell.row for cell in cells)
    return Grid(name, "", caption, height, len(weights), tuple(cells), weights, header_rows=1)
