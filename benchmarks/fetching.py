"""Fetching a portal's sources against a bare requests session, on the same pages, by turns in one run.

    python -m benchmarks.fetching                    4 hosts of 100 pages each, answered at once
    python -m benchmarks.fetching --latency 0.02     answered after 20 ms, as over a network

The bare session gets one page after the other and keeps nothing. Ours asks robots.txt first, reads every page for its next one,
archives and notes each page with fsync, and has a session a host; the pause between two requests is set to 0, which only a
benchmark may.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from statistics import median

import requests

from benchmarks.measure import ROOT, Measured, measured
from flows.sources.portal import Known, fetch_portal
from warehouse.archive import Archive
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.portal import JsonApi, Source

ROWS, ROUNDS = 20, 5


def fetch_bare(urls: list[str]) -> int:
    """(a) one requests session, one page after the other."""
    with requests.Session() as session:
        return sum(len(session.get(url, timeout=10).content) > 0 for url in urls)


def fetch_ours(sources: list[Source], folder: Path) -> int:
    """(b) the declared sources, to the archive."""
    known = Known(folder, Archive(folder / "archive"), folder / "state", load_catalog().portal)
    visits = fetch_portal(sources, known)
    assert all(visit.failure is None for visit in visits), visits[0].failure
    return sum(len(visit.pages) for visit in visits)


def declared(number: int, root: str, pages: int) -> Source:
    """A JSON API of so many pages."""
    return JsonApi.model_validate(
        {
            **{"code": f"s{number}", "kind": "json_api", "title": "测算", "url": f"{root}/list", "rows": "rows"},
            **{"item_kind": "notice", "items": {"title": "t", "url": "u", "published_on": "d"}},
            "paging": {"style": "page", "parameter": "p", "size": ROWS, "total": "total"},
            "terms": {"pause_s": 0, "most_pages": pages},
        }
    )


@contextmanager
def serving(hosts: int, pages: int, latency: float) -> Iterator[list[str]]:
    """A portal in a process of its own, so that it doesn't share our interpreter; its hosts' addresses."""
    ports = [_free_port() for _ in range(hosts)]
    command = [sys.executable, "-m", "benchmarks.fetching", "--serve", *map(str, ports)]
    options = ["--pages", str(pages), "--latency", str(latency)]
    with subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        try:
            yield [f"http://127.0.0.1:{port}" for port in ports]
        finally:
            server.terminate()


def serve(ports: list[int], pages: int, latency: float) -> None:
    """Answers until it is ended."""
    rows = [{"t": f"关于第{n}项工作的通知", "u": f"/art/{n}.html", "d": "2025-03-04"} for n in range(ROWS)]

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            """Every request of a connection, to its end."""
            while line := self.rfile.readline():
                while self.rfile.readline().strip():
                    pass
                time.sleep(latency)
                path = line.split()[1].decode()
                status = "200 OK" if path.startswith("/list") else "404 Not Found"
                told = {"total": pages * ROWS, "page": path.partition("=")[2], "rows": rows}
                body = json.dumps(told, ensure_ascii=False).encode()
                head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body)

    servers = [ThreadingTCPServer(("127.0.0.1", port), Handler) for port in ports]
    for server in servers:
        server.daemon_threads = True
    with ThreadPoolExecutor(len(servers)) as threads:
        waiting = [threads.submit(server.serve_forever) for server in servers]
        print("ready", flush=True)
        for one in waiting:
            one.result()


def compare(hosts: int, pages: int, latency: float) -> tuple[list[Measured], list[Measured]]:
    """Each way ROUNDS times, by turns; the first turn of each warms up and does not count."""
    bare: list[Measured] = []
    ours: list[Measured] = []
    with serving(hosts, pages, latency) as roots, tempfile.TemporaryDirectory() as scratch:
        urls = [f"{root}/list?p={page}" for root in roots for page in range(1, pages + 1)]
        sources = [declared(number, root, pages) for number, root in enumerate(roots)]
        for turn in range(ROUNDS + 1):
            folder = Path(scratch) / str(turn)
            bare.append(measured(lambda: fetch_bare(urls)))
            ours.append(measured(lambda folder=folder: fetch_ours(sources, folder)))  # type: ignore[misc]
    return bare[1:], ours[1:]


def main() -> None:
    """Measures and prints; ends with 1 where the two did not fetch the same number of pages."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hosts", type=int, default=4)
    arguments.add_argument("--pages", type=int, default=100, help="pages of each host")
    arguments.add_argument("--latency", type=float, default=0.0, help="seconds before an answer")
    arguments.add_argument("--serve", type=int, nargs="*", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.serve:
        serve(given.serve, given.pages, given.latency)
        return
    bare, ours = compare(given.hosts, given.pages, given.latency)
    count = given.hosts * given.pages
    for name, runs in (("bare session", bare), ("zwgk portal", ours)):
        seconds = median(one.seconds for one in runs)
        print(f"{name:14} {seconds:7.2f} s  {count / seconds:7.0f} pages/s  {runs[0].rows} pages")
    ratio = median(mine.seconds / theirs.seconds for mine, theirs in zip(ours, bare, strict=True))
    print(f"zwgk portal ÷ bare session: {ratio:.2f} (median of {ROUNDS} turns)")
    if {one.rows for one in (*bare, *ours)} != {count}:
        raise SystemExit(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
