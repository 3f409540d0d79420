"""Fuzzed answers of a portal: JSON, lists, tables, workbooks, robots.txt, read as the examples of sources declare them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from tests.hostile.fuzz.sheets import Leaf, as_xls, as_xlsx, tampered
from tests.hostile.fuzz.subject import OtherwiseError, Subject, looked
from tests.hostile.fuzz.trees import as_json, spliced, tampered_lines, tampered_markup, tampered_rows, tampered_tree
from transforms.portal.answer import Answer
from transforms.portal.feed import FeedReading, read_feed
from transforms.portal.items import item_addresses
from transforms.portal.page_rows import selector_problems
from transforms.portal.paging import Pager, first_url, is_past_end
from transforms.portal.robots import read_robots
from warehouse.catalog.catalog import CatalogError, load_catalog
from warehouse.catalog.portal import Source
from warehouse.catalog.portal_files import EXAMPLES, load_sources

CATALOG = load_catalog()
DAY = date(2025, 7, 5)
_PERIOD = re.compile(r"20\d\d(-\d\d|Q[1-4])?", re.ASCII)
_API = {
    "code": 0,
    "data": {
        "total": 3,
        "list": [
            {
                "title": f"通知{n}",
                "url": f"/tzgg/{n}.html",
                "publishTime": 1740000000000 + n,
                "dept": {"name": "区教育局"},
            }
            for n in range(3)
        ],
    },
}
_ROWS = "".join(
    f"<li><a href='./t{n}.html'>第{n}号办法</a><span class='number'>云府规〔2025〕{n}号</span>"
    f"<span class='source'>来源：区教育局</span><span class='date'>2025-0{n}-02</span></li>"
    for n in range(1, 5)
)
_LIST = (
    f"<html><head><meta charset='utf-8'></head><body><ul class='list'>{_ROWS}</ul>"
    f"<script>createPageHTML(1, 0, 'index', 'html');</script></body></html>"
)
_ITEMS = "".join(
    f"<div class='item'><h3><a href='{n}.html'>《第{n}号办法》解读</a></h3><p>2025-0{n}-03</p><em>区教育局</em>"
    f"<a class='related' href='../t{n}.html'>文件</a></div>"
    for n in range(1, 5)
)
_READINGS = f"<html><body>{_ITEMS}<a href='index_1.html'>下一页</a></body></html>"
_BOARD = [
    ["单位", "月份", "留言数", "答复数", "按时答复数"],
    ["区教育局", "2025-03", 12, 12, 11],
    ["合计", "", 12, 12, 11],
]
_VISITS = "浏览量,独立访客,信息发布数\n1200,300,12\n"


class Answered(NamedTuple):
    """Pages of one source and the page of an item."""

    source: str
    pages: tuple[Answer, ...]
    detail: bytes


@cache
def _sources() -> dict[str, Source]:
    return {source.code: source for source in load_sources(EXAMPLES)}


def _answers(source: str, draw: Callable[[Random], bytes], name: str) -> Callable[[Random], object]:
    def drawn(chance: Random) -> object:
        url = getattr(_sources()[source], "url", None) or f"https://x.example/{name}"
        pages = tuple(Answer(url, number, draw(chance)) for number in range(1, 1 + chance.choice((1, 1, 2))))
        return Answered(source, pages, draw(chance))

    return drawn


def _page_of(text: str) -> Callable[[Random], bytes]:
    def drawn(chance: Random) -> bytes:
        page = tampered_markup(spliced(text, chance) if chance.random() < 0.3 else text, chance)
        return page.encode(chance.choice(("utf-8", "gb18030")), errors="replace")

    return drawn


def _draw_board(chance: Random) -> bytes:
    [leaf] = tampered([Leaf("统计", [list(row) for row in _BOARD])], chance)[:1]
    kind = chance.randrange(3)
    if kind == 0:
        return as_xlsx([leaf])
    if kind == 1:
        return as_xls([leaf])
    rows = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in leaf.rows)
    return tampered_markup(f"<html><body><table>{rows}</table></body></html>", chance).encode(errors="replace")


def _look(case: object) -> str:
    """As a visit goes: the pager after each page, the addresses of items, then the whole answer."""
    assert isinstance(case, Answered)
    return looked(lambda: _read(_sources()[case.source], case.pages, case.detail))


def _read(source: Source, pages: Sequence[Answer], detail: bytes) -> object:
    pager = Pager(source, CATALOG.portal)
    followed = [(pager.after(page), is_past_end(source, page, CATALOG.portal)) for page in pages]
    listed = pages if source.items is not None else ()
    addresses = [url for page in listed for url in item_addresses(source, page, CATALOG.portal)]
    details = [(url, Answer(url, n, detail)) for n, url in enumerate(addresses[:3], 1)]
    reading = read_feed(source, pages, CATALOG, DAY, details)
    _refuse_unstorable(reading)
    return first_url(source), followed, reading


def _refuse_unstorable(reading: FeedReading) -> None:
    """Whatever is believed can be stored: texts of real characters, periods as all of us write them."""
    for figure in reading.figures:
        if not _PERIOD.fullmatch(figure.period):
            raise OtherwiseError(f"{figure.period!r} is no period")
    for one in (*reading.items, *reading.figures):
        try:
            repr_free = "".join(value for name in one.__slots__ if isinstance(value := getattr(one, name), str))
            repr_free.encode()
        except UnicodeEncodeError as torn:
            raise OtherwiseError(f"{one!r} holds half a character") from torn


def _draw_declared(chance: Random) -> object:
    """A source declared otherwise, and the answer that it was declared for."""
    name, declared = chance.choice(sorted(_declared().items()))
    pages = {
        "notices": json.dumps(_API),
        "policy_documents": _LIST,
        "interpretations": _READINGS,
        "site_statistics": _VISITS,
    }
    changed = tampered_tree(declared, chance)
    told = yaml.safe_dump(changed, allow_unicode=True) if isinstance(changed, dict) else "{}"
    return told, pages.get(name, _READINGS).encode()


@cache
def _declared() -> dict[str, Any]:
    return {path.stem: yaml.safe_load(path.read_text()) for path in EXAMPLES.glob("*.yaml")}


def _look_at_declared(case: object) -> str:
    """A source that is accepted reads any answer, or refuses it."""
    assert isinstance(case, tuple)
    told, content = case
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "one.yaml").write_text(told, errors="replace")

        def read() -> object:
            [source] = load_sources(Path(folder))
            if problems := list(selector_problems(source)):
                raise CatalogError("".join(problems))
            return _read(source, (Answer(getattr(source, "url", None) or "https://x.example/", 1, content),), content)

        return looked(read).replace(folder, "")


_ROBOTS = "User-agent: *\nDisallow: /private/\nAllow: /zwgk/*.html$\nCrawl-delay: 1\n"
_ROBOT_WORDS = (
    *("User-agent: zwgk", "User-agent:", "Disallow: /", "Disallow:", "Allow: /*", "Crawl-delay: 1e9", "\ufeff"),
    *("Disallow: " + "/*" * 40 + "x", "Allow: " + "*a" * 60 + "$", "Crawl-delay: " + "9" * 500, "Sitemap: x", "%zz"),
)


def _look_at_robots(case: object) -> str:
    assert isinstance(case, str)

    def read() -> object:
        rules = read_robots(case, "zwgk")
        paths = ("/", "/zwgk/a.html", "/" + "a/" * 60 + "?b=*", "/private/%zz$")
        return [rules.allows(path) for path in paths], rules.crawl_delay_s

    return looked(read)


PORTAL = (
    Subject("portal JSON", _answers("notices", lambda c: as_json(tampered_tree(_API, c), c), "api"), _look),
    Subject("portal list", _answers("policy_documents", _page_of(_LIST), "index.html"), _look),
    Subject("portal list with details", _answers("interpretations", _page_of(_READINGS), "index.html"), _look),
    Subject("portal board", _answers("message_board", _draw_board, "tj.html"), _look),
    Subject(
        "portal export", _answers("site_statistics", lambda c: tampered_rows(_VISITS, c), "visits-2025-03.csv"), _look
    ),
    Subject("portal as declared", _draw_declared, _look_at_declared),
    Subject("robots.txt", lambda c: tampered_lines(_ROBOTS, c, _ROBOT_WORDS), _look_at_robots),
)
