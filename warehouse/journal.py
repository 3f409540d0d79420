"""The journal: what happened, in order, append-only and hash-chained. With the archive it is all that cannot be derived."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.archive import sync_directory

GENESIS = "0" * 64


class JournalError(RuntimeError):
    """The journal was damaged; the message says at which line."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line: its number (from 1), what kind, when (Asia/Shanghai wall clock), the facts, and the chained hash."""

    number: int
    kind: str
    at: datetime
    facts: dict[str, str]
    digest: str


@dataclass(frozen=True, slots=True)
class Journal:
    """A JSON-lines file; each line's hash covers the line before it."""

    path: Path

    def append(self, kind: str, at: datetime, facts: Sequence[dict[str, str]]) -> list[Event]:
        """Writes one event for each of `facts` and fsyncs once: after this call they survive a crash.

        A torn last line, left by a crash in an earlier call, was never acknowledged and is cut off first.
        """
        events = list(self)
        self._cut_torn_line()
        last, digest = (events[-1].number, events[-1].digest) if events else (0, GENESIS)
        added = []
        for number, fact in enumerate(facts, last + 1):
            body = _body(number, kind, at, fact)
            digest = _chain(digest, body)
            added.append(Event(number, kind, at, fact, digest))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        _append_whole(self.path, b"".join(_line(event) for event in added))
        return added

    def __iter__(self) -> Iterator[Event]:
        """All whole events. Raises JournalError where the chain is broken."""
        previous = GENESIS
        content = self.path.read_bytes() if self.path.exists() else b""
        for number, line in enumerate(content[: content.rfind(b"\n") + 1].splitlines(), 1):
            event = _parse(line, number)
            if event.number != number or not _follows(event, previous, line):
                raise JournalError(f"日志 {self.path} 第 {number} 行与前后不符，可能被改动；请从备份恢复。")
            previous = event.digest
            yield event

    @property
    def head(self) -> str:
        """The digest of the last event, which vouches for all before it."""
        digest = GENESIS
        for event in self:
            digest = event.digest
        return digest

    def ends(self, passing: Collection[str] = ()) -> set[str]:
        """Digests of the last event and, as long as these are of the kinds in `passing`, of those before it. Parses only the end."""
        found: set[str] = set()
        for line in self._lines_from_the_end():
            event = _parse(line, 0)
            found.add(event.digest)
            if event.kind not in passing:
                return found
        return {*found, GENESIS}

    def _lines_from_the_end(self) -> Iterator[bytes]:
        content = self.path.read_bytes() if self.path.exists() else b""
        end = content.rfind(b"\n") + 1
        while end > 0:
            start = content.rfind(b"\n", 0, end - 1) + 1
            yield content[start:end]
            end = start

    def _cut_torn_line(self) -> None:
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(self.path, whole)


def _append_whole(path: Path, content: bytes) -> None:
    """All of it durably, or nothing: lines that a failing disk did not confirm must not be taken for written by the next run."""
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        before = os.fstat(handle).st_size
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except BaseException:
            os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)
    if is_new:
        sync_directory(path.parent)


def _body(number: int, kind: str, at: datetime, facts: dict[str, str]) -> str:
    row = {"n": number, "kind": kind, "at": at.isoformat(), "facts": facts}
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def _follows(event: Event, previous: str, line: bytes) -> bool:
    """Whether the digest vouches for the event and the one before it. A line as it was written has its body in it word for word; to
    write that anew for each of thousands takes longer than all else, and is done only where the words are others.
    """
    written = line.replace(f'"digest": "{event.digest}", '.encode(), b"", 1)
    if event.digest == hashlib.sha256(previous.encode() + written).hexdigest():
        return True
    return event.digest == _chain(previous, _body(event.number, event.kind, event.at, event.facts))


def _chain(previous: str, body: str) -> str:
    return hashlib.sha256((previous + body).encode()).hexdigest()


def _line(event: Event) -> bytes:
    row = {"n": event.number, "kind": event.kind, "at": event.at.isoformat(), "facts": event.facts}
    text = json.dumps({**row, "digest": event.digest}, ensure_ascii=False, sort_keys=True)
    return text.encode() + b"\n"


def _parse(line: bytes, number: int) -> Event:
    try:
        row = json.loads(line)
        return Event(row["n"], row["kind"], datetime.fromisoformat(row["at"]), row["facts"], row["digest"])
    except (ValueError, KeyError, TypeError) as broken:
        raise JournalError(f"日志第 {number} 行无法读取：{broken}。请从备份恢复。") from broken
