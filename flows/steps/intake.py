"""Land: what was fetched goes into the archive and the journal before anything reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from flows.schedule import OFFICE_ZONE
from flows.sources.names import display_name
from warehouse.archive import Archive
from warehouse.journal import Event, Journal
from warehouse.workspace import Workspace

_LANDING_THREADS, _HELD_AT_ONCE = 4, 64
RECEIVED, WITHDRAWN, WAIVED, RAN = "received", "withdrawn", "waived", "ran"
OBSERVED, ADOPTED, ASSIGNED, CLOSED = "observed", "adopted", "assigned", "closed"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes as they came, with the name and the place that they came from."""

    file_name: str
    source: str
    content: bytes


def local_now() -> datetime:
    """The wall clock in Shanghai, without zone, as all stored times are."""
    return datetime.now(OFFICE_ZONE).replace(tzinfo=None, microsecond=0)


def journal_of(workspace: Workspace) -> Journal:
    """The workspace's journal."""
    return Journal(workspace.archive / "journal.jsonl")


def archive_of(workspace: Workspace) -> Archive:
    """The workspace's archive."""
    return Archive(workspace.archive)


def land_arrivals(
    workspace: Workspace, arrivals: Iterable[Arrival], at: datetime, foresee: Callable[[], object] | None = None
) -> list[Event]:
    """Archives every arrival and journals the new ones; `foresee` is called once the first new one is seen.

    An arrival is known already when the same content came from the same source under the same name: files may stay in the
    inbox for ever. The same content under another name is a new receipt, which the ledger then calls a duplicate.
    """
    journal, archive = journal_of(workspace), archive_of(workspace)
    known = {(e.facts["source"], e.facts["file_name"], e.facts["sha256"]) for e in journal if e.kind == RECEIVED}
    new: list[dict[str, str]] = []
    for file_name, source, sha256 in _archived(archive, arrivals):
        key = (display_name(source), display_name(file_name), sha256)
        if key not in known:
            if foresee is not None and not new:
                foresee()
            known.add(key)
            new.append(dict(zip(("source", "file_name", "sha256"), key, strict=True)))
    archive.confirm(facts["sha256"] for facts in new)
    return journal.append(RECEIVED, at, new) if new else []


def _archived(archive: Archive, arrivals: Iterable[Arrival]) -> Iterator[tuple[str, str, str]]:
    """Name, source and hash of every arrival, in order. Threads wait for the disk side by side; only some files are held at a time."""
    waiting = iter(arrivals)
    with ThreadPoolExecutor(_LANDING_THREADS) as threads:
        while some := list(islice(waiting, _HELD_AT_ONCE)):
            hashes = list(threads.map(lambda arrival: archive.put(arrival.content), some))
            named = [(arrival.file_name, arrival.source) for arrival in some]
            yield from ((*name, sha256) for name, sha256 in zip(named, hashes, strict=True))
