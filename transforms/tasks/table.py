"""Tables of tasks and of their figures, wherever they stand: found by their headings, each row with the places of its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from transforms.grid import Grid, Place, written_text
from transforms.layout import always, found_once
from warehouse.catalog.task_words import TaskWords

Kind = Literal["task", "figure"]
MOST_ROWS = 2_000
_LONGEST_HEADING = 20
_REMARK = re.compile(r"[(\[【].*")
# A table is told by these headings standing in one row; the others may be missing.
_TELLING: dict[Kind, frozenset[str]] = {
    "task": frozenset({"task", "status"}),
    "figure": frozenset({"task", "indicator", "numerator"}),
}


class Row(NamedTuple):
    """One row below the headings: the place of each column by its name."""

    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A table found. `rows` are those in which any of its columns has something; `is_cut` where there were more than are read."""

    kind: Kind
    grid: Grid
    header: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    is_cut: bool


def find_task_tables(grids: tuple[Grid, ...], words: TaskWords) -> list[TaskTable]:
    """The tables of tasks and figures on all sheets, those on visible sheets first."""
    ordered = sorted(grids, key=lambda grid: not grid.is_visible)
    return [table for grid in ordered for table in _tables(grid, words)]


def without_tables(grids: tuple[Grid, ...], tables: list[TaskTable]) -> tuple[Grid, ...]:
    """The sheets without what stands in these tables: words in a task are no labels of a statutory table, and no cover."""
    if not tables:
        return grids
    return tuple(_blanked(grid, [table for table in tables if table.grid is grid]) for grid in grids)


def _headings(words: TaskWords) -> dict[Kind, dict[str, str]]:
    sheets = {"task": words.task_sheet.columns, "figure": words.figure_sheet.columns}
    return {kind: {heading_key(text): name for name, text in sheets[kind].model_dump().items()} for kind in _TELLING}


@lru_cache(maxsize=1 << 12)
def heading_key(text: str) -> str:
    """Headings compare without white space, punctuation, and remarks in brackets: `完成状态（下拉选择）`."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return "".join(letter for letter in _REMARK.sub("", folded) if letter.isalnum())


def _tables(grid: Grid, words: TaskWords) -> Iterator[TaskTable]:
    found = found_once(grid.layout, _heads, words, lambda: _heads(grid, _headings(words)), always)
    headers = sorted(row for row, *_ in found)
    for row, kind, columns in found:
        end = next((other for other in headers if other > row), len(grid.rows))
        yield _table(grid, kind, row, columns, end)


def _heads(grid: Grid, headings: Mapping[Kind, Mapping[str, str]]) -> list[tuple[int, Kind, dict[str, int]]]:
    """Row, kind and columns of the headings of each table."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    known = {key for kind in headings.values() for key in kind}
    for row, column, text in grid.texts:
        if len(text) <= _LONGEST_HEADING and (key := heading_key(text)) in known:
            by_row.setdefault(row, []).append((column, key))
    found: list[tuple[int, Kind, dict[str, int]]] = []
    for row, hits in by_row.items():
        for kind, telling in _TELLING.items():
            columns: dict[str, int] = {}
            for column, key in hits:
                if key in headings[kind]:
                    columns.setdefault(headings[kind][key], column)
            if telling <= columns.keys():
                found.append((row, kind, columns))
    return found


def _table(grid: Grid, kind: Kind, header: int, columns: dict[str, int], end: int) -> TaskTable:
    rows: list[Row] = []
    for row in range(header + 1, end):
        if any(not grid.is_blank(row, column) for column in columns.values()):
            if len(rows) == MOST_ROWS:
                return TaskTable(kind, grid, header, columns, tuple(rows), is_cut=True)
            rows.append(Row({name: (row, column) for name, column in columns.items()}))
    return TaskTable(kind, grid, header, columns, tuple(rows), is_cut=False)


def _blanked(grid: Grid, tables: list[TaskTable]) -> Grid:
    if not tables:
        return grid
    rows = [list(line) for line in grid.rows]
    for table in tables:
        for row in (table.header, *(next(iter(one.places.values()))[0] for one in table.rows)):
            for column in table.columns.values():
                if column < len(rows[row]):
                    rows[row][column] = ""
    return replace(grid, rows=rows, layout=None)


def text_of(grid: Grid, place: Place | None) -> str:
    """What stands there as one would write it down, trimmed; the formula or the error where there is no value."""
    if place is None:
        return ""
    if place in grid.flaws:
        return grid.flaws[place].text
    return written_text(grid.at(*place)).strip()
