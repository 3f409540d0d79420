"""Lists as tables: a row for each line, under a heading for each kind of unit where they are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.narrative.paper import CellRole, Grid, GridCell, clean_text

_LONG = 16  # rows; more would fill pages with large letters


@dataclass(frozen=True, slots=True)
class Line:
    """One row. Lines of one `group` stand together below its name; an empty one has no heading."""

    texts: tuple[str, ...]
    group: str = ""


def listed_grid(
    name: str,
    caption: str,
    headings: Sequence[str],
    widths: Sequence[float],
    lines: Iterable[Line],
    roles: Sequence[CellRole],
) -> Grid:
    """A table with these headings; widths by their shares."""
    cells = [GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(headings)]
    row = 0
    for group, members in groupby(lines, key=lambda line: line.group):
        if group:
            row += 1
            cells.append(GridCell(row, 0, 1, len(headings), "row_heading", clean_text(group)))
        for line in members:
            row += 1
            cells += (
                GridCell(row, column, 1, 1, role, clean_text(text))
                for column, (text, role) in enumerate(zip(line.texts, roles, strict=True))
            )
    weights = tuple(width / sum(widths) for width in widths)
    is_dense = row > _LONG
    return Grid(name, "", caption, row + 1, len(headings), tuple(cells), weights, header_rows=1, is_dense=is_dense)
