"""From page to page: each way of paging goes on to the end and not beyond it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from pydantic import TypeAdapter

from transforms.portal.answer import Answer
from transforms.portal.paging import Pager, first_url, with_parameters
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.portal import Source

WORDS = load_catalog().portal
API = "https://p.example/api?c=1"
LIST = "https://p.example/zcwj/index.html"
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)


def api(**paging: object) -> Source:
    items = {"title": "t", "url": "u", "published_on": "d"}
    declared = {"code": "a", "kind": "json_api", "title": "甲", "url": API, "rows": "rows", "item_kind": "notice"}
    return SOURCE.validate_python({**declared, "items": items, "paging": paging})


def listed(**paging: object) -> Source:
    items = {"title": "a/text()", "url": "a/@href", "published_on": "span/text()"}
    declared = {"code": "a", "kind": "list_page", "title": "甲", "url": LIST, "rows": "//li", "item_kind": "notice"}
    return SOURCE.validate_python({**declared, "items": items, "paging": paging})


def walk(source: Source, content: Callable[[str, int], str], most: int = 20) -> list[str]:
    """The addresses asked, from the first to the one that nothing follows."""
    pager, url, asked = Pager(source, WORDS), first_url(source), []
    for number in range(1, most + 1):
        asked.append(url)
        following = pager.after(Answer(url, number, content(url, number).encode()))
        if following is None:
            return asked
        url = following
    raise AssertionError(f"still going on: {asked}")


def rows(count: int, page: int, **more: object) -> str:
    found = [{"t": f"{page}-{n}", "u": f"/{page}-{n}", "d": "2025-01-02"} for n in range(count)]
    return json.dumps({"rows": found, **more})


def test_by_number_until_the_total_is_reached() -> None:
    source = api(style="page", parameter="p", size=2, size_parameter="s", total="total")
    assert walk(source, lambda _, page: rows(2 if page < 3 else 1, page, total=5)) == [
        f"{API}&s=2&p={n}" for n in (1, 2, 3)
    ]


def test_by_number_until_a_page_is_not_full() -> None:
    source = api(style="page", parameter="p", first=0, size=2)
    assert walk(source, lambda _, page: rows(2 if page < 3 else 1, page)) == [f"{API}&p={n}" for n in (0, 1, 2)]


def test_by_number_until_a_page_is_empty_where_nothing_else_tells() -> None:
    source = api(style="page", parameter="p")
    assert len(walk(source, lambda _, page: rows(2 if page < 3 else 0, page))) == 3


def test_by_offset() -> None:
    source = api(style="offset", parameter="from", size=2)
    assert walk(source, lambda _, page: rows(2 if page < 3 else 1, page)) == [f"{API}&from={n}" for n in (0, 2, 4)]


def test_by_cursor_until_there_is_none() -> None:
    source = api(style="cursor", parameter="after", next="meta.next")
    cursors = {1: "x=1&y", 2: "z", 3: None}
    asked = walk(source, lambda _, page: rows(1, page, meta={"next": cursors[page]}))
    assert asked == [API, f"{API}&after=x%3D1%26y", f"{API}&after=z"]


def test_a_cursor_that_does_not_move_ends() -> None:
    source = api(style="cursor", parameter="after", next="next")
    assert len(walk(source, lambda _, page: rows(1, page, next="same"))) == 2


def test_a_server_that_ignores_the_page_ends() -> None:
    source = api(style="page", parameter="p", size=2)
    assert len(walk(source, lambda *_: rows(2, 1))) == 2


def test_a_list_by_its_announced_number_of_pages() -> None:
    source = listed(pattern="index_{n}.html", count=r"createPageHTML\((\d+)")
    row = "<li><a href=/{0}>甲{0}</a><span>2025-01-02</span></li><script>createPageHTML(3, 0)</script></html>"
    expected = [LIST, *(LIST.replace("index", f"index_{n}") for n in (1, 2))]
    assert walk(source, lambda _, page: row.format(page)) == expected


@pytest.mark.parametrize("href", ["index.html", "#", ""])
def test_a_next_link_that_leads_back_ends(href: str) -> None:
    source = listed(next="//a[text()='下一页']/@href")
    page = f"<li><a href=/1>甲</a><span>2025-01-02</span></li><a href='{href}'>下一页</a></html>"
    assert len(walk(source, lambda _, number: page.replace("甲", f"甲{number}"))) <= 2


def test_a_page_that_cannot_be_read_leads_nowhere() -> None:
    source = api(style="page", parameter="p", size=2)
    assert walk(source, lambda *_: "<html>") == [f"{API}&p=1"]


def test_parameters_replace_their_like_and_keep_the_others() -> None:
    assert with_parameters("https://p/?a=1&p=1&b=%E7%94%B2&c=", {"p": "2"}) == "https://p/?a=1&b=%E7%94%B2&c=&p=2"
