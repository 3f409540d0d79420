"""Whose turn it is at a host: one request at a time, a pause between two, and longer where the host asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class HostBusyError(Exception):
    """The host asked to be left alone for longer than anybody would wait here."""


@dataclass(slots=True)
class _Turn:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


@dataclass(slots=True)
class Turns:
    """The turns at all hosts, for the threads of one visit. Seconds."""

    pause_s: float
    longest_wait_s: float
    _turns: dict[str, _Turn] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """Waits for the turn and holds it. Raises HostBusyError."""
        turn = self._of(host)
        with turn.lock:
            wait = turn.free_at - time.monotonic()
            if wait > self.longest_wait_s:
                raise HostBusyError(host)
            time.sleep(max(wait, 0.0))
            try:
                yield
            finally:
                turn.free_at = max(turn.free_at, time.monotonic() + self.pause_s)

    def leave_alone(self, host: str, seconds: float) -> None:
        """Nobody asks the host before `seconds` have passed."""
        turn = self._of(host)
        turn.free_at = max(turn.free_at, time.monotonic() + seconds)

    def _of(self, host: str) -> _Turn:
        with self._lock:
            return self._turns.setdefault(host, _Turn())
