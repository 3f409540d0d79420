"""Who may write: one process at a time, on this machine by the operating system's lock, to a lake by PostgreSQL's as well."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from warehouse.lake import Lake


class StoreBusyError(RuntimeError):
    """Another run is writing; the message says which."""

    @classmethod
    def held_by(cls, holder: str) -> StoreBusyError:
        """The sentence with the holder: a process, or a host and a process."""
        return cls(f"另一个运行正在写入（进程 {holder or '未知'}），请等它结束后再试。")


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Holds an exclusive OS lock on a file that names the holder. Raises StoreBusyError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise StoreBusyError.held_by(os.read(handle, 64).decode(errors="replace").strip()) from busy
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def writers_lock(place: Path | Lake) -> Iterator[None]:
    """Keeps others from writing the working tables, without opening them. Raises StoreBusyError, LakeError."""
    lock = place.lock if isinstance(place, Lake) else place.with_suffix(".lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        held.enter_context(writer_lock(lock))
        if isinstance(place, Lake):
            from warehouse.lake_lock import hold_lake  # here: who keeps to a file loads nothing of it

            held.enter_context(hold_lake(place))
        yield
