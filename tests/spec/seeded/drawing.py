"""Reports as bytes, text and tables, in the shapes in which they are published."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from html import escape

from docx import Document

from tests.spec.seeded.reports import Annual
from tests.spec.seeded.wording import plain
from tests.unit.transforms.official import Form, Piece, Sheet, openpyxl_bytes, shifted
from tests.unit.transforms.published import CATALOG, draw_word_table, framed, html_table, word_table

Table = Sequence[Piece]
Block = str | Table
_TABLE_OF = {2: "T2", 3: "T3", 4: "T4"}


def blocks(report: Annual) -> Iterator[Block]:
    """Title, lines and tables in the order of the form; a table of which nothing is known is left out."""
    edition = CATALOG.edition(report.edition)
    yield f"{report.unit}{report.year}年政府信息公开工作年度报告"
    for section in range(7):
        if section:
            yield edition.sections[section - 1]
        yield from (line.text for line in report.lines.values() if line.section == section)
        if section in _TABLE_OF and any(code.startswith(_TABLE_OF[section]) for code in report.figures):
            yield _tables(report)[section - 2]


def _tables(report: Annual) -> list[Table]:
    """The three tables without the title row that a sheet has: in a report the section's heading stands above."""
    values = {code: _shown(value) for code, value in report.figures.items()}
    form = Form(CATALOG.edition(report.edition), values, merged_other=report.is_merged)
    return [
        [_relabelled(piece, report) for piece in shifted([p for p in table if p.row > 0], -1)]
        for table in form.tables()
    ]


def _relabelled(piece: Piece, report: Annual) -> Piece:
    if piece.code is not None or piece.value not in report.relabelled:
        return piece
    return replace(piece, value=report.relabelled[str(piece.value)])


def _shown(value: Decimal | str | None) -> str | None:
    return plain(value) if isinstance(value, Decimal) else value


def page(report: Annual, draw: Callable[[Table], str] = html_table, encoding: str = "utf-8") -> bytes:
    """A page; long lines are broken by the editor into spans."""
    written = "".join(_marked(block) if isinstance(block, str) else draw(block) for block in blocks(report))
    head = f'<meta charset="{encoding}"><title>政务公开</title>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{written}</body></html>".encode(encoding)


def _marked(text: str) -> str:
    half = len(text) // 2
    return f"<p>&emsp;&emsp;<span>{escape(text[:half])}</span><span lang=EN-US>{escape(text[half:])}</span></p>"


def word(report: Annual) -> bytes:
    """A Word document."""
    document = Document()
    for block in blocks(report):
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            draw_word_table(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def workbook(report: Annual) -> bytes:
    """Everything pasted into one sheet, line by line below each other."""
    placed: list[Piece] = []
    at = 0
    for block in blocks(report):
        pieces = [Piece(0, 0, block)] if isinstance(block, str) else list(block)
        placed += shifted(pieces, at)
        at += max(piece.row + piece.rows for piece in pieces) + (not isinstance(block, str))
    return openpyxl_bytes([Sheet("Sheet1", tuple(placed))])


SHAPES: Mapping[str, Callable[[Annual], bytes]] = {
    "plain.html": page,
    "framed.html": lambda report: page(report, framed, "gb18030"),
    "word.htm": lambda report: page(report, word_table, "gb18030"),
    "report.docx": word,
    "pasted.xlsx": workbook,
}
