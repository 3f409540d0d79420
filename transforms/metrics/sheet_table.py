"""Tables of measures and of policy documents, wherever they stand: found by their headings, each row with the places of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from transforms.grid import Grid, Place
from transforms.layout import always, found_once
from transforms.tasks.table import heading_key
from warehouse.catalog.indicators import FilingColumns, MetricColumns

MOST_ROWS = 2_000
_LONGEST_HEADING = 20
Headings = MetricColumns | FilingColumns


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table found: the column of each heading, and the rows in which any of them has something; `is_cut` where there were more."""

    grid: Grid
    header: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]
    is_cut: bool

    def place(self, row: int, column: str) -> Place | None:
        """Where a row has its cell under a heading; None where the table lacks the heading."""
        return (row, self.columns[column]) if column in self.columns else None


def find_tables(grids: tuple[Grid, ...], headings: Headings, telling: frozenset[str]) -> list[SheetTable]:
    """The tables with these headings on all sheets, visible ones first; those in `telling` must stand in one row."""
    ordered = sorted(grids, key=lambda grid: not grid.is_visible)
    return [table for grid in ordered for table in _tables(grid, headings, telling)]


def _tables(grid: Grid, headings: Headings, telling: frozenset[str]) -> Iterator[SheetTable]:
    what = _heads, telling
    found = found_once(grid.layout, what, headings, lambda: _heads(grid, headings, telling), always)
    for number, (row, columns) in enumerate(found):
        end = found[number + 1][0] if number + 1 < len(found) else len(grid.rows)
        rows = tuple(
            line for line in range(row + 1, end) if any(not grid.is_blank(line, column) for column in columns.values())
        )
        yield SheetTable(grid, row, columns, rows[:MOST_ROWS], len(rows) > MOST_ROWS)


def _heads(grid: Grid, headings: Headings, telling: frozenset[str]) -> list[tuple[int, dict[str, int]]]:
    """Rows of headings, each with its columns by name."""
    keys = {heading_key(text): name for name, text in headings.model_dump().items()}
    by_row: dict[int, dict[str, int]] = {}
    for row, column, text in grid.texts:
        if len(text) <= _LONGEST_HEADING and (key := heading_key(text)) in keys:
            by_row.setdefault(row, {}).setdefault(keys[key], column)
    return sorted((row, columns) for row, columns in by_row.items() if telling <= columns.keys())


def without(grids: tuple[Grid, ...], tables: list[SheetTable]) -> tuple[Grid, ...]:
    """The sheets without what stands in these tables: words in them are no labels of a statutory table, and no cover."""
    return tuple(_blanked(grid, [table for table in tables if table.grid is grid]) for grid in grids)


def _blanked(grid: Grid, tables: list[SheetTable]) -> Grid:
    if not tables:
        return grid
    rows = [list(line) for line in grid.rows]
    for table in tables:
        for row in (table.header, *table.rows):
            for column in table.columns.values():
                if column < len(rows[row]):
                    rows[row][column] = ""
    return replace(grid, rows=rows, layout=None)
