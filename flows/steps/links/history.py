"""What visits to links have seen: each visit is landed as one JSON, and the state of a link follows from all of them.

A failure that may be bad luck makes a link dead only when a later visit, half a day on or more, fails too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from flows.sources.link_answer import LinkAnswer
from flows.steps.intake import OBSERVED, archive_of, journal_of
from warehouse.archive import Archive
from warehouse.journal import Event
from warehouse.workspace import Workspace

_SUBJECT = "links"
_CONFIRMED_AFTER = timedelta(hours=12)
_WORST_FIRST = ("dead", "unsure", "alive")


@dataclass(frozen=True, slots=True)
class Sighting:
    """What stands about an address now. `failing_since` begins an unbroken run of visits that did not find it."""

    url: str
    state: str
    detail: str
    is_failure: bool
    checked_at: datetime
    failing_since: datetime | None


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """All visits folded: addresses, and which of them each cell of evidence names."""

    addresses: Mapping[str, Sighting]
    cells: Mapping[str, tuple[str, ...]]


def land_visit(
    workspace: Workspace, answers: Iterable[LinkAnswer], cells: Mapping[str, tuple[str, ...]], at: datetime
) -> None:
    """Archives and journals one visit: the answers, and which addresses each cell of evidence named."""
    links = [{key: asdict(one)[key] for key in ("url", "state", "detail", "is_failure")} for one in answers]
    document = {"checked_at": at.isoformat(), "links": links, "cells": dict(cells)}
    sha256 = archive_of(workspace).land(json.dumps(document, ensure_ascii=False, sort_keys=True).encode())
    journal_of(workspace).append(OBSERVED, at, [{"subject": _SUBJECT, "sha256": sha256}])


def read_link_history(events: Iterable[Event], archive: Archive) -> LinkHistory:
    """Folds the visits that the journal names, in its order."""
    addresses: dict[str, Sighting] = {}
    cells: dict[str, tuple[str, ...]] = {}
    for event in events:
        if event.kind != OBSERVED or event.facts["subject"] != _SUBJECT:
            continue
        visit = json.loads(archive.path(event.facts["sha256"]).read_bytes())
        for seen in visit["links"]:
            addresses[seen["url"]] = _after(addresses.get(seen["url"]), seen, event.at)
        cells |= {text: tuple(urls) for text, urls in visit["cells"].items()}
    return LinkHistory(addresses, cells)


def link_rows(history: LinkHistory) -> list[dict[str, object]]:
    """Rows of `raw_link`, one a cell of evidence; a cell with several addresses is as good as the worst of them."""
    found = {
        text: [history.addresses[url] for url in urls if url in history.addresses]
        for text, urls in history.cells.items()
    }
    return [_row(text, seen) for text, seen in found.items() if seen]


def _after(before: Sighting | None, seen: Mapping[str, object], at: datetime) -> Sighting:
    is_failing = seen["is_failure"] is True or seen["state"] == "dead"
    since = None if before is None else before.failing_since
    now = Sighting(
        url=str(seen["url"]),
        state=str(seen["state"]),
        detail=str(seen["detail"]),
        is_failure=seen["is_failure"] is True,
        checked_at=at,
        failing_since=(since or at) if is_failing else None,
    )
    if now.is_failure and now.failing_since is not None and at - now.failing_since >= _CONFIRMED_AFTER:
        return replace(now, state="dead", detail=f"{now.detail}（{now.failing_since:%Y-%m-%d} 起一直如此）")
    return now


def _row(text: str, seen: list[Sighting]) -> dict[str, object]:
    state = min((one.state for one in seen), key=_WORST_FIRST.index)
    worst = [one for one in seen if one.state == state]
    details = (one.detail if len(seen) == 1 else f"{one.url}：{one.detail}" for one in worst)
    since = [one.failing_since for one in worst if one.failing_since is not None]
    return {
        "url": text,
        "state": state,
        "detail": "；".join(details),
        "checked_at": max(one.checked_at for one in seen),
        "dead_since": min(since) if state == "dead" else None,
    }
