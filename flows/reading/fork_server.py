"""The fork server of the reading children. It may be started before there is a file to read, and loads what they need meanwhile."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.catalog.catalog import Catalog

SUBMISSIONS = "flows.reading.preload"
REPORTS = "flows.steps.check.preload"


def start_children_meanwhile(preload: str = SUBMISSIONS) -> None:
    """Starts the fork server, for a caller that has other work to do before there are files: it loads what children need."""
    fork_server(preload)
    with suppress(OSError):  # who reads meets it again, and says so
        ensure_running()


def fork_server(preload: str = SUBMISSIONS) -> ForkServerContext:
    """The way to start children; what they need is loaded once, by the server, which keeps to the first that it was told."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


def preload(derive: Callable[[Catalog], object], parts: Iterable[str]) -> None:
    """In the fork server: reads these parts of the catalogue and derives what reading derives, so that no child has to."""
    from warehouse.catalog.catalog import load_catalog  # here: who starts the server does so before it loads anything

    _say_nothing_of_latecomers()
    with suppress(Exception):  # each child then meets it itself, and it is told as what it is
        catalog = load_catalog()
        derive(catalog)
        for part in parts:
            getattr(catalog, part)
    gc.freeze()  # children that look for garbage would copy the pages of all this


def _say_nothing_of_latecomers() -> None:
    """On a busy machine a child may come up only when its pool is closed and what it is to take over is gone:
    nobody waits for it, and nobody should read of it.
    """
    tell = sys.excepthook

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(fault, FileNotFoundError):
            tell(kind, fault, trace)

    sys.excepthook = hook
