"""Reading files from outside: in bounded children of this machine, or of the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator

from flows.reading.children import BATCH, SECONDS_A_FILE, Files, Read, child_pool, read_in, read_path
from transforms.file_reading import FileReading


def read_files(
    files: Files,
    *,
    workers: int = 2,
    read: Read = read_path,
    seconds: float = SECONDS_A_FILE,
    cluster: str | None = None,
) -> Iterator[tuple[str, FileReading]]:
    """(name, path) pairs to (name, reading) pairs in the same order. A file whose child dies or takes too long is unreadable.

    `cluster` is the address of a Dask scheduler, whose workers see the same paths; without it the children are this machine's.
    Raises OSError where the archive cannot be read, ReaderError where no child starts: no file is to blame for that.
    """
    if not files:
        return
    if cluster is not None:
        from flows.reading.cluster import read_on_cluster  # here: who reads by himself loads nothing of Dask

        yield from read_on_cluster(cluster, files, read, seconds)
        return
    size = min(BATCH, -(-len(files) // workers))
    with child_pool(min(workers, -(-len(files) // size))) as pool:
        yield from read_in(pool, files, read=read, seconds=seconds, size=size)
