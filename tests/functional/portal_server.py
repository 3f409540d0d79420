"""A portal on loopback that behaves as portals do: pages, charsets, paging, tokens, and every way of failing, on demand. It counts."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], bool]  # writes an answer and says whether that was all


@dataclass
class Served:
    """What one address answers. `secret` is a header that it wants."""

    content: bytes
    content_type: str = "text/html; charset=utf-8"
    has_etag: bool = True
    secret: tuple[str, str] | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'


@dataclass
class PortalServer:
    """Addresses (path and query) and what they answer; `faults` come first, once each."""

    served: dict[str, Served] = field(default_factory=dict)
    faults: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    whole: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    most_at_once: int = 0
    times: list[float] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(
        self, path: str, content: str | bytes, content_type: str = "text/html; charset=utf-8", **more: object
    ) -> None:
        body = content.encode() if isinstance(content, str) else content
        self.served[path] = Served(body, content_type, **more)  # type: ignore[arg-type]

    def fail(self, path: str, *answers: Answer) -> None:
        self.faults[path] = list(answers)

    def asked(self, path: str) -> list[dict[str, str]]:
        """The headers of every request for an address."""
        return [headers for asked, headers in self.requests if asked == path]

    def start(self) -> ThreadingHTTPServer:
        server = _Quiet(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"portal": self}))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        return server


@contextmanager
def running_portal() -> Iterator[PortalServer]:
    """A portal for as long as the block lasts."""
    portal = PortalServer()
    server = portal.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients that leave in the middle are what these tests are about."""


class Handler(BaseHTTPRequestHandler):
    portal: PortalServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        portal = self.portal
        with portal.lock:
            portal.requests.append((self.path, dict(self.headers)))
            portal.times.append(time.monotonic())
            portal.at_once += 1
            portal.most_at_once = max(portal.most_at_once, portal.at_once)
            waiting = portal.faults.get(self.path)
            fault = waiting.pop(0) if waiting else None
        try:
            if fault is None or not fault(self):
                self.answer_plainly(portal.served.get(self.path))
        finally:
            with portal.lock:
                portal.at_once -= 1

    def answer_plainly(self, served: Served | None) -> None:
        if served is None:
            self.answer(404, b"not here", "text/plain")
        elif served.secret is not None and self.headers.get(served.secret[0]) != served.secret[1]:
            self.answer(401, b"who are you", "text/plain")
        elif served.has_etag and self.headers.get("If-None-Match") == served.etag:
            self.answer(304, b"", served.content_type, ETag=served.etag)
        else:
            with self.portal.lock:
                self.portal.whole[self.path] += 1
            tag = {"ETag": served.etag} if served.has_etag else {}
            self.answer(200, served.content, served.content_type, **tag)

    def answer(self, status: int, content: bytes, content_type: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def status(code: int, **headers: str) -> Answer:
    """An answer of this status."""

    def answer(handler: Handler) -> bool:
        handler.answer(code, b"busy", "text/plain", **headers)
        return True

    return answer


def redirect(location: str) -> Answer:
    return status(302, Location=location)


def slow(seconds: float) -> Answer:
    """The usual answer, late."""

    def answer(_: Handler) -> bool:
        time.sleep(seconds)
        return False

    return answer


def cut_off(share: float = 0.5) -> Answer:
    """A part of the answer, and the connection ends."""

    def answer(handler: Handler) -> bool:
        content = handler.portal.served[handler.path].content
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: int(len(content) * share)])
        handler.close_connection = True
        return True

    return answer


def instead(content: str, content_type: str = "text/html; charset=utf-8") -> Answer:
    """Another page under this address, with status 200."""

    def answer(handler: Handler) -> bool:
        handler.answer(200, content.encode(), content_type)
        return True

    return answer


def drip(seconds: float) -> Answer:
    """A byte at a time, and never the end."""

    def answer(handler: Handler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        ended = time.monotonic() + seconds
        with contextlib.suppress(OSError):
            while time.monotonic() < ended:
                handler.wfile.write(b"x")
                time.sleep(0.02)
        handler.close_connection = True
        return True

    return answer
