"""Reading in child processes: the worst file costs its own child and nothing else.

A child has a bound on memory and time. Files go out in batches, because handing one over costs more than reading it. A batch whose
child dies or takes too long is read again one file at a time, and only the file that was then being read is blamed. The children are
this machine's, or those of the workers of a Dask cluster (worker.py), which read by the same functions.
"""

from __future__ import annotations

import logging
import math
import resource
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as ReadingTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from flows.reading.fork_server import fork_server
from transforms.errors import FileError
from transforms.file_reading import FileReading, unreadable
from warehouse.catalog.catalog import load_catalog

_MEMORY_BYTES = 1 << 30
SECONDS_A_FILE = 60.0
_SECONDS_A_BATCH = 10.0
BATCH, _AHEAD = 16, 32
_DIED, _TOOK_TOO_LONG, _TOOK_TOO_MUCH, _OUR_FAULT = "P90", "P91", "P92", "P99"
_LOG = logging.getLogger(__name__)


class ReaderError(RuntimeError):
    """No child could be started, or a cluster did not read; the message says why. No file is to blame, and a re-run reads all."""


Read = Callable[[Path], FileReading]
Files = Sequence[tuple[str, Path]]


def read_path(path: Path) -> FileReading:
    """Reads one file of the archive, in the child."""
    from transforms.submission import read_submission  # here: who starts children loads nothing of what reads

    return read_submission(path.read_bytes(), load_catalog())


def read_in(
    pool: ProcessPool, files: Files, *, read: Read = read_path, seconds: float = SECONDS_A_FILE, size: int = BATCH
) -> Iterator[tuple[str, FileReading]]:
    """(name, path) pairs to (name, reading) pairs in the same order, `size` files at a time. A file whose child dies or takes too long
    is unreadable. Batches go out only so far ahead of what is taken here, so that memory does not grow with the number of files.
    """
    limit = min(seconds, _SECONDS_A_BATCH)
    waiting: deque[tuple[Files, ProcessFuture[list[FileReading]]]] = deque()
    for at in range(0, len(files), size):
        batch = files[at : at + size]
        waiting.append((batch, _schedule(pool, read, [path for _, path in batch], limit)))
        if len(waiting) > _AHEAD:
            yield from _named(*waiting.popleft(), read, seconds)
    while waiting:
        yield from _named(*waiting.popleft(), read, seconds)


def _named(
    batch: Files, future: ProcessFuture[list[FileReading]], read: Read, seconds: float
) -> Iterator[tuple[str, FileReading]]:
    try:
        readings = future.result()
    except Exception:  # whatever it was, it is found out file by file
        readings = list(_read_alone([path for _, path in batch], read, seconds))
    yield from zip((name for name, _ in batch), readings, strict=True)


def _schedule(pool: ProcessPool, read: Read, paths: Sequence[Path], seconds: float) -> ProcessFuture[list[FileReading]]:
    return pool.schedule(_read_batch, args=[read, paths, seconds], timeout=seconds)


def _read_batch(read: Read, paths: Sequence[Path], seconds: float) -> list[FileReading]:
    """In the child. Its processor time is bounded from within too: it may outlive a parent that was killed."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    return [read(path) for path in paths]


def _read_alone(paths: Sequence[Path], read: Read, seconds: float) -> Iterator[FileReading]:
    """One file after the other, each pool for as long as it lives: where one broke, the next file gets a new one."""
    waiting = deque(paths)
    while waiting:
        with child_pool(1) as pool:
            _prove(pool)
            while waiting and pool.active:
                yield _outcome(pool, waiting.popleft(), read, seconds)


def _prove(pool: ProcessPool) -> None:
    """A child that dies before it has seen a file is no file's fault. Raises ReaderError."""
    try:
        pool.schedule(_load_catalog).result()
    except Exception as broken:
        raise ReaderError(f"读取文件的子进程无法启动（{broken!r}），没有读取任何文件；排除后重新运行即可。") from broken


def _load_catalog() -> None:
    load_catalog()  # what every file needs first


def _outcome(pool: ProcessPool, path: Path, read: Read, seconds: float) -> FileReading:
    try:
        return _schedule(pool, read, [path], seconds).result()[0]
    except (ProcessExpired, BrokenProcessPool):
        return unreadable(FileError(_DIED), load_catalog())
    except ReadingTimeoutError:
        return unreadable(FileError(_TOOK_TOO_LONG, f"{seconds:.0f}"), load_catalog())
    except MemoryError:
        return unreadable(FileError(_TOOK_TOO_MUCH), load_catalog())
    except OSError:
        raise
    except Exception as fault:
        _LOG.exception("reading %s failed", path)
        return unreadable(FileError(_OUR_FAULT, type(fault).__name__), load_catalog())


@contextmanager
def child_pool(workers: int) -> Iterator[ProcessPool]:
    """Bounded children of a fork server: a fork of this process would copy the locks of its other threads (Prefect, DuckDB, polars)."""
    pool = ProcessPool(max_workers=workers, initializer=_bound, context=fork_server())
    try:
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _bound() -> None:
    """Bounds the child before it sees any file."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
