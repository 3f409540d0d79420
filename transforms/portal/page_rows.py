"""Rows of a page by declared XPaths, whatever the page's charset and however broken its markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree, html

from transforms.document.html_text import decode_page
from transforms.portal.answer import Answer, DamageError, Row
from warehouse.catalog.portal import ListPage, ListPaging, PortalWords, ReportPage, Source
from warehouse.catalog.portal_fields import Pick

_OWN_NAME = "@name"


def read_page(answer: Answer) -> html.HtmlElement:
    """The page. Raises DamageError for one without anything in it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    text = decode_page(answer.content).replace("\0", "")
    try:
        return html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError as nothing:
        raise DamageError("SHAPE", place=answer.place, detail="页面是空白的") from nothing


def read_page_rows(answer: Answer, rows: str, picks: Mapping[str, Pick]) -> Iterator[Row]:
    """Each element that the XPath `rows` finds, with its fields."""
    for number, element in enumerate(_found(read_page(answer), rows), 1):
        if isinstance(element, html.HtmlElement):
            values = {name: picked_text(element, pick, answer) for name, pick in picks.items()}
            yield Row(f"{answer.place}第{number}条", values)


def picked_text(element: html.HtmlElement, pick: Pick, answer: Answer) -> str | None:
    """The first text that the XPath finds, in one line; None where it finds none."""
    if pick.select == _OWN_NAME:
        return answer.name
    texts = (_text(found) for found in _found(element, pick.select))
    return next((text for text in texts if text), None)


def refuse_other_page(answer: Answer, words: PortalWords, *, is_closed: bool) -> None:
    """Raises DamageError for a login page, a page that says that there is none, and a page that was cut off."""
    text = decode_page(answer.content)
    if words.login_marks.search(text):
        raise DamageError("LOGIN", place=answer.place)
    if words.missing_marks.search(text):
        raise DamageError("SOFT_404", place=answer.place)
    if is_closed and not words.closing_tag.search(text):
        raise DamageError("TRUNCATED", place=answer.place)


def selector_problems(source: Source) -> Iterator[str]:
    """Declared XPaths that are none, each in a Chinese sentence."""
    for place, select in _selectors(source):
        try:
            _compiled(select)
        except etree.XPathError as broken:
            yield f"来源 {source.code} 的 {place}“{select}”不是有效的 XPath（{broken}）。"


def _selectors(source: Source) -> Iterator[tuple[str, str]]:
    if source.detail is not None:
        yield from ((f"detail.{name}", pick.select) for name, pick in source.detail.picks().items())
    match source:
        case ListPage():
            yield "rows", source.rows
            yield from ((name, pick.select) for name, pick in source.picks().items() if pick.select != _OWN_NAME)
            if isinstance(source.paging, ListPaging) and source.paging.next is not None:
                yield "paging.next", source.paging.next
        case ReportPage() if source.published_on is not None:
            yield "published_on", source.published_on.select


def _found(element: html.HtmlElement, select: str) -> list[object]:
    found: object = _compiled(select)(element)
    return list(found) if isinstance(found, list) else [found]


@lru_cache(maxsize=256)
def _compiled(select: str) -> etree.XPath:
    return etree.XPath(select)


def _text(found: object) -> str:
    text = found.text_content() if isinstance(found, html.HtmlElement) else str(found)
    return " ".join(text.split())
