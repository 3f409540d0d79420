"""A Dask cluster as an office starts one: a scheduler and workers, each a process of its own, on loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.orchestration.server import stop_group

if TYPE_CHECKING:
    from distributed import Client

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "DASK_DISTRIBUTED__WORKER__DAEMON": "False",  # workers read in children of their own
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "PYTHONPATH": str(PROJECT),
}
_START_SECONDS = 60


@dataclass(frozen=True)
class Cluster:
    """Where it is, and its scheduler."""

    address: str
    scheduler: subprocess.Popen[bytes]

    def worker_pids(self) -> dict[str, int]:
        with client_of(self.address) as client:
            return client.run(os.getpid)


@contextmanager
def running_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Started and waited for, and stopped with all that it started."""
    loopback = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
    with ExitStack() as stack:
        scheduler = stack.enter_context(_started(["scheduler", *loopback, "--port", "0"], folder, "scheduler.log"))
        address = _announced(folder / "scheduler.log")
        command = ["worker", address, *loopback, "--nworkers", str(workers), "--nthreads", "1"]
        stack.enter_context(_started([*command, "--local-directory", str(folder)], folder, "worker.log"))
        with client_of(address) as client:
            client.wait_for_workers(workers, timeout=_START_SECONDS)
        yield Cluster(address, scheduler)


def client_of(address: str) -> Client:
    from distributed import Client  # a second, for the few tests that need it

    return Client(address, set_as_default=False)


@contextmanager
def _started(command: list[str], folder: Path, log: str) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / log).open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            env=os.environ | SETTINGS,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        stop_group(process)


def _announced(log: Path) -> str:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends:
        if told := re.search(r"Scheduler at:\s+(\S+)", log.read_text()):
            return told[1]
        time.sleep(0.1)
    raise TimeoutError(log.read_text())
