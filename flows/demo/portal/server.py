"""A web server on loopback that answers for the portal while the story plays: pages with their version, HEAD as GET, nothing else."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

HTML = "text/html; charset=utf-8"
_MISSING = "<html><head><title>404 页面不存在</title></head><body>您访问的页面不存在</body></html>".encode()


@dataclass(frozen=True, slots=True)
class Served:
    """What an address answers."""

    content: bytes
    content_type: str = HTML
    status: int = 200

    @property
    def etag(self) -> str:
        """The page's version, of its bytes alone: the same from run to run."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'


@dataclass(slots=True)
class PortalServer:
    """What is on the portal now, by path."""

    place: str
    pages: Mapping[str, Served] = field(default_factory=dict)


class _Handler(SimpleHTTPRequestHandler):
    """Answers from the portal's pages in place of a folder's files."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body leave at once, not 40 ms apart
    portal: PortalServer

    def send_head(self) -> BytesIO | None:
        """Status and headers; the body is sent behind them, but for HEAD and for what has not changed."""
        found = self.portal.pages.get(self.path.partition("?")[0], Served(_MISSING, status=404))
        is_known = found.status == HTTPStatus.OK and self.headers.get("If-None-Match") == found.etag
        self.send_response(HTTPStatus.NOT_MODIFIED if is_known else found.status)
        if found.status == HTTPStatus.OK:
            self.send_header("ETag", found.etag)
        if not is_known:
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(len(found.content)))
        self.end_headers()
        return None if is_known else BytesIO(found.content)

    def log_message(self, *args: object) -> None:
        """The story tells what was fetched; the web server need not."""


class _Server(ThreadingHTTPServer):
    """A client that leaves before it has heard all is no fault: a patrol does not wait for more than it wants to see."""

    def finish_request(self, *args: Any) -> None:  # noqa: ANN401 - as the library has it
        """The library's hook around one connection."""
        with suppress(ConnectionError):
            super().finish_request(*args)


@contextmanager
def serve_portal() -> Iterator[PortalServer]:
    """An empty portal for as long as the block lasts; `place` is where on loopback."""
    server = _Server(("127.0.0.1", 0), _Handler)
    portal = PortalServer(f"127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("_Bound", (_Handler,), {"portal": portal})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
