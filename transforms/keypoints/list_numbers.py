"""Numbers that a browser counts by itself (ordered lists) stand nowhere in the text of a page: they are written into it."""

from __future__ import annotations

from lxml import etree, html

from transforms.document.html_text import decode_page

_LIST = "<ol"
_COUNTED = "1"  # the kind of list that counts 1, 2, 3; letters and Roman numerals mark no tasks


def with_list_numbers(content: bytes) -> bytes:
    """A page with the numbers of its ordered lists as text; as it is where it has none, or is a web archive."""
    text = decode_page(content)
    if not text.lstrip().startswith("<") or _LIST not in text.lower():
        return content
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    page = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    for listed in page.iter("ol"):
        if (listed.get("type") or _COUNTED) == _COUNTED:
            _number(listed)
    return bytes(etree.tostring(page, encoding="utf-8", method="html"))


def _number(listed: html.HtmlElement) -> None:
    number = _stated(listed, "start", 1)
    for item in listed.iterchildren("li"):
        number = _stated(item, "value", number)
        item.text = f"{number}.{(item.text or '').lstrip()}"
        number += 1


def _stated(element: html.HtmlElement, name: str, missing: int) -> int:
    text = element.get(name) or ""
    return int(text) if text.isdecimal() and len(text) < 4 else missing
