"""Reading on a Dask cluster: references go out in batches, readings come back in order, and a machine that fails blames no file.

A batch whose worker dies goes to another one. Batches wait in the cluster only so far ahead of what is taken from here, so that memory
does not grow with the number of files.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from flows.reading import Files, Read, ReaderError
from flows.reading_worker import BLAMES_NOBODY, Order, read_batch
from transforms.submission import FileReading
from warehouse.catalog.catalog import load_catalog

if TYPE_CHECKING:
    from distributed import Client, Future

    Readings = Future[list[FileReading]]

_CONNECT_SECONDS, _CLOSE_SECONDS, _LOOK_EVERY_SECONDS = 30.0, 5.0, 5.0
_NO_WORKER_SECONDS = 60.0
_LEAST, _MOST, _BATCHES_A_THREAD = 16, 256, 4
_AHEAD = 2


def read_on_cluster(address: str, files: Files, read: Read, seconds: float) -> Iterator[tuple[str, FileReading]]:
    """(name, path) pairs to (name, reading) pairs in the same order. Raises ReaderError, which blames no file."""
    with connected(address) as client:
        threads = max(1, _threads(client))
        size = max(_LEAST, min(_MOST, -(-len(files) // (_BATCHES_A_THREAD * threads))))
        waiting: deque[tuple[Files, Readings]] = deque()
        for at in range(0, len(files), size):
            batch = files[at : at + size]
            waiting.append((batch, client.submit(read_batch, _order(batch, read, seconds), pure=False)))
            if len(waiting) > _AHEAD * threads:
                yield from _readings(client, *waiting.popleft())
        while waiting:
            yield from _readings(client, *waiting.popleft())


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler, with at least one worker. Certificates are Dask's own settings. Raises ReaderError."""
    try:
        from distributed import Client
    except ImportError as absent:
        raise ReaderError("设置了 dask_scheduler，但没有安装集群所需的程序包，请安装 zwgk[cluster]。") from absent
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, RuntimeError) as refused:
        raise ReaderError(f"连接不上 Dask 调度器 {address}（{refused}）。{BLAMES_NOBODY}") from refused
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        yield client
    except TimeoutError as nobody:
        raise ReaderError(f"Dask 调度器 {address} 没有读取节点，请启动 dask worker。{BLAMES_NOBODY}") from nobody
    finally:
        client.close(timeout=_CLOSE_SECONDS)  # type: ignore[no-untyped-call]


def _order(batch: Files, read: Read, seconds: float) -> Order:
    return Order(tuple(path for _, path in batch), read, seconds, version("zwgk"), load_catalog().fingerprint)


def _threads(client: Client) -> int:
    """Of all workers together; none where the scheduler does not answer."""
    try:
        return sum(client.nthreads().values())  # type: ignore[no-untyped-call]
    except (OSError, CancelledError):
        return 0


def _readings(client: Client, batch: Files, future: Readings) -> Iterator[tuple[str, FileReading]]:
    yield from zip((name for name, _ in batch), _result(client, future), strict=True)


def _result(client: Client, future: Readings) -> list[FileReading]:
    """Waits for as long as there are workers to wait for. Raises ReaderError."""
    seen_at = time.monotonic()
    while True:
        try:
            readings: list[FileReading] = future.result(timeout=_LOOK_EVERY_SECONDS)
            return readings
        except ReaderError:
            raise
        except TimeoutError:
            seen_at = time.monotonic() if _threads(client) else seen_at
        except (Exception, CancelledError) as failed:
            raise ReaderError(f"{_why(failed)}{BLAMES_NOBODY}") from failed
        if time.monotonic() - seen_at > _NO_WORKER_SECONDS:
            raise ReaderError(f"Dask 集群已有 {_NO_WORKER_SECONDS:.0f} 秒没有读取节点。{BLAMES_NOBODY}")


def _why(failed: BaseException) -> str:
    from distributed import KilledWorker

    match failed:
        case KilledWorker():
            return f"读取节点在读取时接连退出（最后一个是 {failed.last_worker.address}），请看那台机器的内存和日志。"
        case CancelledError():
            return "读取时与 Dask 调度器失去了联系。"
        case ModuleNotFoundError():
            return f"读取节点上没有安装本程序（{failed}）。"
    return f"读取节点出错（{failed!r}）。"
