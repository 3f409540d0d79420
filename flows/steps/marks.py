"""Up to which event of the journal the working tables stand: what a crash or a damaged log took from them is seen, and derived again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flows.steps.intake import RAN, journal_of
from warehouse.journal import GENESIS, Event
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace

LOADED_TO, DERIVED_TO = "journal loaded to", "all derived to"


def set_mark(store: Store, name: str, events: Sequence[Event]) -> None:
    """Notes the journal's last event, in the transaction that makes it true."""
    import polars as pl  # here, so that a command that only looks starts without it

    row = {"name": name, "fingerprint": events[-1].digest if events else GENESIS}
    store.replace("raw_context", pl.DataFrame([row]), ["name"])


def is_of_journal(store: Store, events: Sequence[Event]) -> bool:
    """Whether the tables were loaded from this journal, as it is or as it was: a log of another database tells of another one."""
    known = {GENESIS, *(event.digest for event in events)}
    marks = _marks(store)
    return LOADED_TO in marks and all(digest in known for digest in marks.values())


@contextmanager
def open_standing(workspace: Workspace) -> Iterator[Store]:
    """The working tables for a command that only looks at them. Where they are behind the journal, because a run died or a damaged
    database was put aside, they are brought up first: a look never shows less than what was received. Raises StoreBusyError.
    """
    with open_store(workspace.warehouse) as store:
        if _marks(store).get(DERIVED_TO, GENESIS) not in journal_of(workspace).ends(passing={RAN}):
            from flows.steps.state import refresh  # only where it is needed: it loads all that reads and judges

            refresh(store, workspace)
        yield store


def _marks(store: Store) -> dict[str, str]:
    rows = store.rows(f"SELECT name, fingerprint FROM raw_context WHERE name IN ('{LOADED_TO}', '{DERIVED_TO}')")
    return {row["name"]: row["fingerprint"] for row in rows}
