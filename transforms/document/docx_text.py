"""A Word document's bytes as lines and tables: merged cells, tables inside tables and text boxes, without what was deleted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from transforms.document.document import MOST_SQUARES, Block, Box, Document, Line, Role, Table, lay_out
from transforms.document.note_marks import is_note_mark
from transforms.errors import FileError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
# Deleted text, instructions of fields, the second form of a drawing: nobody reads them.
_SKIPPED = frozenset(
    {*(f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "tblPr", "sectPr")), _ALTERNATIVE}
)
_TITLE_STYLES = ("title", "heading1", "1", "a3", "标题", "标题1")


def read_docx(members: dict[str, bytes]) -> Document:
    """The document in the inflated members of a .docx. Raises FileError for XML that is broken or beyond all measure."""
    content = members[BODY].replace(_STRICT, _W[1:-1].encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser=parser)
    except etree.XMLSyntaxError as broken:
        raise FileError("Z02", "正文不是完整的 XML") from broken
    flow = _Flow()
    _walk(root, flow)
    flow.end_line()
    return Document(DOCX, lay_out(flow.blocks))


class _Flow:
    """Collects text until a line ends, and lines and tables in their order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []

    def end_line(self, role: Role = "text") -> None:
        text = "".join(self.parts).replace("\xa0", " ").strip()
        if text:
            self.blocks.append(Line(text, role))
        self.parts.clear()


def _walk(element: etree._Element, flow: _Flow) -> None:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{_W}p":
            _walk_paragraph(child, flow)
        elif tag == f"{_W}tbl":
            flow.end_line()
            flow.blocks.append(_table(child))
        elif tag == f"{_W}r" and (_is_vanished(child) or _is_note(child)):
            continue
        elif tag == f"{_W}t":
            flow.parts.append(child.text or "")
        elif tag in _BREAKS:
            flow.end_line()
        elif tag in _SIGNS:
            flow.parts.append(_SIGNS[tag])
        else:
            _walk(child, flow)


def _walk_paragraph(paragraph: etree._Element, flow: _Flow) -> None:
    """A text box stands in a paragraph and has paragraphs of its own: they come before what is left of this one."""
    before, flow.parts = flow.parts, []
    _walk(paragraph, flow)
    flow.end_line("heading" if _is_title(paragraph) else "text")
    flow.parts = before


def _is_title(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and str(style.get(f"{_W}val")).lower().replace(" ", "") in _TITLE_STYLES


def _is_vanished(run: etree._Element) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false")


def _is_note(run: etree._Element) -> bool:
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    if raised is None or raised.get(f"{_W}val") != "superscript":
        return False
    return is_note_mark("".join(text.text or "" for text in run.iter(f"{_W}t")))


def _table(element: etree._Element) -> Table:
    table = Table()
    open_boxes: dict[int, Box] = {}
    squares = 0
    for at, row in enumerate(_within(element, "tr")):
        column = _number(row, f"{_W}trPr/{_W}gridBefore", 0)
        for cell in _within(row, "tc"):
            width = _number(cell, f"{_W}tcPr/{_W}gridSpan", 1)
            squares += width
            if squares > MOST_SQUARES:
                raise FileError("X01", f"文档中的一张表格超过 {MOST_SQUARES:,} 格")
            _place(table, open_boxes, cell, at, column, width)
            column += width
    return table


def _place(table: Table, open_boxes: dict[int, Box], cell: etree._Element, row: int, column: int, width: int) -> None:
    """A cell that continues the one above makes that one taller; what a program left written in it is not shown by Word."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    above = open_boxes.get(column)
    if merge is not None and merge.get(f"{_W}val") != "restart" and above is not None:
        above.rows = row - above.row + 1
        return
    flow = _Flow()
    _walk(cell, flow)
    flow.end_line()
    box = Box(row, column, 1, width, flow.blocks)
    table.boxes.append(box)
    open_boxes.pop(column, None)
    if merge is not None:
        open_boxes[column] = box


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table, the cells of a row: also inside content controls and insertions, never those of a table inside."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
            yield from _within(child, name)


def _number(element: etree._Element, path: str, missing: int) -> int:
    """A number in an attribute; Word's grid has 63 columns at most."""
    found = element.find(path)
    text = "" if found is None else str(found.get(f"{_W}val") or "")
    return min(int(text), 1000) if text.isascii() and text.isdigit() else missing
