"""The fork server of the reading children. It may be started before there is a file to read, and loads what they need meanwhile."""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from types import TracebackType

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


def say_nothing_of_latecomers() -> None:
    """In the fork server. On a busy machine a child may come up only when its pool is closed and what it is to take over is gone:
    nobody waits for it, and nobody should read of it.
    """
    tell = sys.excepthook

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(fault, FileNotFoundError):
            tell(kind, fault, trace)

    sys.excepthook = hook
