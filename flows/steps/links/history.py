"""What visits to links have seen: each visit is landed as one JSON, and the state of a link follows from all of them.

A failure that may be bad luck makes a link dead only when a later visit, half a day on or more, fails too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flows.steps.intake import OBSERVED, archive_of, journal_of
from warehouse.archive import Archive
from warehouse.journal import Event
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from flows.sources.link_answer import LinkAnswer

_SUBJECT = "links"
_CONFIRMED_AFTER = timedelta(hours=12)
_WORST_FIRST = ("dead", "unsure", "alive")


@dataclass(frozen=True, slots=True)
class Sighting:
    """What stands about an address now. `failing_since` begins an unbroken run of visits that did not find it.

    `broken_since` is when it last came to be dead, also where that is over; `mended_at` when it was found again after that.
    """

    url: str
    state: str
    detail: str
    is_failure: bool
    checked_at: datetime
    failing_since: datetime | None
    broken_since: datetime | None
    mended_at: datetime | None
    alive_at: datetime | None
    visits: int

    @property
    def dead_since(self) -> datetime | None:
        """Since when it can't be opened; None for one that can."""
        return self.failing_since if self.state == "dead" else None


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """All visits folded: addresses, and which of them each text names that a person or the portal gave as a link."""

    addresses: Mapping[str, Sighting]
    cells: Mapping[str, tuple[str, ...]]

    def seen(self) -> Iterator[tuple[str, list[Sighting]]]:
        """Each text with what is known of its addresses; one of which nothing is known is left out."""
        for text, urls in self.cells.items():
            known = [self.addresses[url] for url in urls if url in self.addresses]
            if known:
                yield text, known


def land_visit(
    workspace: Workspace, answers: Iterable[LinkAnswer], cells: Mapping[str, tuple[str, ...]], at: datetime
) -> None:
    """Archives and journals one visit: the answers, and which addresses each text named."""
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
    """Rows of `raw_link`, one a text; a text with several addresses is as good as the worst of them."""
    return [_row(text, seen) for text, seen in history.seen()]


def address_rows(history: LinkHistory) -> list[dict[str, object]]:
    """Rows of `raw_link_address`, one for each address of each text."""
    return [_address_row(text, one) for text, seen in history.seen() for one in seen]


def _after(before: Sighting | None, seen: Mapping[str, object], at: datetime) -> Sighting:
    now = _seen_now(before, seen, at)
    if now.is_failure and now.failing_since is not None and at - now.failing_since >= _CONFIRMED_AFTER:
        detail = f"{now.detail}（{now.failing_since:%Y-%m-%d} 起一直如此）"
        now = replace(now, state="dead", detail=detail)
    was_dead = before is not None and before.broken_since is not None and before.mended_at is None
    if now.state == "dead":
        return replace(now, broken_since=now.broken_since if was_dead else now.failing_since, mended_at=None)
    return replace(now, mended_at=at) if now.state == "alive" and was_dead else now


def _seen_now(before: Sighting | None, seen: Mapping[str, object], at: datetime) -> Sighting:
    """The visit's own word, with what went before."""
    state, is_failure = str(seen["state"]), seen["is_failure"] is True
    since = None if before is None else before.failing_since
    alive_at = None if before is None else before.alive_at
    return Sighting(
        url=str(seen["url"]),
        state=state,
        detail=str(seen["detail"]),
        is_failure=is_failure,
        checked_at=at,
        failing_since=(since or at) if is_failure or state == "dead" else None,
        broken_since=None if before is None else before.broken_since,
        mended_at=None if before is None else before.mended_at,
        alive_at=at if state == "alive" else alive_at,
        visits=1 if before is None else before.visits + 1,
    )


def _row(text: str, seen: list[Sighting]) -> dict[str, object]:
    state = min((one.state for one in seen), key=_WORST_FIRST.index)
    worst = [one for one in seen if one.state == state]
    details = (one.detail if len(seen) == 1 else f"{one.url}：{one.detail}" for one in worst)
    return {
        "url": text,
        "state": state,
        "detail": "；".join(details),
        "checked_at": max(one.checked_at for one in seen),
        "dead_since": min((one.dead_since for one in worst if one.dead_since is not None), default=None),
    }


def _address_row(text: str, one: Sighting) -> dict[str, object]:
    names = ("url", "state", "detail", "checked_at", "dead_since", "broken_since", "mended_at", "alive_at", "visits")
    return {"text": text, **{name: getattr(one, name) for name in names}}
