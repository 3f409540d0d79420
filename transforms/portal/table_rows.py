"""Rows of a table by its headings: a CSV in any charset, a workbook, or a table on a page."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping

from transforms.document.html_text import decode_page
from transforms.document.reading import read_document
from transforms.errors import FileError
from transforms.grid import Grid, Place
from transforms.portal.answer import Answer, DamageError, Row
from warehouse.catalog.portal_fields import Pick

_OWN_NAME = "@name"
_HEADINGS_WITHIN = 30


def read_table_rows(answer: Answer, picks: Mapping[str, Pick]) -> Iterator[Row]:
    """The rows below the headings, to the end of the table; blank ones are none. Raises DamageError where no table has the headings."""
    wanted = {name: _folded(pick.select) for name, pick in picks.items() if pick.select != _OWN_NAME}
    grids = list(_grids(answer))
    for grid in grids:
        for number, line in enumerate(grid.rows[:_HEADINGS_WITHIN]):
            headings = [_folded(cell) for cell in line]
            if set(wanted.values()) <= set(headings):
                columns = {name: headings.index(heading) for name, heading in wanted.items()}
                yield from _below(answer, grid, number, columns, picks)
                return
    seen = {_folded(cell) for grid in grids for line in grid.rows[:_HEADINGS_WITHIN] for cell in line}
    missing = "、".join(heading for heading in wanted.values() if heading not in seen)
    raise DamageError("SHAPE", place=answer.place, detail=f"找不到表头“{missing or '、'.join(wanted.values())}”")


def _below(
    answer: Answer, grid: Grid, headings: int, columns: Mapping[str, int], picks: Mapping[str, Pick]
) -> Iterator[Row]:
    for number in range(headings + 1, len(grid.rows)):
        values: dict[str, object] = {name: _cell(grid, number, column) for name, column in columns.items()}
        if any(value is not None for value in values.values()):
            own = {name: answer.name for name, pick in picks.items() if pick.select == _OWN_NAME}
            sheet, address = grid.place_name((number, min(columns.values())))
            yield Row(f"{answer.place}{sheet}!{address}", {**values, **own})


def _cell(grid: Grid, row: int, column: int) -> object:
    """A cell as it stands; what a formula or an error leaves without a value is not blank."""
    row, column = _origin(grid, row, column)
    flaw = grid.flaws.get((row, column))
    if flaw is not None:
        return flaw.text or "#"
    return None if grid.is_blank(row, column) else grid.at(row, column)


def _origin(grid: Grid, row: int, column: int) -> Place:
    """Where the text of a merged cell stands: one unit's name may stand beside all its months."""
    for (top, left), (bottom, right) in grid.spans.items():
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column


def _grids(answer: Answer) -> Iterator[Grid]:
    content = answer.content
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or content.lstrip()[:1] == b"<":
        try:
            document, _ = read_document(content)
        except FileError as refused:
            raise DamageError(
                "SHAPE", place=answer.place, detail=f"文件无法读取（{refused.code} {refused.detail}）"
            ) from refused
        yield from (grid for grid in document.grids if grid.is_visible)
        return
    try:
        yield Grid("CSV", _csv(decode_page(content)))
    except csv.Error as broken:
        raise DamageError("SHAPE", place=answer.place, detail="不是规范的 CSV") from broken


def _csv(text: str) -> list[list[str]]:
    lines = text.splitlines()
    delimiter = "\t" if lines and lines[0].count("\t") > lines[0].count(",") else ","
    return list(csv.reader(lines, delimiter=delimiter))


def _folded(cell: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(cell)).split())
