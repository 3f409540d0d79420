"""A finished circular read again: the running text and the tables as they stand in the bytes, without knowing how they came there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CAPTION, _NOTE = "caption", "table note"  # Word writes the names of its own styles small
# A document of ours needs none of these; one that has been tampered with must not reach outside.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True, slots=True)
class Reread:
    """The title, headings and paragraphs in order, and each table's cells by its caption: texts row by row, merged ones once.

    `charts` is what the drawn lines say aloud; None of a document that has none.
    """

    texts: tuple[str, ...]
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    charts: tuple[str, ...] | None = None


def reread_docx(content: bytes) -> Reread:
    """The text and tables of a Word document that we wrote; a table is known by the caption before it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"), _PARSER)[0]
        styles = _styles(package.read("word/styles.xml"))
    texts, tables, caption = [], [], ""
    for block in body:
        if block.tag == f"{_W}tbl":
            tables.append((caption, tuple(_rows(block))))
        elif block.tag == f"{_W}p" and (text := _text(block)):
            style = styles.get(_style(block), "").lower()
            if style == _CAPTION:
                caption = text
            elif style != _NOTE:
                texts.append(text)
    return Reread(tuple(texts), tuple(tables))


def _styles(content: bytes) -> dict[str, str]:
    """The names of styles by their ids."""
    found = etree.fromstring(content, _PARSER).iter(f"{_W}style")
    return {
        style.get(f"{_W}styleId", ""): name.get(f"{_W}val", "")
        for style in found
        for name in style.iterfind(f"{_W}name")
    }


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if found is None else str(found.get(f"{_W}val"))


def _text(element: etree._Element) -> str:
    """The words; raised marks of notes are no part of a figure."""
    runs = (run for run in element.iter(f"{_W}r") if run.find(f"{_W}rPr/{_W}vertAlign") is None)
    return "".join(text.text or "" for run in runs for text in run.iter(f"{_W}t"))


def _rows(table: etree._Element) -> Iterator[tuple[str, ...]]:
    """A row's cells; one that only goes on from the row above is passed over."""
    for row in table.iter(f"{_W}tr"):
        begun = (cell for cell in row.iter(f"{_W}tc") if not _goes_on(cell))
        yield tuple(_text(cell) for cell in begun)


def _goes_on(cell: etree._Element) -> bool:
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and merged.get(f"{_W}val") != "restart"


def reread_html(content: bytes) -> Reread:
    """The text, tables and charts of a page that we wrote; notes are left aside."""
    main = html.fromstring(content.decode()).find(".//main")
    if main is None:
        return Reread((), ())
    texts, tables = [], []
    for block in main:
        if block.tag == "div":
            tables.append(_table(block))
        elif block.tag != "section" and (text := str(block.xpath("string()")).strip("\n")):
            texts.append(text)
    return Reread(tuple(texts), tuple(tables), tuple(str(svg.get("aria-label")) for svg in main.iter("svg")))


def _table(block: html.HtmlElement) -> tuple[str, tuple[tuple[str, ...], ...]]:
    rows = (tuple(_cell(cell) for cell in row if cell.tag in ("td", "th")) for row in block.iter("tr"))
    return str(block.xpath("string(.//caption)")), tuple(rows)


def _cell(cell: html.HtmlElement) -> str:
    return "".join(str(text) for text in cell.xpath(".//text()[not(ancestor::sup)]"))
