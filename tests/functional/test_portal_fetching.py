"""Fetching from a portal that behaves like real ones: nothing lost, nothing twice, never impolite, never led astray."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from flows.sources.portal_web import PortalWeb
from tests.functional.portal_runs import rows, visit
from tests.functional.portal_server import PortalServer, cut_off, drip, instead, redirect, slow, status
from tests.functional.portal_site import (
    CONTENT,
    NOTICES,
    QUICK,
    board_page,
    board_source,
    content_requests,
    declare,
    documents_source,
    put_documents,
    put_everything,
    thirty,
)
from warehouse.workspace import Workspace

pytestmark = pytest.mark.usefixtures("portal_token")


def test_all_that_can_go_wrong_loses_nothing_and_fetches_nothing_twice(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.fail("/zcwj/index.html", status(500), status(502))
    portal.fail("/zcwj/index_1.html", status(429, Retry_After="1"))
    portal.fail("/zcwj/index_2.html", cut_off(), slow(0.3))
    portal.fail("/zcjd/list2.html", redirect("/zcjd/list2.html?moved=1"))
    portal.put("/zcjd/list2.html?moved=1", portal.served["/zcjd/list2.html"].content)
    portal.fail(NOTICES.format(2), status(503, Retry_After="1"), cut_off(0.1))
    portal.fail("/lyb/tj.html", slow(0.2))
    outcomes = visit(office)
    assert {feed: (one.outcome, one.records, one.pages) for feed, one in outcomes.items()} == {
        "documents": ("good", 25, 3),
        "interpretations": ("good", 3, 2),
        "notices": ("good", 5, 3),
        "board": ("good", 2, 1),
    }
    urls = {row["url"] for row in rows(office, "SELECT url FROM stg_portal_item")}
    assert len(urls) == 25 + 3 + 5
    whole = {path: count for path, count in portal.whole.items() if path.startswith(CONTENT)}
    assert set(whole.values()) == {1}, "an answer that had come was asked for again"
    assert len(whole) == 3 + 2 + 3 + 1


def test_the_next_run_asks_only_whether_anything_changed(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    visit(office)
    before = dict(portal.whole)
    outcomes = visit(office)
    assert dict(portal.whole) == before
    assert {(one.outcome, one.is_changed, one.new_items) for one in outcomes.values()} == {("good", False, 0)}
    assert all("If-None-Match" in portal.asked(path)[-1] for path in content_requests(portal))


def test_a_server_without_etags_is_seen_to_be_unchanged_by_its_bytes(portal: PortalServer, office: Workspace) -> None:
    portal.put("/lyb/tj.html", board_page([("区教育局", "2025-05", 3, 3)]), has_etag=False)
    declare(office, board=board_source(portal))
    assert visit(office)["board"].is_changed
    assert not visit(office)["board"].is_changed


def test_a_run_that_failed_in_the_middle_goes_on_there(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.fail("/zcwj/index_2.html", *[status(500)] * 4)
    failed = visit(office, "documents")["documents"]
    assert (failed.outcome, failed.fault_code, failed.pages) == ("failed", "UNREACHABLE", 2)
    assert "500" in str(failed.detail)
    portal.requests.clear()
    assert visit(office, "documents")["documents"].records == 25
    assert content_requests(portal) == ["/zcwj/index_2.html"]


def test_a_run_that_died_goes_on_behind_the_last_page_that_came(
    portal: PortalServer, office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_everything(portal, office)
    plain = PortalWeb.get

    def dies(web: PortalWeb, ask: object) -> object:
        if len(content_requests(portal)) == 2:
            raise MemoryError("the power went")
        return plain(web, ask)  # type: ignore[arg-type]

    with monkeypatch.context() as dying:
        dying.setattr(PortalWeb, "get", dies)
        with pytest.raises(MemoryError):
            visit(office, "documents")
    assert visit(office, "documents")["documents"].outcome == "good"
    assert content_requests(portal) == ["/zcwj/index.html", "/zcwj/index_1.html", "/zcwj/index_2.html"]


def test_an_address_of_two_sources_is_asked_once(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, thirty(3))
    declare(office, a=documents_source(portal), b=documents_source(portal, "is_normative: true\n"))
    assert {one.records for one in visit(office).values()} == {3}
    assert content_requests(portal) == ["/zcwj/index.html"]


def test_redirections_in_a_circle_end(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.fail("/lyb/tj.html", *[redirect("/lyb/tj.html")] * 50)
    assert "转向" in str(visit(office, "board")["board"].detail)
    assert len(content_requests(portal)) == 6


def test_an_answer_beyond_all_measure_is_left_while_it_comes(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, thirty())
    portal.put("/zcwj/index.html", b"x" * 300_000)
    declare(office, documents=documents_source(portal).replace("pause_s: 0", "largest_mb: 0.1, pause_s: 0"))
    one = visit(office)["documents"]
    assert (one.outcome, one.pages) == ("failed", 0)
    assert "超过" in str(one.detail)


def test_a_server_that_drips_is_left_at_the_deadline(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.fail("/lyb/tj.html", drip(30))
    terms = "terms: {pause_s: 0, page_deadline_s: 0.5, attempts: 1}"
    declare(office, board=board_source(portal).replace("terms: {pause_s: 0, page_deadline_s: 5}", terms))
    started = time.monotonic()
    assert "仍未传完" in str(visit(office, "board")["board"].detail)
    assert time.monotonic() - started < 15


def test_a_run_that_takes_too_long_leaves_the_rest_to_the_next(portal: PortalServer, office: Workspace) -> None:
    put_everything(portal, office)
    portal.fail("/zcwj/index_1.html", slow(0.6))
    short = replace(QUICK, total_deadline_s=0.5)
    one = visit(office, "documents", settings=short)["documents"]
    assert (one.outcome, "余下的没有取" in str(one.detail)) == ("failed", True)
    fetched = one.pages
    portal.requests.clear()
    assert visit(office, "documents")["documents"].outcome == "good"
    assert len(content_requests(portal)) == 3 - fetched


def test_a_list_that_never_ends_is_bounded_and_not_believed(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, thirty())
    declare(office, documents=documents_source(portal).replace("pause_s: 0", "most_pages: 2, pause_s: 0"))
    one = visit(office)["documents"]
    assert (one.outcome, one.fault_code, one.pages) == ("quarantined", "INCOMPLETE", 2)


@pytest.mark.parametrize("behind", ["404", "soft 404", "no rows", "the last one again"])
def test_a_list_of_unknown_length_ends_where_it_ends(portal: PortalServer, office: Workspace, behind: str) -> None:
    put_documents(portal, thirty())
    last = portal.served["/zcwj/index_2.html"].content
    answer = {
        "soft 404": instead("<html><title>404</title><body>您访问的页面不存在</body></html>"),
        "no rows": instead("<html><body>暂无</body></html>"),
        "the last one again": instead(last.decode("gb18030")),
        "404": status(404),
    }[behind]
    portal.fail("/zcwj/index_3.html", answer)
    if behind == "the last one again":
        portal.put("/zcwj/index_3.html", last, "text/html")
        portal.faults.clear()
    source = documents_source(portal).replace(", count: 'createPageHTML\\((\\d+)'", "")
    declare(office, documents=source)
    one = visit(office)["documents"]
    assert one.outcome == "good", one.detail
    assert len(rows(office, "SELECT url FROM stg_portal_item")) == 25
    assert len(content_requests(portal)) == 4


def test_what_is_older_than_asked_for_is_not_fetched(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, sorted(thirty(), key=lambda doc: doc.day, reverse=True), per_page=5)
    declare(office, documents=documents_source(portal, "since: 2025-05-01\n"))
    one = visit(office)["documents"]
    assert one.outcome == "good", one.detail
    assert one.pages == 3  # two of May and June, and the first that is older altogether


def test_export_files_come_from_the_workspace(office: Workspace, tmp_path: Path) -> None:
    from tests.functional.portal_site import STATISTICS, export

    declare(office, statistics=STATISTICS)
    missing = visit(office)["statistics"]
    assert (missing.outcome, missing.fault_code) == ("failed", "UNREACHABLE")
    export(office, "visits-2025-04.csv", '日期,浏览量\n四月,"1,200"\n')
    export(office, "visits-2025-05.csv", "日期\t浏览量\n五月\t1300\n")
    assert visit(office)["statistics"].records == 2
    figures = rows(office, "SELECT unit_code, period, value FROM stg_portal_figure ORDER BY period")
    assert [(row["unit_code"], row["period"], int(row["value"])) for row in figures] == [
        ("yunjiang", "2025-04", 1200),
        ("yunjiang", "2025-05", 1300),
    ]
