"""A host whose certificate is not in order is refused by name: nothing of it is taken, and what it should have given is missing, not zero."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.sources.drop import fetch_drop
from flows.sources.links import fetch_links
from flows.sources.web import SourceError, WebSettings
from tests.functional.certificates import FAULTS, NAME, Issuer, serve_over_tls
from tests.functional.drop_server import DropServer
from tests.functional.link_server import LinkServer, titled
from tests.functional.portal_runs import metrics, visit
from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import QUICK, board_page, board_source, declare
from tests.functional.test_links import LOOPBACK, WORDS
from tests.functional.test_links import QUICK as QUICK_LINKS
from warehouse.workspace import Workspace


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer.create("Test Authority")


@pytest.fixture(autouse=True)
def _trusts_the_issuer(issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it is the certificate's own fault that is seen, and the good one passes."""
    path = str(issuer.write(tmp_path / "authority.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", path)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", path)  # links heed no environment


@contextmanager
def over_tls(server: ThreadingHTTPServer, kind: str, issuer: Issuer, folder: Path) -> Iterator[tuple[str, int]]:
    serve_over_tls(server, kind, issuer, folder)
    try:
        yield ("127.0.0.1", server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("kind", ["good", *FAULTS])
def test_a_drop(kind: str, issuer: Issuer, tmp_path: Path) -> None:
    drop = DropServer()
    drop.put("a.xlsx", b"report")
    with over_tls(drop.start(), kind, issuer, tmp_path) as place:
        settings = WebSettings(connect_to={NAME: place})
        if kind == "good":
            assert [one.name for one in fetch_drop(f"https://{NAME}/drop/", tmp_path / "s", settings).fetched] == [
                "a.xlsx"
            ]
            return
        with pytest.raises(SourceError, match=FAULTS[kind]) as refused:
            fetch_drop(f"https://{NAME}/drop/", tmp_path / "s", settings)
    assert refused.value.is_transient is False
    assert drop.requests == []


@pytest.mark.parametrize("kind", ["good", *FAULTS])
def test_a_portal(kind: str, issuer: Issuer, tmp_path: Path, office: Workspace) -> None:
    portal = PortalServer()
    portal.put("/lyb/tj.html", board_page([("区教育局", "2025-05", 3, 2)]))
    with over_tls(portal.start(), kind, issuer, tmp_path) as place:
        portal.url = f"https://{NAME}"
        declare(office, board=board_source(portal))
        outcome = visit(office, settings=replace(QUICK, connect_to={NAME: place}))["board"]
    found = {code for code, *_ in metrics(office)}
    if kind == "good":
        assert (outcome.outcome, "messages_received" in found) == ("good", True)
    else:
        assert (outcome.outcome, found) == ("failed", set())
        assert FAULTS[kind] in str(outcome.detail)
        assert portal.requests == []


@pytest.mark.parametrize("kind", ["good", *FAULTS])
def test_a_page_that_a_unit_names(kind: str, issuer: Issuer, tmp_path: Path) -> None:
    site = LinkServer()
    server = site.start()
    site.page("/a.html", titled("区教育局主动公开目录"))
    url = site.url.replace("http:", "https:") + "/a.html"
    with over_tls(server, kind, issuer, tmp_path):
        (answer,) = fetch_links([url], WORDS, LOOPBACK, QUICK_LINKS).values()
    if kind == "good":
        assert answer.state == "alive"
    else:
        assert (answer.state, answer.is_failure) == ("unsure", False)
        assert answer.detail == f"网站{FAULTS[kind]}，请人工打开核对"
        assert site.asked == []
