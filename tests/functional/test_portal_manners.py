"""The manners of fetching: one request at a time, pauses, robots.txt, secrets, and never to a host that nobody declared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.functional.portal_runs import visit
from tests.functional.portal_server import PortalServer, redirect, running_portal, slow, status
from tests.functional.portal_site import (
    NOTICES,
    QUICK,
    board_page,
    board_source,
    content_requests,
    declare,
    documents_source,
    interpretations_source,
    notices_source,
    put_documents,
    put_everything,
    put_interpretations,
    thirty,
)
from warehouse.workspace import Workspace

pytestmark = pytest.mark.usefixtures("portal_token")


def test_one_request_at_a_time_at_a_host_and_hosts_side_by_side(portal: PortalServer, office: Workspace) -> None:
    page = board_page([("区教育局", "2025-05", 3, 3)])
    visits = page.replace("留言数", "浏览量").replace("答复数", "独立访客")
    with running_portal() as other:
        for server, content in ((portal, page), (other, visits)):
            for path in ("/robots.txt", "/lyb/tj.html"):
                server.fail(path, slow(0.4))
            server.put("/lyb/tj.html", content)
        statistics = board_source(other).replace(
            "messages_received: 留言数, messages_answered: 答复数", "visits: 浏览量"
        )
        declare(office, here=board_source(portal), there=statistics)
        assert {one.outcome for one in visit(office).values()} == {"good"}
        assert portal.most_at_once == other.most_at_once == 1
        assert min(portal.times[-1], other.times[-1]) > max(portal.times[0], other.times[0])


def test_between_two_requests_the_host_has_its_pause(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, thirty())
    declare(office, documents=documents_source(portal).replace("pause_s: 0", "pause_s: 0.2"))
    visit(office)
    gaps = [later - before for before, later in zip(portal.times, portal.times[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.2


def test_a_host_that_wants_a_long_time_is_left_alone_by_all_its_sources(
    portal: PortalServer, office: Workspace
) -> None:
    put_everything(portal, office)
    portal.fail("/lyb/tj.html", status(503, Retry_After="3600"))
    outcomes = visit(office, "board", "documents")
    assert {one.outcome for one in outcomes.values()} == {"failed"}
    assert content_requests(portal) == ["/lyb/tj.html"]


def test_what_robots_forbid_is_not_asked_for(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.put("/robots.txt", "User-agent: *\nDisallow: /zcwj/\nDisallow: /api/\nAllow: /api/notices?\n", "text/plain")
    outcomes = visit(office)
    assert {feed: one.outcome for feed, one in outcomes.items()} == {
        **{"documents": "failed", "notices": "good", "interpretations": "good", "board": "good"}
    }
    assert outcomes["documents"].fault_code == "ROBOTS"
    assert not [path for path in content_requests(portal) if path.startswith("/zcwj/")]
    visit(office)
    assert len(portal.asked("/robots.txt")) == 1


def test_the_delay_that_robots_ask_for_is_kept(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, thirty(15))
    portal.put("/robots.txt", "User-agent: zwgk\nCrawl-delay: 0.3\n", "text/plain")
    declare(office, documents=documents_source(portal))
    visit(office)
    assert portal.times[-1] - portal.times[-2] >= 0.3


def test_a_host_that_cannot_show_its_robots_is_not_asked_for_more(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.fail("/robots.txt", *[status(500)] * 50)
    assert {one.outcome for one in visit(office, "board").values()} == {"failed"}
    assert content_requests(portal) == []


def test_who_asks_says_so(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    visit(office)
    assert {headers["User-Agent"].partition("/")[0] for _, headers in portal.requests} == {"zwgk"}


def test_a_token_goes_to_its_host_only_and_is_written_nowhere(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    with running_portal() as other:
        moved = f"{other.url}/moved".replace("127.0.0.1", "localhost")
        portal.fail(NOTICES.format(3), redirect(moved))
        portal_page = portal.served[NOTICES.format(3)]
        other.put("/moved", portal_page.content, "application/json")
        declare(office, notices=notices_source(portal, "hosts: [localhost]\n"))
        assert visit(office, "notices")["notices"].records == 5
        assert ["Authorization" in headers for _, headers in other.requests] == [False, False]
    assert all("Authorization" in portal.asked(NOTICES.format(n))[0] for n in (1, 2, 3))
    assert "Authorization" not in portal.asked("/robots.txt")[0]
    written = [path for path in office.root.rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]
    assert written == []


def test_no_netrc_of_the_machine_speaks_for_us(
    portal: PortalServer, office: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put_everything(portal, office)
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password other\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert visit(office, "notices", "board")["notices"].outcome == "good"
    assert "Authorization" not in portal.asked("/lyb/tj.html")[0]


def test_without_its_token_a_source_is_not_asked(
    portal: PortalServer, office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_everything(portal, office)
    monkeypatch.delenv("TEST_PORTAL_TOKEN")
    one = visit(office, "notices")["notices"]
    assert (one.outcome, one.fault_code) == ("failed", "TOKEN")
    assert "TEST_PORTAL_TOKEN" in str(one.detail)
    assert portal.requests == []


def test_a_redirection_to_an_undeclared_host_is_not_followed(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    with running_portal() as other:
        portal.fail("/lyb/tj.html", redirect(f"{other.url}/lyb/tj.html".replace("127.0.0.1", "localhost")))
        one = visit(office, "board")["board"]
        assert other.requests == []
    assert one.outcome == "failed"
    assert "没有声明的主机" in str(one.detail)


def test_a_next_page_at_an_undeclared_host_is_not_followed(portal: PortalServer, office: Workspace) -> None:
    put_interpretations(portal)
    page = portal.served["/zcjd/index.html"].content.replace(b"href=list2.html", b"href=http://evil.invalid/list2.html")
    portal.put("/zcjd/index.html", page)
    declare(office, interpretations=interpretations_source(portal))
    one = visit(office)["interpretations"]
    assert one.outcome == "failed"
    assert "evil.invalid" in str(one.detail)


def test_a_robots_file_that_leads_elsewhere_is_none(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.fail("/robots.txt", redirect("http://main.invalid/404.html"))
    assert visit(office, "board")["board"].outcome == "good"


def test_two_fetches_at_once_are_refused(portal: PortalServer, office: Workspace) -> None:
    from flows.steps.portal.landing import state_folder
    from warehouse.locks import StoreBusyError, writer_lock

    put_everything(portal, office)
    folder = state_folder(office)
    folder.mkdir(parents=True)
    with writer_lock(folder / "fetching.lock"), pytest.raises(StoreBusyError):
        visit(office, "board", settings=replace(QUICK))
    assert portal.requests == []
