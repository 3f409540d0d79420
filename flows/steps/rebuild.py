"""Rebuild: the working database derived anew from archive and journal alone, compared row by row with the one that stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.steps.build import build_tables
from flows.steps.state import CHECKED, DERIVED, refresh
from warehouse.comparison import NotComparableError, TableDifference, compare_tables
from warehouse.locks import writer_lock
from warehouse.store import Store, open_store
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
    standing = workspace.database
    aside = standing.with_name("rebuilt.duckdb")
    standing.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(standing.with_suffix(".lock")):
        _remove(aside)
        try:
            with open_store(aside) as store:
                errors = refresh(store, workspace).errors
                build_tables(store)
                differences, unreadable = _compare(store, standing)
                [counts] = store.rows(
                    "SELECT (SELECT count(*) FROM core_submission) s, (SELECT count(*) FROM core_cell) c"
                )
            is_replaced = replace and not errors
            if is_replaced:
                _put_in_place(aside, standing)
        finally:
            _remove(aside)
    return Rebuilt(counts["s"], counts["c"], differences, unreadable, is_replaced, errors)


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
