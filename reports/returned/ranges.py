"""Many cells in few words: the rectangles that they fill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reports.returned.sheet import Place, address_of, place_of

_Run = tuple[int, int]  # first and last column


def ranges_of(addresses: Iterable[str]) -> tuple[str, ...]:
    """Cells as ranges, `C5:I29` or a cell alone, from top to bottom; rows of which the same columns are named go together."""
    columns: dict[int, set[int]] = defaultdict(set)
    for row, column in map(place_of, addresses):
        columns[row].add(column)
    standing: dict[_Run, _Run] = {}  # the rows of a run of columns that the last row still had
    found: list[tuple[Place, Place]] = []
    for row in sorted(columns):
        here = set(_runs(sorted(columns[row])))
        found += (
            _corners(run, standing.pop(run)) for run in list(standing) if run not in here or standing[run][1] < row - 1
        )
        standing |= {run: (standing[run][0] if run in standing else row, row) for run in here}
    found += (_corners(run, rows) for run, rows in standing.items())
    return tuple(_written(*corners) for corners in sorted(found))


def _runs(columns: list[int]) -> Iterator[_Run]:
    first = last = columns[0]
    for column in columns[1:]:
        if column > last + 1:
            yield first, last
            first = column
        last = column
    yield first, last


def _corners(run: _Run, rows: _Run) -> tuple[Place, Place]:
    return (rows[0], run[0]), (rows[1], run[1])


def _written(first: Place, last: Place) -> str:
    return address_of(first) if first == last else f"{address_of(first)}:{address_of(last)}"
