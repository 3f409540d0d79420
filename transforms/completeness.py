"""What a file lacks of the three tables: a table, a row, a column or a single cell that is not there at all (blank is not lacking)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from transforms.page import Problem
from transforms.recognise.tables import TABLES, ReadCell, table_title
from warehouse.catalog.forms import Cell, Edition

_RULE = "FILE-TABLES"
_NAMED = 6
Present = dict[str, tuple[str, str]]


def derive_gaps(cells: Sequence[ReadCell], edition: Edition, is_nil: bool) -> Iterator[Problem]:
    """One problem a table. A nil return (`is_nil`) may leave whole tables out."""
    if edition.by_code.keys() <= {cell[0] for cell in cells}:
        return
    present = {cell[0]: (cell[4], cell[5]) for cell in cells}
    tables = {code.partition(":")[0] for code in present}
    absent = [f"“{table_title(edition, table)}”" for table in TABLES if table not in tables]
    if absent and not is_nil:
        yield Problem(_RULE, f"没有找到{'、'.join(absent)}。")
    for table in TABLES:
        if table in tables:
            yield from _incomplete(table, present, edition)


def _incomplete(table: str, present: Present, edition: Edition) -> Iterator[Problem]:
    lacking = [cell for cell in edition.table_cells(table) if not _is_present(cell.code, present, edition)]
    if lacking:
        sheet, address = next(place for code, place in present.items() if code.startswith(table))
        detail = f"“{table_title(edition, table)}”中缺少{_named(lacking, edition.table_cells(table))}。"
        yield Problem(_RULE, detail, sheet, address)


def _is_present(code: str, present: Present, edition: Edition) -> bool:
    return code in present or edition.merged_into.get(code) in present


def _named(lacking: list[Cell], table: Sequence[Cell]) -> str:
    """Whole rows and whole columns by their names, the rest cell by cell."""
    rows, columns = _by(lacking, "row"), _by(lacking, "column")
    whole_rows = {code for code, cells in rows.items() if len(cells) == len(_by(table, "row")[code])}
    whole_columns = {code for code, cells in columns.items() if len(cells) == len(_by(table, "column")[code])}
    names = [f"“{rows[code][0].row_label}”行" for code in rows if code in whole_rows]
    names += [f"“{columns[code][0].column_label}”列" for code in columns if code in whole_columns - whole_rows]
    rest = [cell for cell in lacking if cell.row not in whole_rows and cell.column not in whole_columns]
    names += [f"“{cell.label}”" for cell in rest]
    named = "、".join(dict.fromkeys(names[:_NAMED]))
    return named if len(names) <= _NAMED else f"{named}等 {len(names)} 处"


def _by(cells: Sequence[Cell], axis: str) -> dict[str, list[Cell]]:
    grouped: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.row if axis == "row" else cell.column].append(cell)
    return grouped
