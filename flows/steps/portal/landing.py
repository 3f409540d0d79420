"""Land: a visit to a feed becomes one event of the journal, which names the archived list of its pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.sources.portal_visit import Page, forget_visit
from flows.steps.intake import archive_of, journal_of
from warehouse.archive import Archive
from warehouse.journal import Event
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from flows.sources.portal import Visit

FETCHED = "fetched"
_STATE = "portal"


def state_folder(workspace: Workspace) -> Path:
    """Where visits under way are noted."""
    return workspace.fetched / _STATE


def land_visits(workspace: Workspace, visits: Sequence[Visit], at: datetime) -> list[Event]:
    """Archives the list of pages of every visit and journals them all at once; a visit that failed keeps its pages for the next run."""
    archive = archive_of(workspace)
    events = journal_of(workspace).append(FETCHED, at, [_facts(visit, archive) for visit in visits])
    for visit in visits:
        if visit.failure is None:
            forget_visit(state_folder(workspace), visit.feed.name)
    return events


def read_pages(archive: Archive, sha256: str) -> tuple[Page, ...]:
    """The pages of a landed visit."""
    listed = json.loads(archive.path(sha256).read_bytes())
    return tuple(Page(**page) for page in listed["pages"])


def last_pages(workspace: Workspace, events: Iterable[Event]) -> dict[str, tuple[Page, ...]]:
    """The pages that each feed had last time: what has not changed since need not come again."""
    last = {e.facts["feed"]: e.facts["sha256"] for e in events if e.kind == FETCHED and e.facts["sha256"]}
    archive = archive_of(workspace)
    return {feed: read_pages(archive, sha256) for feed, sha256 in last.items() if archive.path(sha256).is_file()}


def fetch_row(event: Event) -> tuple[str, dict[str, object]]:
    """A landed visit as a row of raw_portal_fetch."""
    facts = event.facts
    row = {name: facts[name] or None for name in ("source", "feed", "url", "sha256", "fault_code", "detail")}
    return "raw_portal_fetch", {
        **row,
        "fetch_no": event.number,
        "page_count": int(facts["pages"]),
        "fetched_at": event.at,
    }


def _facts(visit: Visit, archive: Archive) -> dict[str, str]:
    feed = visit.feed
    code, detail = visit.failure or ("", "")
    sha256 = ""
    if visit.failure is None:
        listed = {"feed": feed.name, "url": feed.url, "pages": [asdict(page) for page in visit.pages]}
        sha256 = archive.land(json.dumps(listed, ensure_ascii=False, sort_keys=True).encode())
    told = {"source": feed.source.code, "feed": feed.name, "url": feed.url, "sha256": sha256}
    return {**told, "pages": str(len(visit.pages)), "fault_code": code, "detail": detail}
