"""Sheets that were filled in on one template differ in figures and names only: what follows from the rest is found out once.

Of a city's workbooks nearly all have a layout that was met before. What is remembered is what the same functions found, for they are
given nothing but the layout to go by: a sheet with anything else on it (days, answers true or false, figures out of the ordinary, cells
that have no value although they are not blank) is looked through by itself, and so is one of which something has to be said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar

T = TypeVar("T")
Spans = Mapping[tuple[int, int], tuple[int, int]]
ORDINARY = 1_000_000  # every figure between this and its negative is read alike: as a number
_PLAIN = frozenset({str, float, int})
_MOST_CELLS, _MOST_LETTERS, _REMEMBERED = 4_000, 20_000, 128


class Layout:
    """What the texts of a sheet say and where, the places of its figures, and its merged ranges: equal ones are one object."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[object, tuple[object, object]] = {}

    def found(self, what: object, by: object, find: Callable[[], T], keeps: Callable[[T], bool]) -> T:
        """What was found on another sheet of this layout by the same words (`by`), or is found now, and remembered if it `keeps`."""
        known = self._found.get(what)
        if known is not None and known[0] is by:
            return known[1]  # type: ignore[return-value]
        result = find()
        if keeps(result):
            self._found[what] = by, result
        return result


def found_once(layout: Layout | None, what: object, by: object, find: Callable[[], T], keeps: Callable[[T], bool]) -> T:
    """As Layout.found; a sheet that has a layout of its own is looked through by itself. `find` may rest on layout and `by` alone."""
    return find() if layout is None else layout.found(what, by, find, keeps)


def always(_result: object) -> bool:
    """For what is worth remembering whatever it is."""
    return True


def layout_of(rows: Sequence[Sequence[object]], spans: Spans, shapes: Mapping[str | None, object]) -> Layout | None:
    """The layout of these rows; None where figures and texts are not all that stands in them, and of a sheet that is large.

    `shapes` gives what of a text makes a difference to anybody who reads the sheet.
    """
    if sum(map(len, rows)) > _MOST_CELLS:
        return None
    cells = list(chain.from_iterable(rows))
    if not _PLAIN.issuperset(map(type, cells)):
        return None
    figures = [cell for cell in cells if type(cell) is not str]
    if figures and not _are_ordinary(figures):  # type: ignore[arg-type]
        return None
    texts = [cell if type(cell) is str else None for cell in cells]
    if sum(map(len, filter(None, texts))) > _MOST_LETTERS:
        return None
    return _remembered(tuple(map(len, rows)), tuple(spans.items()), tuple(map(shapes.__getitem__, texts)))


def _are_ordinary(figures: Sequence[float]) -> bool:
    """A figure that is no number shows in the sum: it is neither smaller nor larger than any other."""
    return min(figures) > -ORDINARY and max(figures) < ORDINARY and not math.isnan(sum(figures))


@lru_cache(maxsize=_REMEMBERED)
def _remembered(_widths: tuple[int, ...], _spans: tuple[object, ...], _shapes: tuple[object, ...]) -> Layout:
    return Layout()
