"""A web server on loopback that serves a folder as nginx does, and fails on demand."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

Fault = Callable[["Handler", bytes], bool]  # writes an answer and says whether that was all


@dataclass
class Served:
    content: bytes
    mtime: float = 1_735_700_000.0

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'


@dataclass
class DropServer:
    files: dict[str, Served] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    listing: str = "json"
    has_validators: bool = True
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def put(self, name: str, content: bytes, mtime: float = 1_735_700_000.0) -> None:
        self.files[name] = Served(content, mtime)

    def fail(self, name: str, *faults: Fault) -> None:
        self.faults[f"/drop/{name}"] = list(faults)

    def downloads(self, name: str) -> list[dict[str, str]]:
        return [headers for path, headers in self.requests if path == f"/drop/{name}"]

    def start(self) -> ThreadingHTTPServer:
        server = _QuietServer(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"drop": self}))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/drop/"
        return server


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients that leave in the middle are what these tests are about."""


class Handler(BaseHTTPRequestHandler):
    drop: DropServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(self.path)
        self.drop.requests.append((path, dict(self.headers)))
        served = self.drop.files.get(path.removeprefix("/drop/"))
        waiting = self.drop.faults.get(path)
        if waiting and waiting.pop(0)(self, served.content if served else b""):
            return
        if path.endswith("/"):
            self.answer(200, *self.index(path.removeprefix("/drop/")))
        elif served is None:
            self.answer(404, b"", "text/plain")
        else:
            self.send_file(served)

    def answer(self, status: int, content: bytes, content_type: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def send_file(self, served: Served) -> None:
        validators = {"ETag": served.etag, "Last_Modified": formatdate(served.mtime, usegmt=True)}
        validators = validators if self.drop.has_validators else {}
        if self.drop.has_validators and self.headers.get("If-None-Match") == served.etag:
            self.answer(304, b"", "application/octet-stream", **validators)
            return
        asked = self.headers.get("Range")
        if asked and self.headers.get("If-Range") == served.etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(served.content):
                self.answer(416, b"", "text/plain")
                return
            span = f"bytes {start}-{len(served.content) - 1}/{len(served.content)}"
            rest = served.content[start:]
            self.answer(206, rest, "application/octet-stream", Content_Range=span, **validators)
            return
        self.answer(200, served.content, "application/octet-stream", **validators)

    def index(self, folder: str) -> tuple[bytes, str]:
        below = [name.removeprefix(folder) for name in self.drop.files if name.startswith(folder)]
        folders = dict.fromkeys(name.split("/")[0] for name in below if "/" in name)
        files = [name for name in below if "/" not in name]
        if self.drop.listing == "json":
            rows = [{"name": name, "type": "directory"} for name in folders]
            rows += [self.row(folder, name) for name in files]
            return json.dumps(rows, ensure_ascii=False).encode(), "application/json"
        links = "".join(f'<a href="{quote(name)}">{name}</a>\n' for name in [*(f"{n}/" for n in folders), *files])
        page = (
            f'<html><a href="?C=M;O=A">日期</a><a href="../">上级</a><a href="http://other.example/x.xlsx">x</a>{links}'
        )
        return page.encode(), "text/html; charset=utf-8"

    def row(self, folder: str, name: str) -> dict[str, object]:
        served = self.drop.files[folder + name]
        changed = formatdate(served.mtime, usegmt=True)
        return {"name": name, "type": "file", "mtime": changed, "size": len(served.content)}

    def log_message(self, *_: object) -> None:
        """Quiet."""


def status(code: int, **headers: str) -> Fault:
    def fault(handler: Handler, _: bytes) -> bool:
        handler.answer(code, b"busy", "text/plain", **headers)
        return True

    return fault


def break_after(count: int) -> Fault:
    def fault(handler: Handler, content: bytes) -> bool:
        served = Served(content)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        if handler.drop.has_validators:
            handler.send_header("ETag", served.etag)
        handler.end_headers()
        handler.wfile.write(content[:count])
        handler.close_connection = True
        return True

    return fault


def drip(seconds: float) -> Fault:
    def fault(handler: Handler, content: bytes) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        ended = time.monotonic() + seconds
        try:
            while time.monotonic() < ended:
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass
        handler.close_connection = True
        return True

    return fault


def redirect(location: str) -> Fault:
    return status(302, Location=location)


def login_page() -> Fault:
    def fault(handler: Handler, _: bytes) -> bool:
        handler.answer(200, "<html>请登录</html>".encode(), "text/html")
        return True

    return fault
