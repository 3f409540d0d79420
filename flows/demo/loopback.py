"""The HTTP drop of the demonstration: a folder served on loopback for as long as the story plays."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the folder without a line on the terminal for each request."""

    def log_message(self, *args: object) -> None:
        """The story tells what was fetched; the web server need not."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serves `folder` on loopback, and gives where: `127.0.0.1:port`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
