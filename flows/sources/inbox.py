"""The inbox folder: which files in it are reports to land, and their bytes: those of the very file that was looked at, whole."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flows.sources.names import display_name, ignored_because

SETTLE_SECONDS = 1.0
_LINK, _NO_FILE, _TWO_NAMES = "符号链接", "不是普通文件", "硬链接，与别处的文件共用内容；请复制一份放入收件箱"
_STILL_WRITTEN, _GONE = "正在写入，下次再收", "已被移走"


class NotTakenError(Exception):
    """A file that was found can't be taken now; the message says why (in Chinese)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file at rest. `name` is its path below the inbox, made fit to show; `path` is where its bytes are."""

    path: Path
    name: str
    size: int
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """An entry that was not taken, and why (in Chinese). `is_usual` where its name says that it is no report."""

    name: str
    reason: str
    is_usual: bool = False


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
        return _shape(self.state)


def find_files(
    folder: Path, settle: float = SETTLE_SECONDS, tell: Callable[[Passed], object] | None = None
) -> Iterator[Found]:
    """The files to land, in the order of their names, sub-folders included. `tell` hears of each that was passed over unusually."""
    seen = read_inbox(folder, settle)
    for passed in seen.passed:
        if tell is not None and not passed.is_usual:
            tell(passed)
    yield from seen.found


def fetch_found(found: Found, largest: int) -> bytes:
    """The bytes of a file found. Raises OSError where it can't be opened, NotTakenError where it is another one by now, is being
    written, has a second name, or is larger than `largest` bytes: never waits for a pipe, never follows a link.
    """
    handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if (reason := _not_regular(before)) is not None or not stat.S_ISREG(before.st_mode):
            raise NotTakenError(f"{reason or _NO_FILE}，没有收取")
        if before.st_size > largest:
            raise NotTakenError(f"文件有 {before.st_size >> 20} MB，一份报表不会有这么大，没有收取")
        content = file.read(before.st_size + 1)
        after = os.fstat(handle)
    is_same = _shape(before) == _shape(after) and len(content) == before.st_size
    if not is_same or (found.size, found.modified_at) != (before.st_size, _modified_at(before)):
        raise NotTakenError(_STILL_WRITTEN)
    return content


def read_inbox(folder: Path, settle: float = SETTLE_SECONDS) -> Inbox:
    """Looks at every entry; a file that changed within the last `settle` seconds is looked at again after as long.

    One that changed in between is still being copied and waits for the next run. `settle=0` takes every file at once.
    """
    seen = sorted(_walk(folder), key=lambda entry: entry.name)
    if settle > 0 and any(_is_fresh(entry, settle) for entry in seen):
        time.sleep(settle)
        seen = [_again(entry) for entry in seen]
    return Inbox(
        found=tuple(_found(entry) for entry in seen if entry.reason is None),
        passed=tuple(
            Passed(entry.name, entry.reason, ignored_because(entry.path.name) is not None)
            for entry in seen
            if entry.reason is not None
        ),
    )


def _shape(state: os.stat_result) -> tuple[int, int, int]:
    return (state.st_size, state.st_mtime_ns, state.st_ino)


def _walk(folder: Path, before: str = "") -> Iterator[_Seen]:
    """What lies in the folder and below; `before` is what comes before the names there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            try:
                state = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # taken away since it was listed
                continue
            reason = ignored_because(entry.name) or _not_regular(state)
            if reason is None and stat.S_ISDIR(state.st_mode):
                yield from _walk(path, f"{before}{entry.name}{os.sep}")
            else:
                yield _Seen(path, display_name(f"{before}{entry.name}"), state, reason)


def _not_regular(state: os.stat_result) -> str | None:
    if stat.S_ISLNK(state.st_mode):
        return _LINK
    if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
        return _NO_FILE
    return _TWO_NAMES if stat.S_ISREG(state.st_mode) and state.st_nlink > 1 else None


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
        return replace(entry, reason=_GONE)
    return later if later.shape == entry.shape else replace(later, reason=_STILL_WRITTEN)


def _found(entry: _Seen) -> Found:
    return Found(entry.path, entry.name, entry.state.st_size, _modified_at(entry.state))


def _modified_at(state: os.stat_result) -> datetime:
    return datetime.fromtimestamp(state.st_mtime, UTC)
