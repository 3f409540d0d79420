"""Up to which event of the journal the working tables stand: what a crash or a damaged log took from them is seen, and derived again."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.journal import GENESIS, Event
from warehouse.store import Store

LOADED_TO, DERIVED_TO = "journal loaded to", "all derived to"


def set_mark(store: Store, name: str, events: Sequence[Event]) -> None:
    """Notes the journal's last event, in the transaction that makes it true."""
    import polars as pl  # here, so that a command that only looks starts without it

    row = {"name": name, "fingerprint": events[-1].digest if events else GENESIS}
    store.replace("raw_context", pl.DataFrame([row]), ["name"])


def is_of_journal(store: Store, events: Sequence[Event]) -> bool:
    """Whether the tables were loaded from this journal, as it is or as it was: a log of another database tells of another one."""
    known = {GENESIS, *(event.digest for event in events)}
    marks = marks_of(store)
    return LOADED_TO in marks and all(digest in known for digest in marks.values())


def marks_of(store: Store) -> dict[str, str]:
    """By name the digest of the event up to which the tables stand."""
    rows = store.rows(f"SELECT name, fingerprint FROM raw_context WHERE name IN ('{LOADED_TO}', '{DERIVED_TO}')")
    return {row["name"]: row["fingerprint"] for row in rows}
