"""The three statutory tables of a workbook, wherever they stand: which edition they follow, each cell's reading, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from transforms.grid import Grid, Place
from transforms.labels import Lexicon, lexicon_of
from transforms.layout import ORDINARY, Layout, always, found_once
from transforms.numbers import Reader, Reading, State, flawed
from transforms.page import Found, Page, Problem
from transforms.recognise.disputes import find_disputes
from transforms.recognise.echoes import without_echoes
from transforms.recognise.proactive import find_proactive
from transforms.recognise.requests import find_requests
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Edition

TABLES = ("T2", "T3", "T4")
Known = dict[tuple[str, str], tuple[str, str]]
Sought = tuple[int, int, str, str, str]  # row, column, cell code, unit, address
_FINDERS = (find_proactive, find_requests, find_disputes)


# One statutory cell as it was read: cell_code, state, value, text, sheet, address. A plain tuple, because 200 of them leave the
# reading process for every file.
ReadCell = tuple[str, State, Decimal | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The cells of the tables found, blank ones included, the edition that their headers follow, and what was noticed.

    `foreign` are cells that only another edition has, by that edition: a report that mixes both. `parts` are the tables' pieces.
    """

    edition: str | None
    cells: list[ReadCell]
    problems: list[Problem]
    foreign: list[tuple[str, ReadCell]] = field(default_factory=list)
    parts: list[Found] = field(default_factory=list)


def recognise_tables(
    grids: Iterable[Grid], catalog: Catalog, read: Reader, edition: str | None = None, *, is_published: bool = False
) -> Recognised:
    """Finds and reads T2, T3 and T4. `edition` is what the stamp says: it decides only where the headers do not.

    A published report (`is_published`) may show a table twice, and a smaller one like it in its text; editions may mix in it.
    """
    lexicon = lexicon_of(catalog)
    pages = [_Sheet(grid, lexicon, read, catalog.numbers.largest >= ORDINARY) for grid in grids]
    problems: list[Problem] = []
    found: list[Found] = []
    for table, finder in zip(TABLES, _FINDERS, strict=True):
        candidates = [one for page in pages for one in page.find(finder)]
        if candidates and is_published:
            candidates = without_echoes(candidates)
        if candidates:
            found += _choose(table, candidates, problems, catalog)
    if not found:
        return Recognised(None, [], problems)
    chosen = _edition(found, catalog, edition)
    recognised = Recognised(chosen.edition, [], problems, parts=found)
    for one in found:
        _read(one, chosen, read, recognised, catalog.editions if is_published else (chosen,))
    return recognised


@dataclass
class _Sheet:
    """A sheet to be looked through, for one table after the other."""

    grid: Grid
    lexicon: Lexicon
    read: Reader
    is_usual: bool

    @cached_property
    def _page(self) -> Page:
        return Page(self.grid, self.lexicon, self.read)

    def find(self, finder: Callable[[Page], Iterator[Found]]) -> list[Found]:
        """The tables of one kind. On a sheet of a layout known they stand where they stood, unless something had to be said of them."""
        layout = self.grid.layout if self.is_usual else None
        found = found_once(layout, finder, self.lexicon, lambda: list(finder(self._page)), _says_nothing)
        return [one if one.grid is self.grid else replace(one, grid=self.grid, problems=[]) for one in found]


def _says_nothing(found: list[Found]) -> bool:
    return not any(one.problems for one in found)


def _choose(table: str, candidates: list[Found], problems: list[Problem], catalog: Catalog) -> list[Found]:
    """The pieces of one table of each kind: visible before hidden, filled before blank; two that are filled are a problem."""
    visible = [one for one in candidates if one.grid.is_visible] or candidates
    filled = [one for one in visible if one.is_filled()]
    chosen: list[Found] = []
    rivals = []
    for one in [*filled, *(one for one in visible if one not in filled)]:
        if not any(one.places.keys() & other.places.keys() for other in chosen):
            chosen.append(one)
        elif one in filled:
            rivals.append(one)
    if rivals:
        places = "、".join("!".join(one.grid.place_name(one.anchor)) for one in filled)
        title = table_title(catalog.editions[-1], table)
        detail = f"“{title}”出现了 {len(filled)} 次（{places}），无法确定以哪一张为准。"
        problems.append(Problem("FILE-TABLES", detail, *rivals[0].grid.place_name(rivals[0].anchor)))
    pieces = [one for one in chosen if one.places] or chosen[:1]
    for piece in pieces:
        problems += piece.problems
    return pieces


def _edition(found: Sequence[Found], catalog: Catalog, stamped: str | None) -> Edition:
    """The edition that has most of the cells found; where that is undecided, the stamp's, and then the newest."""

    def fitting(edition: Edition) -> int:
        return sum(len(one.places.keys() & _known(edition)[one.table].keys()) for one in found)

    preferred = sorted(
        catalog.editions, key=lambda edition: (edition.edition != stamped, -edition.issued_on.toordinal())
    )
    for edition in preferred:
        if all(_is_of(one, edition) for one in found):
            return edition
    return max(preferred, key=fitting)


def _is_of(one: Found, edition: Edition) -> bool:
    """Whether the edition has all cells of a table."""
    what = "edition", one.table, one.anchor
    known = _known(edition)[one.table]
    return found_once(one.grid.layout, what, edition, lambda: one.places.keys() <= known.keys(), always)


def _known(edition: Edition) -> dict[str, Known]:
    """An edition's cells, and those of rows printed as one: code and unit by table, and then by row and column."""
    if id(edition) not in _KNOWN:
        cells = (*edition.cells, *edition.merged_cells.values())
        known = {t: {(c.row, c.column): (c.code, c.unit) for c in cells if c.table == t} for t in TABLES}
        _KNOWN[id(edition)] = edition, known
    return _KNOWN[id(edition)][1]


_KNOWN: dict[int, tuple[Edition, dict[str, Known]]] = {}


def _read(found: Found, chosen: Edition, read: Reader, recognised: Recognised, readable: Sequence[Edition]) -> None:
    """Reads a table's cells as those of the chosen edition, or else of another readable one."""
    grid = found.grid
    sought = None if grid.layout is None else _sought(found, grid.layout, chosen)
    if sought is not None:
        rows, name = grid.rows, grid.name
        recognised.cells.extend(
            [(code, *read(rows[row][column], unit), name, at) for row, column, code, unit, at in sought]
        )
        return
    known, cells = _known(chosen)[found.table], recognised.cells
    unread = {}
    for key, place in found.places.items():
        cell = known.get(key)
        if cell is None:
            unread[key] = place
        else:
            cells.append(_read_cell(grid, place, read, cell))
    for edition in readable if unread else ():
        others = _known(edition)[found.table]
        for key in [key for key in unread if key in others]:
            recognised.foreign.append((edition.edition, _read_cell(found.grid, unread.pop(key), read, others[key])))
    recognised.problems.extend(_foreign(found.grid, unread, chosen))


def _sought(found: Found, layout: Layout, edition: Edition) -> list[Sought] | None:
    """Where to look for which cell; None for a table that has not all its cells on the sheet and in the edition."""
    what = "sought", found.table, found.anchor
    return layout.found(what, edition, lambda: _looked_up(found, edition), always)


def _looked_up(found: Found, edition: Edition) -> list[Sought] | None:
    known, rows = _known(edition)[found.table], found.grid.rows
    sought: list[Sought] = []
    for key, (row, column) in found.places.items():
        if key not in known or not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            return None
        sought.append((row, column, *known[key], found.grid.place_name((row, column))[1]))
    return sought


def _read_cell(grid: Grid, place: Place, read: Reader, cell: tuple[str, str]) -> ReadCell:
    state, value, text = read_place(grid, place, read, cell[1])
    return (cell[0], state, value, text, *grid.place_name(place))


def _foreign(grid: Grid, unread: dict[tuple[str, str], Place], edition: Edition) -> Iterator[Problem]:
    """Rows and columns that are both known but do not meet in this edition, once a row."""
    rows = {row: place for (row, _), place in reversed(unread.items())}
    for place in rows.values():
        detail = f"此处的行和列在{edition.title}中没有对应的数据项，没有计入。"
        yield Problem("FILE-LABEL", detail, *grid.place_name(place), grid.text_at(*place))


def read_place(grid: Grid, place: Place, read: Reader, unit: str) -> Reading:
    """What one place says; a flaw before what the reader of the file could see."""
    if place in grid.flaws:
        return flawed(grid.flaws[place])
    return read(grid.at(*place), unit)


def table_title(edition: Edition, table: str) -> str:
    """The printed title of a table."""
    titles: dict[str, str] = {one.code: one.title for one in (edition.proactive, edition.requests, edition.disputes)}
    return titles[table]
