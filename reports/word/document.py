"""A paper as .docx: the same paper gives the same bytes, on any machine and at any time, and names no author."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from functools import cache
from itertools import zip_longest

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.narrative.paper import Grid, Heading, Paper, Paragraph
from reports.word.styles import apply_styles, font_table, make_compact, turn_pages
from reports.word.table import append_table

_LEFT_OVER = ("/thumbnail", "/stylesWithEffects", "/customXml")  # of the library's template, of no use here
_PARAGRAPHS = {"body": "Body Text", "signature": "Report Signature", "salutation": "Report Salutation"}
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def write_word(paper: Paper) -> bytes:
    """The document as bytes of a .docx file."""
    document = docx.Document(io.BytesIO(_styled_page(paper.is_compact)))
    if paper.is_landscape:
        turn_pages(document)
    _append_title(document, paper.title_lines, has_gap=not paper.is_compact)
    for block, following in zip_longest(paper.blocks, paper.blocks[1:]):
        if isinstance(block, Heading):
            _append_heading(document, block)
        elif isinstance(block, Paragraph):
            _append_paragraph(document, block, isinstance(following, Paragraph) and following.role == "signature")
        elif isinstance(block, Grid):
            _append_grid(document, block, is_compact=paper.is_compact)
    _append_page_number(document)
    _set_properties(document, paper)
    return _pack(document)


@cache
def _styled_page(is_compact: bool) -> bytes:
    """An empty document with our page and styles: making them takes longer than anything that is then written on it."""
    document = docx.Document()
    apply_styles(document)
    if is_compact:
        make_compact(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _append_title(document: Document, lines: tuple[str, ...], *, has_gap: bool) -> None:
    paragraph = document.add_paragraph(style="Title")
    for number, line in enumerate(lines):
        run = paragraph.add_run()
        if number:
            run.add_break(WD_BREAK.LINE)
        run.add_text(line)
    if has_gap:
        document.add_paragraph()


def _append_heading(document: Document, block: Heading) -> None:
    """An annex begins a page, and its name stands at the edge of the text."""
    paragraph = document.add_paragraph(block.text, style=f"Heading {block.level}")
    if block.is_annex:
        paragraph.paragraph_format.page_break_before = True
        paragraph.paragraph_format.first_line_indent = 0
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "0")


def _append_paragraph(document: Document, block: Paragraph, is_before_signature: bool) -> None:
    """A signature must not stand on a page without text."""
    paragraph = document.add_paragraph(style=_PARAGRAPHS[block.role])
    for piece in block.runs:
        run = paragraph.add_run(piece.text)
        if piece.is_gap:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if is_before_signature:
        paragraph.paragraph_format.keep_with_next = True


def _append_grid(document: Document, grid: Grid, *, is_compact: bool) -> None:
    if grid.caption:
        document.add_paragraph(grid.caption, style="Caption")
    append_table(document, grid, is_compact=is_compact)
    for note in grid.notes:
        document.add_paragraph(f"{note.mark} {note.text}".lstrip(), style="Table Note")
    document.add_paragraph(style="Table Label")  # keeps two tables from becoming one


def _append_page_number(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("— ")
    paragraph._p.append(OxmlElement("w:fldSimple", {qn("w:instr"): "PAGE"}))
    paragraph.add_run(" —")


def _set_properties(document: Document, paper: Paper) -> None:
    """Dated by the period, so that writing again gives the same bytes; the template's author and picture are dropped."""
    properties = document.core_properties
    dated = datetime.combine(paper.dated, time(), UTC).replace(tzinfo=None)
    properties.title, properties.language = paper.title, "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = dated
    properties.revision = 1


def _pack(document: Document) -> bytes:
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_LEFT_OVER):
                del relations[key]
    for part in package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = font_table()
        elif part.partname == "/docProps/app.xml":
            part._blob = _APP
    written = io.BytesIO()
    document.save(written)
    return _without_times(written)


def _without_times(written: io.BytesIO) -> bytes:
    """The same archive with every entry dated as zip's first day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name))
    return packed.getvalue()
