"""Reading on a Dask cluster: references go out in batches, readings come back in order, and a machine that fails blames no file.

A batch whose worker dies goes to another one. Batches go out only so far ahead of what is taken here, so that memory does not grow with
the number of files.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from flows.orchestration.access import is_loopback
from flows.reading.children import Files, Read, ReaderError
from flows.reading.worker import BLAMES_NOBODY, Order, read_batch
from transforms.file_reading import FileReading
from warehouse.catalog.catalog import load_catalog

if TYPE_CHECKING:
    from distributed import Client, Future

    Readings = Future[list[FileReading]]

CONNECT_SECONDS = 30.0
_CLOSE_SECONDS, _LOOK_EVERY_SECONDS, _NO_WORKER_SECONDS = 5.0, 5.0, 60.0
_LEAST, _MOST, _BATCHES_A_THREAD = 16, 256, 4
_AHEAD = 2
_LOG = logging.getLogger(__name__)


def _plain_client(address: str) -> Client:
    from distributed import Client

    return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Manner:
    """By which client batches go out, and as what: a function, or a task of Prefect where a flow is to show each batch as a run."""

    connect: Callable[[str], Client] = _plain_client
    work: Callable[[Order], list[FileReading]] = read_batch


MANNER = ContextVar("MANNER", default=Manner())  # noqa: B039 - it is frozen


def read_on_cluster(address: str, files: Files, read: Read, seconds: float) -> Iterator[tuple[str, FileReading]]:
    """(name, path) pairs to (name, reading) pairs in the same order. Raises ReaderError, which blames no file."""
    with connected(address) as client:
        sent = _Sent(client, MANNER.get().work)
        threads = max(1, threads_of(client))
        size = max(_LEAST, min(_MOST, -(-len(files) // (_BATCHES_A_THREAD * threads))))
        waiting: deque[tuple[Files, Order, Readings]] = deque()
        for at in range(0, len(files), size):
            batch = files[at : at + size]
            order = Order(
                *(tuple(path for _, path in batch), read, seconds), version("zwgk"), load_catalog().fingerprint
            )
            waiting.append((batch, order, sent.submit(order)))
            if len(waiting) > _AHEAD * threads:
                yield from _named(sent, *waiting.popleft())
        while waiting:
            yield from _named(sent, *waiting.popleft())


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler, with at least one worker. Certificates are Dask's own settings. Raises ReaderError."""
    _warn_of_strangers(address)
    try:
        client = MANNER.get().connect(address)
    except ImportError as absent:
        raise ReaderError(f"设置了 dask_scheduler，但没有安装集群所需的程序包 zwgk[cluster]（{absent}）。") from absent
    except (OSError, ValueError, TypeError, RuntimeError) as refused:
        raise ReaderError(f"连接不上 Dask 调度器 {address}（{refused}）。{BLAMES_NOBODY}") from refused
    log = logging.getLogger("distributed.client")  # tells in English, with a traceback, what a sentence of ours tells
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        _await_worker(client, address)
        yield client
    finally:
        client.close(timeout=_CLOSE_SECONDS)  # type: ignore[no-untyped-call]
        log.setLevel(level)


def _warn_of_strangers(address: str) -> None:
    scheme, _, place = address.rpartition("://")
    if scheme != "tls" and not is_loopback(place.rpartition(":")[0].strip("[]")):
        _LOG.warning(
            "Dask 地址 %s 不用证书：网络上谁都能在各读取节点上运行程序，请改用 tls://（docs/cluster.md）。", address
        )


def _await_worker(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as nobody:
        raise ReaderError(f"Dask 调度器 {address} 没有读取节点，请启动 dask worker。{BLAMES_NOBODY}") from nobody


def threads_of(client: Client) -> int:
    """Of all workers together; none where the scheduler does not answer."""
    try:
        return sum(client.nthreads().values())  # type: ignore[no-untyped-call]
    except (OSError, CancelledError):
        return 0


def _named(sent: _Sent, batch: Files, order: Order, future: Readings) -> Iterator[tuple[str, FileReading]]:
    yield from zip((name for name, _ in batch), sent.result(order, future), strict=True)


@dataclass(slots=True)
class _Sent:
    """Batches that are out."""

    client: Client
    work: Callable[[Order], list[FileReading]]

    def submit(self, order: Order) -> Readings:
        return self.client.submit(self.work, order, pure=False)

    def result(self, order: Order, future: Readings) -> list[FileReading]:
        """A batch that fails as a task of Prefect, whose server a worker may not reach, is read without it. Raises ReaderError."""
        from distributed import KilledWorker

        try:
            return self._awaited(future)
        except ReaderError:
            raise
        except (Exception, CancelledError) as failed:
            if self.work is read_batch or isinstance(failed, KilledWorker | CancelledError):
                raise ReaderError(f"{_why(failed)}{BLAMES_NOBODY}") from failed
        self.work = read_batch
        return self.result(order, self.submit(order))

    def _awaited(self, future: Readings) -> list[FileReading]:
        """Waits for as long as there are workers to wait for."""
        seen_at = time.monotonic()
        while time.monotonic() - seen_at < _NO_WORKER_SECONDS:
            try:
                return future.result(timeout=_LOOK_EVERY_SECONDS)
            except TimeoutError:
                seen_at = time.monotonic() if threads_of(self.client) else seen_at
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
