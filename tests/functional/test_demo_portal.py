"""The invented portal of the demonstration: what it shows on a day, and how its server answers."""

from __future__ import annotations

from datetime import date

import pytest
import requests

from flows.demo.figures import draw_district
from flows.demo.portal.pages import list_pages
from flows.demo.portal.server import Served, serve_portal
from flows.demo.portal.site import PortalSite
from flows.demo.script import load_script
from flows.demo.works import Works
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.period import Period

CATALOG, REGISTER = load_catalog(), load_register(EXAMPLE_REGISTER)
PART = load_script().portal
EVIDENCE = "http://www.yunjiang.example/zwgk/education/2025Q2.html"


@pytest.fixture(scope="module")
def site() -> PortalSite:
    works = Works.of(draw_district(CATALOG, REGISTER, Period(2024, 4), Period(2025, 4)), WorkingCalendar())
    return PortalSite.of(works, REGISTER, CATALOG, PART, [EVIDENCE])


def test_a_day_shows_what_was_published_by_then_and_no_later_month(site: PortalSite) -> None:
    pages = site.on(date(2025, 4, 8))
    columns = "".join(page.content.decode() for path, page in pages.items() if path.startswith("/zwgk/zc"))
    assert "2025-03-" in columns
    assert "2025-05-" not in columns
    board = pages["/hdjl/lyb/tj.html"].content.decode()
    assert "2025-03" in board
    assert "2025-04" not in board


def test_documents_that_are_not_open_have_no_page(site: PortalSite) -> None:
    hidden = [
        one
        for unit in REGISTER.units
        for quarter in Period(2025).quarters
        for one in site.works.documents(unit, quarter)
        if one.openness != "active"
    ]
    pages = site.on(date(2026, 1, 8))
    assert hidden
    assert not [one for one in hidden if f"/zwgk/zcwj/{one.path}" in pages]


def test_a_column_that_is_emptied_has_no_row_left_and_the_others_stay(site: PortalSite) -> None:
    day = date(2025, 7, 8)
    whole, emptied = site.on(day), site.on(day, ["policy_documents"])
    first, explained = "/zwgk/zcwj/index.html", "/zwgk/zcjd/index.html"
    assert b"<li>" in whole[first].content
    assert b"<li>" not in emptied[first].content
    assert emptied[explained] == whole[explained]


def test_the_board_counts_the_late_replies_that_a_unit_does_not(site: PortalSite) -> None:
    [late] = PART.late_replies
    own = site.works.board(REGISTER.by_code[late.unit], late.month)
    row = f"<td>{late.month:%Y-%m}</td><td>{own.received}</td><td>{own.answered}</td><td>{own.in_time - late.late}</td>"
    assert row in site.on(date(2025, 7, 8))["/hdjl/lyb/tj.html"].content.decode()


def test_a_page_of_evidence_is_broken_on_the_declared_days_only(site: PortalSite) -> None:
    def status(day: date) -> int:
        return site.on(day)["/zwgk/education/2025Q2.html"].status

    [broken] = PART.broken
    assert [status(day) for day in (broken.first, broken.last, date(2025, 10, 17))] == [502, 502, 200]


def test_a_published_report_is_on_the_portal_from_its_day_on(site: PortalSite) -> None:
    path = "/zwgk/nb/2025/hongqiao_street.html"
    assert path not in site.on(date(2026, 2, 3))
    assert "2025年政府信息公开工作年度报告" in site.on(date(2026, 2, 4))[path].content.decode()


def test_a_column_says_how_many_pages_it_has() -> None:
    rows = [f"<li>{n}</li>" for n in range(41)]
    first, second = list_pages("政策文件", rows)
    assert b"createPageHTML(2," in first
    assert second.count(b"<li>") == 1


def test_the_server_gives_a_page_once_and_says_when_it_has_not_changed() -> None:
    with serve_portal() as portal:
        portal.pages = {"/a.html": Served(b"<html>a</html>")}
        url = f"http://{portal.place}/a.html"
        first = requests.get(url, timeout=2)
        again = requests.get(url, timeout=2, headers={"If-None-Match": first.headers["ETag"]})
        head = requests.head(url, timeout=2)
        missing = requests.get(f"http://{portal.place}/b.html", timeout=2)
    assert (first.text, again.status_code, again.content) == ("<html>a</html>", 304, b"")
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", "14")
    assert missing.status_code == 404
