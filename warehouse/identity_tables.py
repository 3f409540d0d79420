"""The identities (勾稽关系) of each edition as the sums that they come to, laid out once instead of by each rule in each batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Edition
from warehouse.catalog.rules import Identity

_TEXT, _WHOLE, _FLAG = pl.String, pl.Int32, pl.Boolean
IDENTITY_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    # is_merged: for reports that print （六） as one row, which stands for its three, once; terms: how many cells the line adds up.
    "cat_identity_line": {
        **{"line_no": _WHOLE, "edition": _TEXT, "rule_id": _TEXT, "is_merged": _FLAG},
        **dict.fromkeys(("check_key", "table_code", "row_code", "column_code", "at_cell"), _TEXT),
        "terms": _WHOLE,
    },
    # is_shown: the cell at which a violation is shown, the printed total, or else the first cell of the line.
    "cat_identity_cell": {
        **{"line_no": _WHOLE, "edition": _TEXT, "rule_id": _TEXT, "is_merged": _FLAG, "cell_code": _TEXT},
        **{"is_left": _FLAG, "is_shown": _FLAG},
    },
}
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One check: its rule, whether it is of a report that prints rows as one, how it is told, and its cells with whether they are left."""

    rule_id: str
    is_merged: bool
    told: tuple[str | None, ...]
    cells: frozenset[tuple[str, bool]]

    def shown(self, order: dict[str, int]) -> str:
        """The cell of the printed total, or else the first one."""
        *_, at_cell = self.told
        return min((code for code, _ in self.cells), key=order.__getitem__) if at_cell is None else at_cell


def identity_rows(catalog: Catalog) -> dict[str, Iterator[Row]]:
    """The rows of IDENTITY_SCHEMAS by relation."""
    numbered = [(edition, list(_lines(catalog, edition))) for edition in catalog.editions]
    return {"cat_identity_line": _line_rows(numbered), "cat_identity_cell": _cell_rows(numbered)}


def _line_rows(numbered: Iterable[tuple[Edition, list[_Line]]]) -> Iterator[Row]:
    for edition, lines in numbered:
        for number, line in enumerate(lines):
            yield number, edition.edition, line.rule_id, line.is_merged, *line.told, len(line.cells)


def _cell_rows(numbered: Iterable[tuple[Edition, list[_Line]]]) -> Iterator[Row]:
    for edition, lines in numbered:
        order = {cell.code: cell.order for cell in (*edition.cells, *edition.merged_cells.values())}
        for number, line in enumerate(lines):
            shown = line.shown(order)
            for code, is_left in sorted(line.cells):
                yield number, edition.edition, line.rule_id, line.is_merged, code, is_left, code == shown


def _lines(catalog: Catalog, edition: Edition) -> Iterator[_Line]:
    """Each line once: where three rows are printed as one, their three checks are one check, and their three terms one term."""
    identities = catalog.identities(edition.edition)
    seen = {
        line: None for one in identities for is_merged in (False, True) for line in [_line(one, edition, is_merged)]
    }
    yield from seen


def _line(one: Identity, edition: Edition, is_merged: bool) -> _Line:
    into = edition.merged_into if is_merged else {}
    told: tuple[str | None, ...] = (one.key, one.table, one.row, one.column, one.at)
    if one.at in into:
        row = edition.merged_cells[into[one.at]].row
        told = (row, one.table, row, one.column, into[one.at])
    sides = ((one.expected, True), (one.actual, False))
    cells = frozenset((into.get(code, code), is_left) for codes, is_left in sides for code in codes)
    return _Line(one.rule_id, is_merged, told, cells)
