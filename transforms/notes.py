"""The notes of a workbook: what the unit wants to have said of its figures, by table and cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.grid import Grid
from transforms.layout import found_once
from warehouse.catalog.workbook import NoteHeadings

Written = tuple[str | None, str | None, str, str, str]


class Note(NamedTuple):
    """One note as written; `table` and `cell` are None where the unit left them open."""

    note_no: int
    table: str | None
    cell: str | None
    text: str
    sheet: str
    address: str


def read_notes(grids: Iterable[Grid], headings: NoteHeadings) -> list[Note]:
    """All notes below the headings 表, 单元格, 说明, on whatever sheet they stand side by side; a row without words is none."""
    found = (note for grid in grids if grid.is_visible for note in _notes_on(grid, headings))
    return [Note(number, *note) for number, note in enumerate(found, 1)]


def _notes_on(grid: Grid, headings: NoteHeadings) -> list[Written]:
    """Where another sheet of the layout has no note, this one has none."""
    return found_once(grid.layout, _notes, headings, lambda: list(_notes(grid, headings)), lambda found: not found)


def _notes(grid: Grid, headings: NoteHeadings) -> Iterator[Written]:
    wanted = (headings.table, headings.cell, headings.text)
    for row, column, text in grid.texts:
        if text.strip() == wanted[0] and tuple(grid.text_at(row, column + n).strip() for n in range(3)) == wanted:
            for below in range(row + 1, len(grid.rows)):
                table, cell, words = (grid.text_at(below, column + n).strip() for n in range(3))
                if words:
                    yield table or None, cell or None, words, *grid.place_name((below, column + 2))
            return
