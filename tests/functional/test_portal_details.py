"""Items' own pages: what a list leaves out is read there, each page once, and so many in a run."""

from __future__ import annotations

from tests.functional.portal_runs import rows, visit
from tests.functional.portal_server import PortalServer, running_portal, status
from tests.functional.portal_site import TERMS, declare
from warehouse.workspace import Workspace

LIST = "/zcjd/index.html"


def put_list(portal: PortalServer, count: int, extra: str = "") -> None:
    links = "".join(f"<li><a href=d{n}.html>解读{n}</a><span>2025-05-{n + 1:02}</span></li>" for n in range(count))
    portal.put(LIST, f"<html><body>{links}{extra}</body></html>")
    for n in range(count):
        portal.put(f"/zcjd/d{n}.html", own_page(n))


def own_page(number: int) -> str:
    return (
        f"<html><body><p class=source>来源： 区教育局</p><p id=wh>云府规〔2025〕{number}号</p>"
        f"<a class=document href='../zcwj/{number}.html'>原文</a></body></html>"
    )


def source(portal: PortalServer, most: int = 30) -> str:
    return (
        f"kind: list_page\ntitle: 政策解读\nurl: {portal.url}{LIST}\nitem_kind: interpretation\nrows: //li\n"
        "items: {title: a/text(), url: a/@href, published_on: span/text()}\n"
        "detail: {unit: {select: \"//p[@class='source']\", pattern: '来源：\\s*(\\S+)'}, linked_number: \"//*[@id='wh']\",\n"
        f"         linked_url: \"//a[@class='document']/@href\", most: {most}}}\n" + TERMS
    )


def staged(office: Workspace) -> list[tuple[object, ...]]:
    found = rows(office, "SELECT unit_code, linked_number, linked_url FROM stg_portal_item ORDER BY url")
    return [tuple(row.values()) for row in found]


def test_what_the_list_leaves_out_stands_on_the_items_own_page(portal: PortalServer, office: Workspace) -> None:
    put_list(portal, 2)
    declare(office, interpretations=source(portal))
    one = visit(office)["interpretations"]
    assert (one.outcome, one.records, one.pages) == ("good", 2, 1)
    expected = [("education", f"云府规〔2025〕{n}号", f"{portal.url}/zcwj/{n}.html") for n in (0, 1)]
    assert staged(office) == expected


def test_a_page_is_asked_for_once_and_not_again_in_later_runs(portal: PortalServer, office: Workspace) -> None:
    put_list(portal, 2)
    declare(office, interpretations=source(portal))
    visit(office)
    put_list(portal, 3)
    assert visit(office)["interpretations"].new_items == 1
    assert [len(portal.asked(f"/zcjd/d{n}.html")) for n in range(3)] == [1, 1, 1]
    assert [unit for unit, *_ in staged(office)] == ["education"] * 3


def test_many_pages_come_over_several_runs(portal: PortalServer, office: Workspace) -> None:
    put_list(portal, 7)
    declare(office, interpretations=source(portal, most=3))
    known = []
    for _ in range(3):
        assert visit(office)["interpretations"].outcome == "good"
        known.append(sum(unit is not None for unit, *_ in staged(office)))
    assert known == [3, 6, 7]


def test_a_page_that_is_gone_is_not_asked_for_again(portal: PortalServer, office: Workspace) -> None:
    put_list(portal, 2)
    del portal.served["/zcjd/d0.html"]
    declare(office, interpretations=source(portal))
    for _ in range(2):
        assert visit(office)["interpretations"].outcome == "good"
    assert len(portal.asked("/zcjd/d0.html")) == 1
    assert [unit for unit, *_ in staged(office)] == [None, "education"]


def test_a_host_in_trouble_ends_the_pages_and_not_the_list(portal: PortalServer, office: Workspace) -> None:
    put_list(portal, 3)
    portal.fail("/zcjd/d1.html", *[status(500)] * 4)
    declare(office, interpretations=source(portal))
    assert visit(office)["interpretations"].records == 3
    assert [unit for unit, *_ in staged(office)] == ["education", None, None]
    visit(office)
    assert [unit for unit, *_ in staged(office)] == ["education"] * 3


def test_items_at_other_hosts_are_kept_and_their_pages_left_alone(portal: PortalServer, office: Workspace) -> None:
    with running_portal() as other:
        foreign = other.url.replace("127.0.0.1", "localhost")
        put_list(portal, 1, f"<li><a href={foreign}/x.html>市级解读</a><span>2025-05-09</span></li>")
        declare(office, interpretations=source(portal))
        assert visit(office)["interpretations"].records == 2
        assert other.requests == []
