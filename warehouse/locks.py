"""Who may write: one process at a time, by the operating system's lock. A lake has PostgreSQL's as well (lake_lock.py)."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
