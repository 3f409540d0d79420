"""A disk that fails, or that somebody keeps a record of: calls of this process, and of DuckDB in it, seen before the system sees them.

Needs gcc. A process has to be started with the library: `under_faulty_disk` starts the command that is running once more, with it.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SOURCE = Path(__file__).with_suffix(".c")
_COUNT, _KILL, _FAIL = 1, 2, 3
_STARTED = "ZWGK_BENCH_FAULTY_DISK"
_HEAD = struct.Struct("<cIIQQ")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a file: `op` is C(reate), W(rite), T(runcate), S(ync), R(ename), U(nlink), M(kdir), rmD(ir), sym(L)ink or a m(A)rk."""

    op: str
    path: str
    other: str
    offset: int
    content: bytes


def is_possible() -> bool:
    """Whether this machine can build the library."""
    return shutil.which("gcc") is not None


def under_faulty_disk(module: str) -> None:
    """Starts this command again with the library, unless it has it already. Raises SystemExit without gcc."""
    if _STARTED in os.environ:
        return
    if not is_possible():
        raise SystemExit("gcc is needed: apt-get install gcc libc6-dev")
    with tempfile.TemporaryDirectory(prefix="zwgk-disk-") as folder:
        library = Path(folder) / "faulty_disk.so"
        subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, _SOURCE], check=True)
        environment = os.environ | {"LD_PRELOAD": str(library), _STARTED: str(library)}
        command = [sys.executable, "-u", "-m", module, *sys.argv[1:]]
        raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)


class FaultyDisk:
    """The library in this process: what it does from now on to changes below a folder."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ[_STARTED])
        self._library.disk_count.restype = ctypes.c_long

    def count(self, below: Path) -> None:
        """Only counts."""
        self._arm(below, _COUNT)

    def kill_at(self, below: Path, number: int) -> None:
        """The process and its group die just before the n-th change."""
        self._arm(below, _KILL, number)

    def fail_from(self, below: Path, number: int, error: int, *, syncs: bool = False) -> None:
        """Every change from the n-th on fails; with `syncs` only where something is to be made durable."""
        self._arm(below, _FAIL, number, error, syncs=syncs)

    def record(self, below: Path, log: Path) -> None:
        """Writes down every change."""
        self._arm(below, _COUNT, log=str(log))

    @property
    def counted(self) -> int:
        """Changes since it was armed, also those of a forked child."""
        return int(self._library.disk_count())

    def mark(self, text: str) -> None:
        """A line of ours in the record."""
        self._library.disk_mark(text.encode())

    def _arm(
        self, below: Path, how: int, number: int = 0, error: int = 0, *, syncs: bool = False, log: str = ""
    ) -> None:
        self._library.disk_arm(os.fsencode(below), how, ctypes.c_long(number), error, int(syncs), log.encode())


def read_record(log: Path) -> Iterator[Change]:
    """The changes in their order."""
    content, at = log.read_bytes(), 0
    while at < len(content):
        op, path_length, other_length, offset, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        path = os.fsdecode(content[at : at + path_length])
        other = os.fsdecode(content[at + path_length : at + path_length + other_length])
        at += path_length + other_length
        written = content[at : at + length] if op == b"W" else b""
        at += len(written)
        yield Change(op.decode(), path, other, offset, written)
