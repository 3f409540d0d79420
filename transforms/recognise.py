"""The three statutory tables of a workbook, wherever they stand: which edition they follow, each cell's reading, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from transforms.grid import Grid, Place, address
from transforms.labels import lexicon_of
from transforms.numbers import Reader, Reading, State, flawed
from transforms.page import Found, Page, Problem
from transforms.recognise_disputes import find_disputes
from transforms.recognise_proactive import find_proactive
from transforms.recognise_requests import find_requests
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Edition

TABLES = ("T2", "T3", "T4")
Known = dict[tuple[str, str], tuple[str, str]]
_FINDERS = (find_proactive, find_requests, find_disputes)


# One statutory cell as it was read: cell_code, state, value, text, sheet, address. A plain tuple, because 200 of them leave the
# reading process for every file.
ReadCell = tuple[str, State, Decimal | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The cells of the tables found, blank ones included, the edition that their headers follow, and what was noticed."""

    edition: str | None
    cells: list[ReadCell]
    problems: list[Problem]


def recognise_tables(grids: Iterable[Grid], catalog: Catalog, read: Reader, edition: str | None = None) -> Recognised:
    """Finds and reads T2, T3 and T4. `edition` is what the stamp says: it decides only where the headers do not."""
    lexicon = lexicon_of(catalog)
    pages = [Page(grid, lexicon, read) for grid in grids]
    problems: list[Problem] = []
    found = {}
    for table, finder in zip(TABLES, _FINDERS, strict=True):
        candidates = [one for page in pages for one in finder(page)]
        if candidates:
            found[table] = _choose(table, candidates, problems, catalog)
    if not found:
        return Recognised(None, [], problems)
    chosen = _edition(list(found.values()), catalog, edition)
    cells = [cell for one in found.values() for cell in _read(one, chosen, read, problems)]
    return Recognised(chosen.edition, cells, problems)


def _choose(table: str, candidates: list[Found], problems: list[Problem], catalog: Catalog) -> Found:
    """One table of each kind: visible before hidden, filled before blank; two that are filled are a problem."""
    visible = [one for one in candidates if one.grid.is_visible] or candidates
    filled = [one for one in visible if one.is_filled()] or visible[:1]
    if len(filled) > 1:
        places = "、".join(f"{one.grid.name}!{address(one.anchor)}" for one in filled)
        title = table_title(catalog.editions[-1], table)
        detail = f"“{title}”出现了 {len(filled)} 次（{places}），无法确定以哪一张为准。"
        problems.append(Problem("FILE-TABLES", detail, filled[1].grid.name, address(filled[1].anchor)))
    problems += filled[0].problems
    return filled[0]


def _edition(found: Sequence[Found], catalog: Catalog, stamped: str | None) -> Edition:
    """The edition that has most of the cells found; where that is undecided, the stamp's, and then the newest."""

    def fitting(edition: Edition) -> int:
        return sum(len(one.places.keys() & _known(edition)[one.table].keys()) for one in found)

    preferred = sorted(
        catalog.editions, key=lambda edition: (edition.edition != stamped, -edition.issued_on.toordinal())
    )
    for edition in preferred:
        if all(one.places.keys() <= _known(edition)[one.table].keys() for one in found):
            return edition
    return max(preferred, key=fitting)


def _known(edition: Edition) -> dict[str, Known]:
    """An edition's cells, and those of rows printed as one: code and unit by table, and then by row and column."""
    if id(edition) not in _KNOWN:
        cells = (*edition.cells, *edition.merged_cells.values())
        known = {t: {(c.row, c.column): (c.code, c.unit) for c in cells if c.table == t} for t in TABLES}
        _KNOWN[id(edition)] = edition, known
    return _KNOWN[id(edition)][1]


_KNOWN: dict[int, tuple[Edition, dict[str, Known]]] = {}


def _read(found: Found, edition: Edition, read: Reader, problems: list[Problem]) -> list[ReadCell]:
    known, grid = _known(edition)[found.table], found.grid
    cells: list[ReadCell] = []
    for key, place in found.places.items():
        cell = known.get(key)
        if cell is not None:
            state, value, text = read_place(grid, place, read, cell[1])
            cells.append((cell[0], state, value, text, grid.name, address(place)))
    if len(cells) < len(found.places):
        problems += _foreign(found, known, edition)
    return cells


def _foreign(found: Found, known: Known, edition: Edition) -> Iterator[Problem]:
    """Rows and columns that are both known but do not meet in this edition, once a row."""
    rows = {row: place for (row, column), place in reversed(found.places.items()) if (row, column) not in known}
    for place in rows.values():
        detail = f"此处的行和列在{edition.title}中没有对应的数据项，没有计入。"
        yield Problem("FILE-LABEL", detail, found.grid.name, address(place), found.grid.text_at(*place))


def read_place(grid: Grid, place: Place, read: Reader, unit: str) -> Reading:
    """What one place says; a flaw before what the reader of the file could see."""
    if place in grid.flaws:
        return flawed(grid.flaws[place])
    return read(grid.at(*place), unit)


def table_title(edition: Edition, table: str) -> str:
    """The printed title of a table."""
    titles: dict[str, str] = {one.code: one.title for one in (edition.proactive, edition.requests, edition.disputes)}
    return titles[table]
