"""A page's bytes as lines and tables: saved from a browser or by Word, layout tables around tables, merged cells, hidden parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from transforms.document.document import MOST_SQUARES, Block, Box, Document, Line, Role, Table, lay_out
from transforms.document.html_text import decode_page
from transforms.document.note_marks import is_note_mark
from transforms.errors import FileError

HTML = "text/html"
_SKIPPED = frozenset(
    {"script", "style", "head", "noscript", "template", "select", "textarea", "svg", "iframe", "object"}
)
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "img",
            "ins",
        ),
        *("kbd", "label", "mark", "nobr", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("tt", "u", "var", "wbr"),
    }
)
_HEADINGS = frozenset({"h1", "h2", "title"})
_ROWS, _CELLS = frozenset({"tr"}), frozenset({"td", "th"})
_CLOSED = frozenset({"table", "tr", "td", "th", "caption"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r"\r\n|[\r\n]")
_MOST_COLUMNS = 1000
_TITLES = frozenset({"articletitle", "title", "og:title", "dc.title"})
_SOURCES = frozenset({"contentsource", "publisher", "author", "dc.source"})
# Comments, and what Word writes for other versions of Word; browsers and we pass over it.
_PASSED_OVER = re.compile(r"<!--.*?-->|<!\[(?:if|endif)[^>]*>", re.IGNORECASE | re.DOTALL)
_CONDITION = re.compile(r"<!\[(?:if|endif)[^>]*>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def read_html(content: bytes) -> Document:
    """The document that a page is. Raises FileError for one without anything in it, or with a table beyond all measure."""
    text = _CONTROL.sub("", _without_comments(decode_page(content)))
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError as nothing:
        raise FileError("F00") from nothing
    blocks = _blocks(page)
    return Document(HTML, lay_out(blocks), tuple(_stated(page, _TITLES)), tuple(_stated(page, _SOURCES)))


def _without_comments(text: str) -> str:
    """Looked for only as far as any of them ends: a page that opens a million and closes none would take the square of that."""
    end = text.rfind("-->") + 3 if "-->" in text else 0
    last = text.rfind(">") + 1
    return _PASSED_OVER.sub("", text[:end]) + _CONDITION.sub("", text[end:last]) + text[max(end, last) :]


def _stated(page: html.HtmlElement, names: frozenset[str]) -> Iterator[str]:
    """What the page says of itself: portals are bound to state the title and the source of every article."""
    for meta in page.iter("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower()
        if name in names and (content := _folded(meta.get("content") or "")):
            yield content
    if "title" in names:
        yield from (text for one in page.iter("title") if (text := _folded(one.text or "")))


class _Flow:
    """Collects text until a line ends, and lines and tables in their order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._links = 0
        self._verbatim = 0
        self._is_own = False

    def write(self, text: str) -> None:
        first, *others = _BREAK.split(text) if self._verbatim else (text,)
        self._write(first)
        for line in others:
            self.end_line()
            self._write(line)

    def _write(self, text: str) -> None:
        self._parts.append(_WHITE.sub(" ", text))
        self._is_own |= not self._links and any(map(str.isalpha, text))

    def begin_link(self) -> None:
        self._links += 1

    def end_link(self) -> None:
        self._links -= 1

    def begin_verbatim(self) -> None:
        self._verbatim += 1

    def end_verbatim(self) -> None:
        self._verbatim -= 1

    def end_line(self, role: Role = "text") -> None:
        text = _WHITE.sub(" ", "".join(self._parts)).replace("\xa0", " ").strip()
        if text:
            self.blocks.append(Line(text, role if self._is_own or role != "text" else "link"))
        self._parts.clear()
        self._is_own = False

    def add(self, table: Table) -> None:
        self.end_line()
        self.blocks.append(table)


def _blocks(element: html.HtmlElement) -> list[Block]:
    """Lines and tables inside an element. Without recursion: pages that never close a tag are nested hundreds deep."""
    flow = _Flow()
    flow.write(element.text or "")
    stack = [(element, iter(element))]
    while stack:
        above, children = stack[-1]
        child = next(children, None)
        if child is not None:
            stack.append((child, _enter(child, flow)))
            continue
        stack.pop()
        if stack:
            _leave(above, flow)
            flow.write(above.tail or "")
    flow.end_line()
    return flow.blocks


def _enter(element: html.HtmlElement, flow: _Flow) -> Iterator[html.HtmlElement]:
    """Writes what stands at the beginning of an element; gives the children that are to be read."""
    if element.tag == "br":
        flow.end_line()
    elif element.tag == "table":
        flow.add(_table(element))
    elif not isinstance(element.tag, str) or element.tag in _SKIPPED or _is_note(element):
        return iter(())
    elif _is_hidden(element):
        _add_hidden(element, flow)
    else:
        if _is_block(element):
            flow.end_line()
        if _is_link(element):
            flow.begin_link()
        if _is_verbatim(element):
            flow.begin_verbatim()
        flow.write(element.text or "")
        return iter(element)
    return iter(())


def _leave(element: html.HtmlElement, flow: _Flow) -> None:
    if _is_link(element):
        flow.end_link()
    if _is_verbatim(element):
        flow.end_verbatim()
    if _is_block(element):
        flow.end_line("heading" if element.tag in _HEADINGS else "text")


def _is_note(element: html.HtmlElement) -> bool:
    return element.tag == "sup" and is_note_mark("".join(element.itertext()))


def _is_block(element: html.HtmlElement) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag not in _INLINE and tag not in _SKIPPED and ":" not in tag


def _is_verbatim(element: html.HtmlElement) -> bool:
    """Its line breaks are line breaks: text files that were put on a page, and what office programs save of them."""
    return element.tag == "pre" and not _is_hidden(element)


def _is_link(element: html.HtmlElement) -> bool:
    """Leads elsewhere; one around whole blocks is a tag that somebody forgot to close."""
    if element.tag != "a" or element.get("href") is None or _is_hidden(element):
        return False
    return not any(_is_block(inner) or inner.tag == "table" for inner in element.iterdescendants())


def _add_hidden(element: html.HtmlElement, flow: _Flow) -> None:
    """Nobody sees these lines; a table here counts where no other is to be seen, as on a page saved with another tab open."""
    for table in element.iter("table"):
        outer = next(table.iterancestors("table"), None)
        if outer is None or outer in element.iterancestors():
            flow.add(_table(table))


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def _table(element: html.HtmlElement) -> Table:
    table = Table(is_visible=not any(_is_hidden(one) for one in (element, *element.iterancestors())))
    taken: set[tuple[int, int]] = set()
    rows = [row for row in _own(element, _ROWS) if not _is_hidden(row)]
    for at, row in enumerate(rows):
        column = 0
        for cell in _own(row, _CELLS):
            if _is_hidden(cell):
                continue
            while (at, column) in taken:
                column += 1
            height, width = _size(cell, "rowspan"), min(_size(cell, "colspan"), _MOST_COLUMNS)
            height = min(height or len(rows), len(rows) - at)
            _take(taken, at, column, height, width or 1)
            table.boxes.append(Box(at, column, height, width or 1, _blocks(cell)))
            column += width or 1
    return table


def _take(taken: set[tuple[int, int]], row: int, column: int, height: int, width: int) -> None:
    if len(taken) + height * width > MOST_SQUARES:
        raise FileError("X01", f"网页中的一张表格超过 {MOST_SQUARES:,} 格")
    taken.update((row + down, column + right) for down in range(height) for right in range(width))


def _own(element: html.HtmlElement, names: frozenset[str]) -> Iterator[html.HtmlElement]:
    """The rows of a table, the cells of a row, also where a form or a font stands between; those of tables inside are theirs."""
    for child in element:
        if child.tag in names:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _CLOSED and not _is_hidden(child):
            yield from _own(child, names)


def _size(cell: html.HtmlElement, name: str) -> int:
    """A span as browsers read it: the number at its beginning, 1 where there is none."""
    found = re.match(r"\s*(\d{1,5})", cell.get(name) or "1")
    return int(found[1]) if found else 1


def _folded(text: str) -> str:
    return _WHITE.sub(" ", text).strip()
