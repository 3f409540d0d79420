"""Rebuild: the working database derived anew from archive and journal alone, compared row by row with the one that stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.steps.build import build_tables
from flows.steps.state import CHECKED, DERIVED, refresh
from warehouse.comparison import NotComparableError, TableDifference, compare_tables, compare_with_file
from warehouse.lake import Lake
from warehouse.released import attached
from warehouse.store import Store, open_store, writers_lock
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to. `unreadable` says why there was nothing to compare with; `errors` are rules that broke, our fault."""

    submissions: int
    cells: int
    differences: tuple[TableDifference, ...]
    unreadable: str | None
    is_replaced: bool
    errors: tuple[str, ...]


def rebuild(workspace: Workspace, *, replace: bool = True) -> Rebuilt:
    """Derives all anew in a file aside and compares; with `replace` it then takes the place of the standing one.

    Until then the standing one is not touched. Raises StoreBusyError while another run writes, JournalError.
    """
    place = workspace.warehouse
    return (
        _rebuild_lake(workspace, place, replace)
        if isinstance(place, Lake)
        else _rebuild_file(workspace, place, replace)
    )


def _rebuild_file(workspace: Workspace, standing: Path, replace: bool) -> Rebuilt:
    with writers_lock(standing), _room_for_another(standing) as aside:
        with open_store(aside) as store:
            derived = _derive(store, workspace)
            differences, unreadable = _compare(store, standing)
        is_replaced = replace and not derived.errors
        if is_replaced:
            _put_in_place(aside, standing)
    return dataclasses.replace(derived, differences=differences, unreadable=unreadable, is_replaced=is_replaced)


def _rebuild_lake(workspace: Workspace, lake: Lake, replace: bool) -> Rebuilt:
    """In a file on this machine, which then takes the place of the office's schema in one commit."""
    with open_store(lake) as standing, _room_for_another(workspace.database) as aside:
        with open_store(aside) as store:
            derived = _derive(store, workspace)
        with attached(standing.connection, "rebuilt", aside):
            differences, unreadable = _compare_far(standing)
            is_replaced = replace and not derived.errors
            if is_replaced:
                standing.take_over("rebuilt.main")
    return dataclasses.replace(derived, differences=differences, unreadable=unreadable, is_replaced=is_replaced)


@contextmanager
def _room_for_another(database: Path) -> Iterator[Path]:
    """For whoever holds the writer's lock: what lies there may else be another rebuild's."""
    aside = database.with_name("rebuilt.duckdb")
    _remove(aside)
    try:
        yield aside
    finally:
        _remove(aside)


def _derive(store: Store, workspace: Workspace) -> Rebuilt:
    errors = refresh(store, workspace).errors
    build_tables(store)
    [counts] = store.rows("SELECT (SELECT count(*) FROM core_submission) s, (SELECT count(*) FROM core_cell) c")
    return Rebuilt(counts["s"], counts["c"], (), None, False, errors)


def _compare_far(standing: Store) -> tuple[tuple[TableDifference, ...], str | None]:
    try:
        return compare_with_file(standing, "rebuilt.main", (*DERIVED, *CHECKED)), None
    except NotComparableError as why:
        return (), str(why)


def _compare(store: Store, standing: Path) -> tuple[tuple[TableDifference, ...], str | None]:
    try:
        return compare_tables(store, standing, (*DERIVED, *CHECKED)), None
    except NotComparableError as why:
        return (), str(why)


def _put_in_place(aside: Path, standing: Path) -> None:
    """A log left by a crash belongs to the database that goes: it must not be replayed on the new one."""
    standing.with_name(standing.name + ".wal").unlink(missing_ok=True)
    aside.replace(standing)


def _remove(aside: Path) -> None:
    for path in (aside, aside.with_name(aside.name + ".wal"), aside.with_suffix(".lock")):
        path.unlink(missing_ok=True)
