"""Hosts that are to be had at another address than their name says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from flows.sources.directed_hosts import direct
from flows.sources.public_hosts import PublicHosts
from warehouse.workspace import Workspace, WorkspaceError

HOST = "www.portal.example"  # RFC 2606: a name that never has an address


class _Telling(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        told = f"{self.headers['Host']} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def here() -> Iterator[tuple[str, int]]:
    server = HTTPServer(("127.0.0.1", 0), _Telling)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield ("127.0.0.1", server.server_port)
    server.shutdown()
    server.server_close()


def test_the_host_is_asked_by_its_own_name_at_the_other_address(here: tuple[str, int]) -> None:
    with requests.Session() as session:
        direct(session, {HOST: here})
        answer = session.get(f"http://{HOST}/zwgk/index.html", timeout=2)
    assert (answer.text, answer.url) == (f"{HOST} /zwgk/index.html", f"http://{HOST}/zwgk/index.html")


def test_a_proxy_is_not_asked_for_such_a_host(here: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with requests.Session() as session:
        direct(session, {HOST: here})
        assert session.get(f"http://{HOST}/", timeout=2).ok


def test_a_host_whose_name_only_begins_like_it_is_looked_up_as_ever(
    here: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "scripted")

    with requests.Session() as session:
        session.trust_env = False
        direct(session, {HOST: here})
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(requests.ConnectionError):
            session.get(f"http://{HOST}.evil/", timeout=2)


def test_nobody_listening_at_the_other_address_is_a_failed_connection() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with requests.Session() as session:
            direct(session, {HOST: taken.getsockname()})
            with pytest.raises(requests.ConnectionError):
                session.get(f"http://{HOST}/", timeout=2)


def test_the_patrol_of_links_follows_it_too_and_refuses_other_inside_addresses(here: tuple[str, int]) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", PublicHosts(connect_to={HOST: here}))
        assert session.get(f"http://{HOST}/a", timeout=2).text == f"{HOST} /a"
        with pytest.raises(Exception, match=r"127\.0\.0\.1"):
            session.get(f"http://127.0.0.1:{here[1]}/a", timeout=2)


def _workspace(folder: Path, setting: str) -> Workspace:
    Workspace.create(folder)
    with (folder / "zwgk.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"connect_to = {setting}\n")
    return Workspace.open(folder)


def test_an_office_declares_them_in_its_settings(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, '["WWW.portal.example=10.1.2.3:8080"]')
    assert workspace.connect_to == {HOST: ("10.1.2.3", 8080)}


@pytest.mark.parametrize("entry", ["10.1.2.3:80", "www.portal.example=10.1.2.3", "http://a=b:80", "a=b:port"])
def test_an_entry_that_says_something_else_is_named(tmp_path: Path, entry: str) -> None:
    with pytest.raises(WorkspaceError, match="connect_to"):
        assert _workspace(tmp_path, f'["{entry}"]').connect_to
