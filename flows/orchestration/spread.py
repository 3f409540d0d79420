"""Reading that is spread over a Dask cluster, as runs of the flow: each batch is a task run, on the page with its time and its machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.reading.cluster import CONNECT_SECONDS, MANNER, Manner
from flows.reading.worker import Order, here, read_batch
from transforms.file_reading import FileReading
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from prefect_dask.client import PrefectDaskClient


@task(name="读取一批", cache_policy=NO_CACHE, persist_result=False)
def read_batch_as_task(order: Order) -> list[FileReading]:
    """On the worker. Paths come in and readings go out by Dask; Prefect has the run and its state."""
    get_run_logger().info("%s 读取 %d 份", here(), len(order.paths))
    return read_batch(order)


@contextmanager
def batches_as_task_runs(workspace: Workspace) -> Iterator[None]:
    """Within it, a workspace that reads on a cluster shows each batch as a run; for others nothing is different."""
    if workspace.settings.dask_scheduler is None:
        yield
        return
    token = MANNER.set(Manner(_client, read_batch_as_task))
    try:
        yield
    finally:
        MANNER.reset(token)


def _client(address: str) -> PrefectDaskClient:
    from prefect_dask.client import PrefectDaskClient

    return PrefectDaskClient(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
