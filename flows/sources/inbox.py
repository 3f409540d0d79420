"""The inbox folder: which files in it are reports to land. Opens nothing: landing reads the bytes, this looks at names and stats."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flows.sources.names import display_name, ignored_because

SETTLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file at rest. `name` is its path below the inbox, made fit to show; `path` is where its bytes are."""

    path: Path
    name: str
    size: int
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """An entry that was not taken, and why (in Chinese)."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """One look into the inbox."""

    found: tuple[Found, ...]
    passed: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    path: Path
    name: str
    state: os.stat_result
    reason: str | None

    @property
    def shape(self) -> tuple[int, int, int]:
        return (self.state.st_size, self.state.st_mtime_ns, self.state.st_ino)


def find_files(folder: Path, settle: float = SETTLE_SECONDS) -> Iterator[Found]:
    """The files to land, in the order of their names, sub-folders included; see read_inbox for what was passed over."""
    yield from read_inbox(folder, settle).found


def read_inbox(folder: Path, settle: float = SETTLE_SECONDS) -> Inbox:
    """Looks at every entry; a file that changed within the last `settle` seconds is looked at again after as long.

    One that changed in between is still being copied and waits for the next run. `settle=0` takes every file at once.
    """
    seen = sorted(_walk(folder, folder), key=lambda entry: entry.name)
    if settle > 0 and any(_is_fresh(entry, settle) for entry in seen):
        time.sleep(settle)
        seen = [_again(entry) for entry in seen]
    return Inbox(
        found=tuple(_found(entry) for entry in seen if entry.reason is None),
        passed=tuple(Passed(entry.name, entry.reason) for entry in seen if entry.reason is not None),
    )


def _walk(root: Path, folder: Path) -> Iterator[_Seen]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path, state = Path(entry.path), entry.stat(follow_symlinks=False)
            reason = ignored_because(entry.name) or _not_regular(state)
            if reason is None and stat.S_ISDIR(state.st_mode):
                yield from _walk(root, path)
            else:
                yield _Seen(path, display_name(str(path.relative_to(root))), state, reason)


def _not_regular(state: os.stat_result) -> str | None:
    if stat.S_ISLNK(state.st_mode):
        return "符号链接"
    if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
        return "不是普通文件"
    return None


def _is_fresh(entry: _Seen, settle: float) -> bool:
    # ctime too: a copy that keeps the old modification time still moves ctime with every write.
    changed = max(entry.state.st_mtime, entry.state.st_ctime)
    return entry.reason is None and time.time() - changed < settle


def _again(entry: _Seen) -> _Seen:
    if entry.reason is not None:
        return entry
    try:
        later = replace(entry, state=entry.path.lstat())
    except OSError:
        return replace(entry, reason="已被移走")
    return later if later.shape == entry.shape else replace(later, reason="正在写入，下次再收")


def _found(entry: _Seen) -> Found:
    modified_at = datetime.fromtimestamp(entry.state.st_mtime, UTC)
    return Found(entry.path, entry.name, entry.state.st_size, modified_at)
