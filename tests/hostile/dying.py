"""A reader that dies, hangs or fills the memory where a file says so; by itself, since a child imports what it is to call."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from flows.reading.children import read_path
from transforms.submission import FileReading


def read_or_die(path: Path) -> FileReading:
    content = path.read_bytes()
    if content == b"kills":
        os.kill(os.getpid(), signal.SIGKILL)
    if content == b"hangs":
        time.sleep(60)
    if content == b"fills":
        return FileReading(media_type=str(len(bytearray(4 << 30))))
    return read_path(path)


def read_or_lose_the_machine(path: Path) -> FileReading:
    """In a child of a Dask worker: says which worker reads, and waits to be killed with it, or kills it itself."""
    content = path.read_bytes()
    told = path.with_suffix(".worker")
    if content == b"waits" and not told.exists():
        told.with_suffix(".part").write_text(str(_parent(os.getppid())))
        told.with_suffix(".part").replace(told)
        time.sleep(3)
    if content == b"kills its machine":
        os.kill(_parent(os.getppid()), signal.SIGKILL)
        time.sleep(3)
    return FileReading(media_type=path.name)


def _parent(pid: int) -> int:
    """A child is started by a fork server, which is started by the worker."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
