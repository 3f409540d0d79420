"""What a worker of a Dask cluster does with a batch: it reads the files in bounded children of its own (flows/reading/children.py)."""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing.util import Finalize
from pathlib import Path

from pebble import ProcessPool

from flows.reading.children import Read, ReaderError, child_pool, read_in
from transforms.file_reading import FileReading
from warehouse.catalog.catalog import load_catalog

BLAMES_NOBODY = "没有认定任何文件有问题，已收的文件都在；排除后重新运行即可。"
_KEPT_SECONDS, _LOOK_EVERY_SECONDS = 10.0, 2.0


@dataclass(frozen=True, slots=True)
class Order:
    """One batch: files by their paths, which every worker sees, and the program and the catalogue that they are to be read with."""

    paths: tuple[Path, ...]
    read: Read
    seconds: float
    program: str
    catalog: str


def read_batch(order: Order) -> list[FileReading]:
    """The files of a batch, in their order. Raises ReaderError where this machine cannot read: no file is to blame for that."""
    reason = _unfit(order)
    if reason is not None:
        raise ReaderError(f"{here()}{reason}{BLAMES_NOBODY}")
    try:
        with _CHILDREN.pool() as pool:
            named = [(path.name, path) for path in order.paths]
            return [reading for _, reading in read_in(pool, named, read=order.read, seconds=order.seconds)]
    except OSError as refused:
        raise ReaderError(f"{here()}读不了“{refused.filename}”（{refused.strerror}）。{BLAMES_NOBODY}") from refused
    except ReaderError as broken:
        raise ReaderError(f"{here()}：{broken}") from broken


def here() -> str:
    """This machine and process, for people who look for it."""
    return f"读取节点 {socket.gethostname()}（进程 {os.getpid()}）"


def _unfit(order: Order) -> str | None:
    """Why this worker may not read the batch. Other code or another catalogue would give other figures."""
    if multiprocessing.current_process().daemon:
        return "不许有子进程，请以环境变量 DASK_DISTRIBUTED__WORKER__DAEMON=False 启动它。"
    if (version("zwgk"), load_catalog().fingerprint) != (order.program, order.catalog):
        return "的程序与发起读取的机器不是同一版本，请装同一版本并重新启动它。"
    hidden = next((path for path in order.paths if not os.access(path, os.R_OK)), None)
    if hidden is None:
        return None
    archive = hidden.parents[1]
    if not archive.is_dir():
        return f"看不到档案目录“{archive}”，请在那台机器上把共享存储挂到同一路径。"
    return f"读不了档案文件“{hidden}”，请检查它在那台机器上的权限，并用 zwgk doctor 检查档案。"


class _Children:
    """A worker's children, kept from batch to batch: to start them takes as long as to read a hundred files. Idle ones are ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None
        self._users = 0
        self._used_at = 0.0

    @contextmanager
    def pool(self) -> Iterator[ProcessPool]:
        """As many children as the worker has threads."""
        with self._lock:
            pool = self._pool if self._pool is not None and self._pool.active else self._started()
            self._users += 1
        try:
            yield pool
        finally:
            with self._lock:
                self._users -= 1
                self._used_at = time.monotonic()

    def _started(self) -> ProcessPool:
        from distributed import get_worker

        opened = child_pool(get_worker().state.nthreads)
        self._pool = opened.__enter__()
        end = Finalize(None, opened.__exit__, args=(None, None, None), exitpriority=1)
        threading.Thread(target=self._end_when_idle, args=(self._pool, end), daemon=True).start()
        return self._pool

    def _end_when_idle(self, pool: ProcessPool, end: Finalize) -> None:
        while True:
            time.sleep(_LOOK_EVERY_SECONDS)
            with self._lock:
                if self._pool is not pool or (self._users == 0 and time.monotonic() - self._used_at > _KEPT_SECONDS):
                    self._pool = None if self._pool is pool else self._pool
                    break
        end()


_CHILDREN = _Children()
