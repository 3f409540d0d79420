"""A visit to one feed while it is under way: every page that came is noted durably, so that an interrupted run goes on behind it."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from warehouse.archive import Archive

LISTED, DETAIL = "list", "detail"
_HELD_AT_ONCE = 8
_STALE_HOURS = 6  # a list goes on changing: pages of this morning and of tomorrow make no list


@dataclass(frozen=True, slots=True)
class Page:
    """One page that came: the address asked and the one that answered, the archived bytes, and what tells its version.

    `role` is that of a page of the answer, or of an item's own page.
    """

    url: str
    final_url: str
    sha256: str
    etag: str | None = None
    modified: str | None = None
    content_type: str = ""
    role: str = LISTED

    @property
    def validators(self) -> dict[str, str]:
        """Headers that ask for the page only if it changed."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(slots=True)
class Progress:
    """The pages of a feed so far, in `path`; `declared` is the fingerprint of what asks for them."""

    path: Path
    declared: str
    pages: list[Page] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, feed: str, declared: str) -> Progress:
        """Goes on with what an interrupted run left, if it is of the same declaration and of the last hours."""
        path = folder / f"{hashlib.sha256(feed.encode()).hexdigest()[:40]}.visit"
        rows = _rows(path)
        is_same = bool(rows) and rows[0].get("declared") == declared
        if not is_same or time.time() - float(rows[0].get("began", 0)) > _STALE_HOURS * 3600:
            path.unlink(missing_ok=True)
            return cls(path, declared)
        return cls(path, declared, [Page(**row) for row in rows[1:]])

    def note(self, page: Page) -> None:
        """Records a page whose bytes are in the archive. Not fsynced: what a power failure forgets is asked for once more."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as out:
            if out.tell() == 0:
                out.write(_line({"declared": self.declared, "began": time.time()}))
            out.write(_line(asdict(page)))
        self.pages.append(page)


@dataclass(slots=True)
class Landing:
    """Brings pages into the archive while the next one is on its way, and notes each, in order, once its bytes are safe."""

    archive: Archive
    progress: Progress
    disk: ThreadPoolExecutor
    _waiting: deque[tuple[Page, Future[str]]] = field(default_factory=deque)

    def add(self, page: Page, content: bytes) -> None:
        """Hands a page over; waits only where many are waiting already."""
        if page not in self.progress.pages:
            self._waiting.append((page, self.disk.submit(self.archive.land, content)))
        self.settle(_HELD_AT_ONCE)

    def settle(self, most: int = 0) -> None:
        """Notes what is safe, until at most `most` pages are waiting."""
        while self._waiting and (len(self._waiting) > most or self._waiting[0][1].done()):
            page, landed = self._waiting.popleft()
            landed.result()
            self.progress.note(page)


def sha256_of(content: bytes) -> str:
    """What the archive will know the bytes by."""
    return hashlib.sha256(content).hexdigest()


def forget_visit(folder: Path, feed: str) -> None:
    """The visit has landed: the next run asks anew."""
    Progress.of(folder, feed, "").path.unlink(missing_ok=True)


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _rows(path: Path) -> list[dict[str, Any]]:
    """Whole lines; a torn last one was never acknowledged."""
    content = path.read_bytes() if path.exists() else b""
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)
    try:
        return [json.loads(line) for line in content[:whole].splitlines()]
    except ValueError:
        return []
