"""Units write their workbooks at home, in a process of their own, while the office works on what has come before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from flows.demo.script import Delivery, Script, Way
from flows.demo.senders import Senders, open_senders
from warehouse.workspace import Workspace

_AT_HOME: list[Senders] = []


@dataclass(slots=True)
class Post:
    """What is on its way: a delivery is written from when it is announced, and is there when it is asked for."""

    homes: ProcessPoolExecutor
    script: Script
    _written: dict[int, Future[bytes]] = field(default_factory=dict)

    def announce(self, deliveries: Iterable[Delivery]) -> None:
        """Has the files of these deliveries written, in their order."""
        for one in deliveries:
            self._written[id(one)] = self.homes.submit(_write, one, self.script.way(one))

    def content(self, delivery: Delivery) -> bytes:
        """The file of a delivery that was announced."""
        return self._written.pop(id(delivery)).result()


@contextmanager
def writing_units(root: Path, script: Script) -> Iterator[Post]:
    """The post of a workspace for as long as the block lasts."""
    homes = ProcessPoolExecutor(1, get_context("forkserver"), _sit_down, (root, script))
    try:
        yield Post(homes, script)
    finally:
        homes.shutdown(cancel_futures=True)


def _sit_down(root: Path, script: Script) -> None:
    _AT_HOME[:] = [open_senders(Workspace.open(root), script)]


def _write(delivery: Delivery, way: Way) -> bytes:
    return _AT_HOME[0].content(delivery, way)
