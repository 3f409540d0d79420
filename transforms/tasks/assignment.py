"""The workbook in which the office says which units an open body stands for: read by its headings, every name with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from transforms.grid import Grid
from transforms.tasks.table import heading_key
from transforms.workbook.reading import read_workbook
from warehouse.catalog.task_words import TaskWords

_NEEDED = ("task", "body", "units")
_MOST_ROWS = 5_000
_SEPARATORS = re.compile(r"[、，,;；\n\r]+")


class Assigned(NamedTuple):
    """One filled row: the task and body as written, and the names of the units. `document` is None where the column is missing."""

    document: str | None
    task_id: str
    body: str
    units: tuple[str, ...]
    sheet: str
    address: str


def read_assignment(content: bytes, words: TaskWords) -> list[Assigned] | None:
    """The rows in which units are named, in their order; None where no sheet has the headings. Raises FileError."""
    headings = {heading_key(text): name for name, text in words.assignment.columns.model_dump().items()}
    tables = [(grid, *found) for grid in read_workbook(content).sheets if (found := _header(grid, headings))]
    return [one for table in tables for one in _rows(*table)] if tables else None


def _header(grid: Grid, headings: dict[str, str]) -> tuple[int, dict[str, int]] | None:
    for row in dict.fromkeys(row for row, _, _ in grid.texts):
        columns: dict[str, int] = {}
        for column, written in enumerate(grid.rows[row]):
            if isinstance(written, str) and (name := headings.get(heading_key(written))):
                columns.setdefault(name, column)
        if all(name in columns for name in _NEEDED):
            return row, columns
    return None


def _rows(grid: Grid, header: int, columns: dict[str, int]) -> Iterator[Assigned]:
    for row in range(header + 1, min(len(grid.rows), header + 1 + _MOST_ROWS)):
        text = {name: grid.text_at(row, column).strip() for name, column in columns.items()}
        units = tuple(dict.fromkeys(name.strip() for name in _SEPARATORS.split(text["units"]) if name.strip()))
        if units:
            place = grid.place_name((row, columns["units"]))
            yield Assigned(text.get("document") or None, text["task"], text["body"], units, *place)
