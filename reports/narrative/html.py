"""A paper as one self-contained page: nothing is loaded, nothing runs, and every text is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from jinja2 import Template

from reports.narrative.paper import Grid, GridCell, Heading, Paper, Paragraph
from reports.page_template import page_template

_HEADS = {"column_heading", "row_heading", "label"}


@cache
def _template() -> Template:
    return page_template("paper.html.j2")


def render_page(paper: Paper) -> str:
    """The paper as HTML, ready for a portal: official layout, `data-cell` on every figure, prints on A4."""
    return _template().render(paper=paper, kind_of=_kind_of, rows_of=grid_rows, scope_of=heading_scope)


def _kind_of(block: Heading | Paragraph | Grid) -> str:
    return type(block).__name__.lower()


def grid_rows(grid: Grid) -> Iterator[list[GridCell]]:
    """The cells of a grid by the row that they begin in, from left to right."""
    rows: list[list[GridCell]] = [[] for _ in range(grid.height)]
    for cell in sorted(grid.cells, key=lambda cell: cell.column):
        rows[cell.row].append(cell)
    yield from rows


def heading_scope(cell: GridCell) -> str | None:
    """What a heading is the heading of: `col`, `row`, or a group of them; None for a cell that is no heading."""
    if cell.role not in _HEADS:
        return None
    axis, spans = ("col", cell.columns) if cell.role == "column_heading" else ("row", cell.rows)
    return axis if spans == 1 else f"{axis}group"
