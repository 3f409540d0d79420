"""A web server on loopback with pages that are there, gone, moved in circles, slow or busy, as a test scripts them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


@dataclass
class LinkServer:
    """Answers of a path come in turn; the last one stays."""

    pages: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, str, float, dict[str, str]]] = field(default_factory=list)
    busiest: int = 0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def page(self, path: str, *answers: Answer) -> str:
        self.pages[path] = list(answers)
        return f"{self.url}{path}"

    def requests(self, path: str) -> list[str]:
        return [method for method, asked, *_ in self.asked if asked == path]

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._lock:
            self._under_way += 1
            self.busiest = max(self.busiest, self._under_way)
        yield
        with self._lock:
            self._under_way -= 1

    def start(self) -> ThreadingHTTPServer:
        server = _QuietServer(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"site": self}))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        return server


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients that leave in the middle are what these tests are about."""


class Handler(BaseHTTPRequestHandler):
    site: LinkServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.site.asked.append((self.command, self.path, time.monotonic(), dict(self.headers)))
        answers = self.site.pages.get(self.path, [status(404)])
        with self.site.counted():
            (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def do_HEAD(self) -> None:
        self.do_GET()

    def answer(self, code: int, content: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def titled(title: str, **headers: str) -> Answer:
    page = f"<html><head><title>{title}</title></head><body>{'正文' * 20_000}</body></html>"
    return lambda handler: handler.answer(200, page.encode(), **headers)


def status(code: int, **headers: str) -> Answer:
    return lambda handler: handler.answer(code, b"", **headers)


def moved(location: str) -> Answer:
    return status(302, Location=location)


def no_head(then: Answer) -> Answer:
    return lambda handler: handler.answer(405, b"") if handler.command == "HEAD" else then(handler)


def slow(seconds: float, then: Answer) -> Answer:
    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        then(handler)

    return answer


def dripping_headers(seconds: float) -> Answer:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        ended = time.monotonic() + seconds
        try:
            while time.monotonic() < ended:
                handler.wfile.write(b"X-A: b\r\n")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass
        handler.close_connection = True

    return answer


def only_with_cookie(then: Answer) -> Answer:
    """As some guards of portals do: a cookie first, and the page on the second visit."""

    def answer(handler: Handler) -> None:
        if "seen=1" in handler.headers.get("Cookie", ""):
            then(handler)
        else:
            handler.answer(302, b"", Location=handler.path, Set_Cookie="seen=1; Path=/")

    return answer
