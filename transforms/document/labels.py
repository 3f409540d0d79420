"""Labels with typos, put right before tables are looked for: only where one official label is near and no other is, and always said.

A label is near by its letters alone, or by fewer letters and the place that it has between labels that are known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from transforms.grid import Grid, Place
from transforms.labels import COLUMN, ROW, Lexicon, Slot
from transforms.page import Problem
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Axis, Edition

_SHORTEST, _SHORT, _LONGEST = 3, 7, 60  # in a short label one letter is much
_LETTERS_A_TYPO = 5
_CLEARLY = 2
_LEAST_KNOWN = 3
_ALIKE, _APART = 0.5, 0.2


def mend_labels(grid: Grid, catalog: Catalog, lexicon: Lexicon) -> tuple[Grid, list[Problem]]:
    """The grid with misprinted labels as the official form prints them, and one FILE-LABEL problem for each."""
    strange = [(row, column, text) for row, column, text in grid.texts if _is_strange(text, lexicon)]
    known = len(grid.texts) - len(strange)
    if not strange or known < _LEAST_KNOWN or not any(lexicon.senses(text) for _, _, text in grid.texts):
        return grid, []
    mended = dict(_by_letters(strange, lexicon))
    rest = [(row, column, text) for row, column, text in strange if (row, column) not in mended]
    if rest:
        mended |= _by_place(_with(grid, mended), rest, _axes(catalog), lexicon)
    return _with(grid, mended), [_note(grid, place, label) for place, label in sorted(mended.items())]


def _is_strange(text: str, lexicon: Lexicon) -> bool:
    return not lexicon.senses(text) and _SHORTEST <= len(lexicon.key(text)) <= _LONGEST


def _note(grid: Grid, place: Place, label: str) -> Problem:
    text = grid.text_at(*place)
    detail = f"“{' '.join(text.split())}”与官方表格不一致，按最相近的“{label}”读取。"
    return Problem("FILE-LABEL", detail, *grid.place_name(place), text)


def _with(grid: Grid, labels: dict[Place, str]) -> Grid:
    if not labels:
        return grid
    rows = [list(row) for row in grid.rows]
    for (row, column), label in labels.items():
        rows[row][column] = label
    return replace(grid, rows=rows)


def _by_letters(strange: Iterable[tuple[int, int, str]], lexicon: Lexicon) -> Iterator[tuple[Place, str]]:
    """Labels within one typo in five letters of one official label, and clearly further from all that mean something else."""
    for row, column, text in strange:
        key = lexicon.key(text)
        near = process.extract(key, lexicon.labels.keys(), scorer=Levenshtein.distance, limit=12)
        best, distance = near[0][0], near[0][1]
        meant = lexicon.senses(best)
        others = [d for other, d, _ in near if lexicon.senses(other) != meant]
        if distance <= max(1, len(key) // _LETTERS_A_TYPO) and min(others, default=99) - distance >= (
            1 if len(key) <= _SHORT else _CLEARLY
        ):
            yield (row, column), lexicon.labels[best]


@dataclass(frozen=True, slots=True)
class _Axis:
    """Codes in the order in which the official form prints them, with their labels."""

    slot: Slot
    labels: dict[str, str]

    def between(self, before: str | None, after: str | None) -> list[str]:
        """The labels that the form prints between two codes; a block that repeats may end and begin between them."""
        codes = list(self.labels)
        first = codes.index(before) + 1 if before is not None else 0
        last = codes.index(after) if after is not None else len(codes)
        chosen = codes[first:last] if first <= last else codes[first:] + codes[:last]
        return [self.labels[code] for code in chosen]


def _by_place(
    grid: Grid, strange: Sequence[tuple[int, int, str]], axes: Sequence[_Axis], lexicon: Lexicon
) -> Iterator[tuple[Place, str]]:
    """Labels between known ones of the same line, where the official order leaves few to choose from."""
    lines: dict[int, list[tuple[int, str]]] = {}
    for row, column, text in grid.texts:
        lines.setdefault(row, []).append((column, text))
    left = [(row, text) for row, column, text in grid.texts if _is_left(grid, column)]
    rows = {axis.slot: _Known.of(left, axis.slot, lexicon) for axis in axes if axis.slot[1] == ROW}
    for row, column, text in strange:
        for axis in axes:
            known = rows.get(axis.slot) or _Known.of(lines[row], axis.slot, lexicon)
            at = row if axis.slot[1] == ROW else column
            if (
                len(known.codes) < _LEAST_KNOWN
                or at in known.codes
                or (axis.slot in rows and not _is_left(grid, column))
            ):
                continue
            label = _nearest(lexicon.key(text), axis.between(*known.around(at)), lexicon)
            if label is not None:
                yield (row, column), label
                break


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes along one line: those of all rows by row, or those of one row's column labels by column."""

    codes: dict[int, str]
    places: list[int]

    @classmethod
    def of(cls, texts: Iterable[tuple[int, str]], slot: Slot, lexicon: Lexicon) -> _Known:
        codes = {at: senses[slot] for at, text in texts if slot in (senses := lexicon.senses(text))}
        return cls(codes, sorted(codes))

    def around(self, at: int) -> tuple[str | None, str | None]:
        """The nearest codes before and behind a place that has none."""
        behind = bisect_left(self.places, at)
        before = self.codes[self.places[behind - 1]] if behind else None
        return before, self.codes[self.places[behind]] if behind < len(self.places) else None


def _is_left(grid: Grid, column: int) -> bool:
    """Row labels stand in the left half: 总计 and 其他 are columns too."""
    return column * 2 < len(grid.rows[0])


def _nearest(key: str, wanted: Sequence[str], lexicon: Lexicon) -> str | None:
    likeness = sorted(((Levenshtein.normalized_similarity(key, lexicon.key(one)), one) for one in wanted), reverse=True)
    if not likeness or likeness[0][0] < _ALIKE:
        return None
    second = likeness[1][0] if len(likeness) > 1 else 0.0
    return likeness[0][1] if likeness[0][0] - second >= _APART else None


def _axes(catalog: Catalog) -> list[_Axis]:
    edition = catalog.editions[-1]
    requests, disputes = edition.requests, edition.disputes
    return [
        _Axis((requests.code, ROW), {leaf.code: leaf.label for leaf in _rows_of(edition)}),
        _Axis((requests.code, COLUMN), {axis.code: axis.label for axis in requests.columns}),
        _Axis((disputes.code, COLUMN), {axis.code: axis.label for axis in disputes.columns}),
    ]


def _rows_of(edition: Edition) -> Iterator[Axis]:
    """The rows of T3, with the one that some reports print for a whole group before those of the group."""
    said = set()
    for leaf, above in edition.requests.leaves():
        for group in above:
            if group.merged_code is not None and group.merged_code not in said:
                said.add(group.merged_code)
                yield Axis(code=group.merged_code, label=group.label)
        yield leaf
