"""The landing archive: received bytes, named by their SHA-256, written once, never changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_CONFIRMING_THREADS = 4
_OFFICE_ONLY = 0o440  # a file that was refused for applicants' personal data lies here too


@dataclass(frozen=True, slots=True)
class Archive:
    """Content-addressed files under `root/<first two digits>/<sha256>`."""

    root: Path

    def land(self, content: bytes) -> str:
        """Stores bytes for good and gives their SHA-256; storing the same bytes again writes nothing.

        The bytes are fsynced before the name appears, so a name in the archive always stands for whole content.
        """
        sha256 = self.put(content)
        self.confirm([sha256])
        return sha256

    def put(self, content: bytes) -> str:
        """As land, but the name survives a crash only after `confirm`: many files then wait for the disk once a folder."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        return sha256

    def confirm(self, hashes: Iterable[str]) -> None:
        """Makes the names of these contents durable."""
        folders = sorted({self.path(sha256).parent for sha256 in hashes})
        with ThreadPoolExecutor(_CONFIRMING_THREADS) as threads:
            list(threads.map(sync_directory, [*folders, self.root] if folders else []))

    def path(self, sha256: str) -> Path:
        """Where content of this hash lies."""
        return self.root / sha256[:2] / sha256

    def __iter__(self) -> Iterator[str]:
        """All hashes, sorted."""
        return (path.name for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")) if not path.name.startswith("."))

    def is_intact(self, sha256: str) -> bool:
        """Whether the stored bytes still have the hash that they are named by."""
        path = self.path(sha256)
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _write_whole(path: Path, content: bytes) -> None:
    """Writes a read-only file so that a reader sees all of it or nothing."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".landing-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(_OFFICE_ONLY)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise


def sync_directory(folder: Path) -> None:
    """Makes a rename in the folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
