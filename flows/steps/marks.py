"""Up to which event of the journal the working tables stand: what a crash or a damaged log took from them is seen, and derived again;
what a journal lost that they were loaded from is seen too, and said before anything is derived without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.steps.intake import archive_of, journal_of
from warehouse.archive import Archive
from warehouse.journal import GENESIS, Event, JournalError
from warehouse.store import Store
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
    marks = marks_of(store)
    return LOADED_TO in marks and all(digest in known for digest in marks.values())


def check_none_lost(store: Store, workspace: Workspace) -> list[Event]:
    """All events. Raises JournalError where the tables were loaded from some of this office's journal that it no longer has.

    What is left of a journal that lost its end is a journal like any other; only what was made of it knows that there was more. A
    database of another office, of whose receipts the archive has none, is no witness.
    """
    journal = journal_of(workspace)
    events = list(journal)
    is_told = LOADED_TO in marks_of(store) and not is_of_journal(store, events)
    if not is_told or (events and not _is_own(store, archive_of(workspace))):
        return events
    raise JournalError(
        f"日志 {journal.path} 只有 {len(events)} 条，缺少工作数据库所依据的记录：末尾已丢失或被换掉。没有改动任何数据。"
        "请检查存档文件夹是否连上，或从备份恢复日志；确认以现有日志为准的，运行 zwgk rebuild。"
    )


def _is_own(store: Store, archive: Archive) -> bool:
    """Whether any receipt of the tables is one of which this archive has the bytes."""
    received = store.rows("SELECT DISTINCT sha256 FROM raw_receipt")
    return not received or any(archive.path(row["sha256"]).exists() for row in received)


def marks_of(store: Store) -> dict[str, str]:
    """By name the digest of the event up to which the tables stand."""
    rows = store.rows(f"SELECT name, fingerprint FROM raw_context WHERE name IN ('{LOADED_TO}', '{DERIVED_TO}')")
    return {row["name"]: row["fingerprint"] for row in rows}
