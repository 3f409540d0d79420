"""Reading in child processes: the worst file costs its own child and nothing else.

A child has a bound on memory and time. It is blamed only for the file that it was reading: pebble gives each worker one file at a
time, takes a new worker for one that died, and goes on with the others.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as ReadingTimeoutError
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from transforms.errors import FileError
from transforms.submission import FileReading, read_submission, unreadable
from warehouse.catalog.catalog import load_catalog

_MEMORY_BYTES = 2 << 30
_SECONDS_A_FILE = 60.0
_DIED, _TOOK_TOO_LONG = "P90", "P91"

Read = Callable[[Path], FileReading]


def read_path(path: Path) -> FileReading:
    """Reads one file of the archive, in the child."""
    return read_submission(path.read_bytes(), load_catalog())


def read_files(
    files: Sequence[tuple[str, Path]], *, workers: int = 2, read: Read = read_path, seconds: float = _SECONDS_A_FILE
) -> Iterator[tuple[str, FileReading]]:
    """(name, path) pairs to (name, reading) pairs in the same order. A file whose child dies or takes too long is unreadable."""
    # forkserver: a fork of this process would copy the locks of its other threads (Prefect, DuckDB, polars)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.reading"])
    with ProcessPool(max_workers=min(workers, len(files)) or 1, initializer=_bound, context=context) as pool:
        futures = [(name, pool.schedule(read, args=[path], timeout=seconds)) for name, path in files]
        for name, future in futures:
            yield name, _result(future, seconds)


def _result(future: ProcessFuture[FileReading], seconds: float) -> FileReading:
    try:
        return future.result()
    except (ProcessExpired, MemoryError):
        return unreadable(FileError(_DIED), load_catalog())
    except ReadingTimeoutError:
        return unreadable(FileError(_TOOK_TOO_LONG, f"{seconds:.0f}"), load_catalog())


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    load_catalog()
