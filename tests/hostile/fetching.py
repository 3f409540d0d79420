"""Asking a hostile server, in a child of its own, with the memory that it took; by itself, since a child imports what it is to call."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from flows.sources.web import Deadline, SourceError, Web, WebSettings

MEGABYTE, TIMES = 1 << 20, 1024


class Asked(NamedTuple):
    said: str | None
    seconds: float
    megabytes: float


@dataclass
class Hits:
    """A server that remembers who asked it for what."""

    url: str = ""
    paths: list[str] = field(default_factory=list)


@cache
def bomb() -> bytes:
    """1 GiB of zeros in 1 MB: a compressed file is as good as many, one behind the other."""
    return gzip.compress(bytes(MEGABYTE), 9) * TIMES


@contextmanager
def hostile_server() -> Iterator[Hits]:
    hits = Hits()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.paths.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(bomb())

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Whoever asks leaves in the middle: that is the point."""

    server = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    hits.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield hits
    finally:
        server.shutdown()
        server.server_close()


def ask(url: str, largest_bytes: int, seconds: float) -> Asked:
    """One page of a host, within bounds."""
    Path("/proc/self/clear_refs").write_text("5")
    before, start, said = _high_water(), time.perf_counter(), None
    try:
        with Web(url, WebSettings(attempts=1)) as web:
            web.read(url, Deadline(seconds), largest_bytes)
    except SourceError as failed:
        said = str(failed)
    return Asked(said, time.perf_counter() - start, _high_water() - before)


def _high_water() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
