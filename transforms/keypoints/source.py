"""A key-point document's bytes to printed lines and tables, whatever kind of file: text, Word, a page, a workbook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from transforms.document.document import Document, Line
from transforms.document.docx_text import DOCX, read_docx
from transforms.document.html_page import HTML, read_html
from transforms.document.html_text import decode_page
from transforms.document.reading import read_document
from transforms.document.simplified import simplified
from transforms.errors import FileError
from transforms.files.gate import true_type
from transforms.files.zipped import read_members
from transforms.grid import Grid
from transforms.keypoints.list_numbers import with_list_numbers
from transforms.keypoints.word_numbers import with_numbers

TEXT = "text/plain"
MOST_LETTERS = 500_000  # forty times the longest document known; what is read stays bounded in time and memory
_MOST_LINES = 50_000
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NO_TEXT_ABOVE, _SAMPLE = 0.02, 100_000
_UNMARKED, _CERTAIN = ("big5hkscs", "utf-16-le", "utf-16-be"), 4
_PLAIN, _BINARY = true_type(b"text"), true_type(b"\0")
_MAY_BE_TEXT = frozenset({_PLAIN, _BINARY})  # UTF-16 has zero bytes too: its characters decide
_NOT_A_REPORT, _NOT_A_DOCUMENT = "F06", "F09"
# Radicals that extraction from PDF puts in the place of characters, full-width digits and letters.
_LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff０-９Ａ-Ｚａ-ｚ]")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line: as it stands in the file, in simplified characters, and where a person finds it."""

    printed: str
    text: str
    place: str
    is_after_blank: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table between the lines, in simplified characters."""

    grid: Grid


Block = PrintedLine | PrintedTable


def read_blocks(content: bytes, telling: str) -> tuple[Block, ...]:
    """Lines and tables in their order; `telling` are letters that tell one encoding from another.

    Raises FileError for what is no document, or too large for one.
    """
    try:
        document, _ = read_document(content)
    except FileError as refused:
        if refused.code != _NOT_A_REPORT:
            raise
        document = _text_document(content, refused.detail, telling)
    _check_size(document)
    document = _with_numbers(content, document)
    clean = simplified(document)
    return tuple(_blocks(document, clean))


def _with_numbers(content: bytes, document: Document) -> Document:
    """The document once more, with the numbers that Word or a browser counts by itself. Raises FileError."""
    try:
        if document.media_type == DOCX:
            return read_docx(with_numbers(read_members(content)))
        if document.media_type == HTML and (numbered := with_list_numbers(content)) is not content:
            return read_html(numbered)
    except (etree.LxmlError, ValueError) as broken:
        raise FileError("Z99", type(broken).__name__) from broken
    return document


def _text_document(content: bytes, kind: str, telling: str) -> Document:
    """Plain text of any encoding. Raises FileError for what the bytes show to be something else."""
    if kind not in _MAY_BE_TEXT:
        raise FileError(_NOT_A_DOCUMENT, kind)
    text = _decoded(content, telling)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) + sample.count("\ufffd") > _NO_TEXT_ABOVE * len(sample):
        raise FileError(_NOT_A_DOCUMENT, _BINARY)
    written = (_CONTROL.sub("", line) for line in _BREAK.split(text))
    lines = ((Line(line), f"第{number}行") for number, line in enumerate(written, 1) if line.strip())
    return Document(TEXT, tuple(lines))


def _decoded(content: bytes, telling: str) -> str:
    """GB18030 takes nearly all bytes, those of other encodings too, and makes rare characters of them."""
    text = decode_page(content)
    start = content[: 2 * _SAMPLE]
    others = {name: _tells(start.decode(name, errors="ignore")[:_SAMPLE], telling) for name in _UNMARKED}
    best = max(others, key=lambda name: others[name])
    if _tells(text[:_SAMPLE], telling) * _CERTAIN >= others[best]:
        return text
    return content.decode(best, errors="replace")


def _tells(text: str, telling: str) -> int:
    return sum(map(text.count, telling))


def _check_size(document: Document) -> None:
    lines = [block for block in document.blocks if not isinstance(block, Grid)]
    letters = sum(len(line.text) for line, _ in lines)
    if letters > MOST_LETTERS or len(lines) > _MOST_LINES:
        raise FileError("F10", f"{len(lines):,} 行、{letters:,} 字")


def _blocks(document: Document, clean: Document) -> Iterator[Block]:
    before = 0
    for block, simple in zip(document.blocks, clean.blocks, strict=True):
        if isinstance(block, Grid) or isinstance(simple, Grid):
            if isinstance(simple, Grid) and simple.is_visible:
                yield PrintedTable(simple)
        elif block[0].role != "link" or not any(map(str.isalpha, block[0].text)):  # a number by itself leads nowhere
            number = _line_number(block[1])
            yield PrintedLine(block[0].text, _legible(simple[0].text), block[1], number - before > 1)
            before = number


def _line_number(place: str) -> int:
    """`第12行` as 12: a gap in the numbers is a blank line. Paragraphs are counted without gaps."""
    found = re.search(r"\d+", place)
    return int(found[0]) if found else 0


def _legible(text: str) -> str:
    plain = _LOOKALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _INVISIBLE.sub("", plain)


def lines_of(table: PrintedTable) -> Iterator[PrintedLine]:
    """The cells of a table that is none of tasks, as lines: some pages are laid out in one."""
    for row, column, text in table.grid.texts:
        place = "!".join(table.grid.place_name((row, column)))
        yield from (PrintedLine(line, _legible(line), place) for line in text.split("\n") if line.strip())
