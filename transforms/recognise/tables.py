"""The three statutory tables of a workbook, wherever they stand: which edition they follow, each cell's reading, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from transforms.grid import Grid, Place
from transforms.labels import lexicon_of
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
    pages = [Page(grid, lexicon, read) for grid in grids]
    problems: list[Problem] = []
    found: list[Found] = []
    for table, finder in zip(TABLES, _FINDERS, strict=True):
        candidates = [one for page in pages for one in finder(page)]
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


def _read(found: Found, chosen: Edition, read: Reader, recognised: Recognised, readable: Sequence[Edition]) -> None:
    """Reads a table's cells as those of the chosen edition, or else of another readable one."""
    known, cells = _known(chosen)[found.table], recognised.cells
    unread = {}
    for key, place in found.places.items():
        cell = known.get(key)
        if cell is None:
            unread[key] = place
        else:
            cells.append(_read_cell(found.grid, place, read, cell))
    for edition in readable if unread else ():
        others = _known(edition)[found.table]
        for key in [key for key in unread if key in others]:
            recognised.foreign.append((edition.edition, _read_cell(found.grid, unread.pop(key), read, others[key])))
    recognised.problems.extend(_foreign(found.grid, unread, chosen))


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
