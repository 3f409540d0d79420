"""Rows of a printed table that a wrong span has pushed aside: as many cells as the table has columns belong to these in order.

A cell merged over one row too many moves the next row by a column, and every figure in it would be read under its neighbour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.document.disputes import straighten_disputes
from transforms.document.document import PrintedGrid
from transforms.document.head import straighten_head
from transforms.grid import Place
from transforms.labels import COLUMN, ROW, Lexicon
from transforms.page import Problem

_HEADER_DEPTH = 3
_TABLES = {"T3": 3, "T4": 4}
_NO_LABEL = -1


def straighten_rows(grid: PrintedGrid, lexicon: Lexicon) -> tuple[PrintedGrid, list[Problem]]:
    """The grid with the figures of T3 and T4 under the labels that they belong to by their order; a problem for each short row, and for
    a head that fits no row.
    """
    moved: dict[int, list[object]] = {}
    grid, problems = straighten_head(straighten_disputes(grid, lexicon), lexicon)
    for table, least in _TABLES.items():
        for header, columns in _headers(grid, table, least, lexicon):
            for row, label, starts in _rows_below(grid, table, header, lexicon):
                if len(starts) == len(columns) and starts != columns:
                    moved[row] = _moved(grid.rows[row], label, starts, columns)
                elif _covered(grid, row, starts) < len(columns) and label != _NO_LABEL:
                    problems.append(_short(grid, (row, label), len(starts), len(columns)))
    if not moved:
        return grid, problems
    spans = {at: last for at, last in grid.spans.items() if at[0] not in moved}
    return replace(grid, rows=[moved.get(row, line) for row, line in enumerate(grid.rows)], spans=spans), problems


def _covered(grid: PrintedGrid, row: int, starts: Sequence[int]) -> int:
    """How many columns the cells behind the label cover."""
    return sum(grid.spans.get((row, at), (row, at))[1] - at + 1 for at in starts)


def _short(grid: PrintedGrid, label: Place, cells: int, columns: int) -> Problem:
    """Which of the cells is not there nobody can know."""
    text = grid.text_at(*label)
    detail = f"“{' '.join(text.split())}”一行只有 {cells} 格，应有 {columns} 格，缺少的一格之后的数字可能对错了列。"
    return Problem("FILE-LABEL", detail, *grid.place_name(label), text)


def _headers(grid: PrintedGrid, table: str, least: int, lexicon: Lexicon) -> Iterator[tuple[int, list[int]]]:
    """Each row of column labels with the columns of all labels in it, and of those in the rows above that it goes with."""
    labels: dict[int, dict[int, str]] = {}
    own: Counter[int] = Counter()
    for row, column, text in grid.texts:
        senses = lexicon.senses(text)
        if (table, COLUMN) in senses:
            labels.setdefault(row, {})[column] = senses[table, COLUMN]
            own[row] += table == "T4" or ("T4", COLUMN) not in senses
    for row, found in labels.items():
        if own[row] >= least:
            columns = dict(found)
            for above in range(row - 1, row - _HEADER_DEPTH - 1, -1) if table == "T3" else ():
                columns |= {at: code for at, code in labels.get(above, {}).items() if code not in columns.values()}
            yield row, sorted(columns)


def _rows_below(grid: PrintedGrid, table: str, header: int, lexicon: Lexicon) -> Iterator[tuple[int, int, list[int]]]:
    """Rows of figures: the row, its label's column, where the cells behind the label begin. Up to the next head of a table."""
    for row in range(header + 1, len(grid.rows)):
        if _is_head(grid, row, lexicon):
            return
        starts = grid.starts[row]
        label = max((at for at in starts if (table, ROW) in lexicon.senses(grid.text_at(row, at))), default=_NO_LABEL)
        behind = [at for at in starts if at > label]
        is_labelled = label != _NO_LABEL or (table == "T4" and row == header + 1)
        if is_labelled and behind:
            yield row, label, behind


def _is_head(grid: PrintedGrid, row: int, lexicon: Lexicon) -> bool:
    labels = [lexicon.senses(grid.text_at(row, at)) for at in grid.starts[row]]
    return any(sum((table, COLUMN) in senses for senses in labels) >= least for table, least in _TABLES.items())


def _moved(line: Sequence[object], label: int, starts: Sequence[int], columns: Sequence[int]) -> list[object]:
    row: list[object] = [written if at < min(starts[0], columns[0]) else "" for at, written in enumerate(line)]
    if label >= columns[0] > 0:
        row[columns[0] - 1] = line[label]
    for at, column in zip(starts, columns, strict=True):
        row[column] = line[at]
    return row
