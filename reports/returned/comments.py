"""Comments in a unit's workbook, beside those that are there: the text in one part, the boxes in an old drawing that Excel still wants."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from math import ceil

from lxml import etree
from lxml.etree import _Element

from reports.returned.package import NotEditableError, Package, parsed
from reports.returned.sheet import Place, SheetXml, address_of, place_of, spanned

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NEW_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout></xml>'
)
_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:{width}pt;height:{height}pt;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(r"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_SHAPE_NUMBER = re.compile(r"_x0000_s(\d+)")
_WIDTH, _LINE, _PADDING = 300, 18, 16  # pixels
_CHARACTERS = 46  # of the width of a digit, on one line of a box
_MOST_ROWS, _MOST_COLUMNS = 60, 12
_BYTES = "latin-1"  # keeps every byte of a drawing as it is, whatever its encoding; what we add is ASCII


class Comments:
    """The comments of one sheet; `heading` begins every one of ours, so that they can be found again."""

    def __init__(self, package: Package, part: str, sheet: SheetXml, author: str, heading: str) -> None:
        self._package, self._part, self._sheet = package, part, sheet
        self._author, self._heading = author, heading

    def write(self, texts: dict[Place, str]) -> None:
        """Adds a comment at each place; a comment of somebody else's on the same cell stays, and ours goes below it."""
        root = self._root()
        existing = {comment.get("ref"): comment for comment in root.iterfind("{*}commentList/{*}comment")}
        new = {place: text for place, text in texts.items() if address_of(place) not in existing}
        for place, text in texts.items():
            comment = existing.get(address_of(place))
            if comment is None:
                self._append(root, address_of(place), f"{self._heading}\n{text}")
            else:
                self._extend(comment, f"\n{self._heading}\n{text}")
        if new:
            self._draw(new)

    def remove_ours(self) -> None:
        """Takes away what `write` added in an earlier round."""
        name = self._package.related(self._part, "comments")
        if name is None:
            return
        gone = [c for c in self._package.root(name).iterfind("{*}commentList/{*}comment") if self._cut(c)]
        for comment in gone:
            comment.getparent().remove(comment)  # type: ignore[union-attr]
        self._erase({place_of(comment.get("ref") or "") for comment in gone})

    def _cut(self, comment: _Element) -> bool:
        """Cuts a text at our heading; true where nothing is left."""
        texts = list(comment.iterfind(".//{*}t"))
        whole = "".join(text.text or "" for text in texts)
        if self._heading not in whole:
            return False
        left = whole.index(self._heading)
        for text in texts:
            written = text.text or ""
            text.text = written[: max(0, left)].rstrip("\n") if left < len(written) else written
            left -= len(written)
        return not "".join(text.text or "" for text in texts).strip()

    def _root(self) -> _Element:
        name = self._package.related(self._part, "comments")
        if name is None:
            name = self._package.free_name("xl/zwgkComments{}.xml")
            namespace = etree.QName(self._sheet.root).namespace
            empty = f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'
            self._package.add(name, empty.encode(), _COMMENTS_TYPE)
            self._package.relate(self._part, "comments", name)
        return self._package.root(name)

    def _append(self, root: _Element, address: str, text: str) -> None:
        authors = root.find("{*}authors")
        names = [author.text for author in authors]  # type: ignore[union-attr]
        if self._author not in names:
            etree.SubElement(authors, _tag(root, "author")).text = self._author  # type: ignore[arg-type]
            names.append(self._author)
        comments = root.find("{*}commentList")
        number = str(names.index(self._author))
        comment = etree.SubElement(comments, _tag(root, "comment"), ref=address, authorId=number)  # type: ignore[arg-type]
        etree.SubElement(comment, _tag(root, "text"))
        self._extend(comment, text)

    def _extend(self, comment: _Element, text: str) -> None:
        where = comment.find("{*}text")
        font = '<rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/><family val="3"/><charset val="134"/></rPr>'
        namespace = etree.QName(comment).namespace
        run = parsed(f'<r xmlns="{namespace}">{font}<t xml:space="preserve">{escape(text)}</t></r>'.encode())
        where.append(run)  # type: ignore[union-attr]

    def _draw(self, texts: dict[Place, str]) -> None:
        name = self._drawing()
        drawing = self._package.data(name).decode(_BYTES)
        first = 1 + max((int(number) for number in _SHAPE_NUMBER.findall(drawing)), default=_first_number(name))
        boxes = [] if "_x0000_t202" in drawing else [_BOX_TYPE]
        boxes += (self._box(number, place, text) for number, (place, text) in enumerate(texts.items(), first))
        head, end, tail = drawing.rpartition("</xml>")
        if not end:
            raise NotEditableError(f"{name} has no end")
        self._package.replace(name, f"{head}{''.join(boxes)}{end}{tail}".encode(_BYTES))

    def _drawing(self) -> str:
        if (known := self._known_drawing()) is not None:
            return known
        name = self._package.free_name("xl/drawings/zwgkDrawing{}.vml")
        self._package.declare_extension("vml", _VML_TYPE)
        self._package.add(name, _NEW_VML.format(number=_first_number(name) // 1024).encode())
        self._sheet.use_drawing(self._package.relate(self._part, "vmlDrawing", name), self._package.relation_base)
        return name

    def _known_drawing(self) -> str | None:
        """Pictures in a header have a drawing of the same type, so the sheet has to say which one is which."""
        named = self._sheet.drawing
        return next((r.target for r in self._package.relations(self._part) if r.id == named), None)

    def _box(self, number: int, place: Place, text: str) -> str:
        height = _PADDING + _LINE * (1 + sum(max(1, ceil(_breadth(line) / _CHARACTERS)) for line in text.split("\n")))
        row, column = place
        across, right = spanned(self._sheet.column_pixels(column + 1, _MOST_COLUMNS), _WIDTH + 12)
        down, bottom = spanned(self._sheet.row_pixels(row, _MOST_ROWS), height)
        anchor = f"{column}, 12, {row - 1}, 2, {column + across}, {right}, {row - 1 + down}, {bottom}"
        size = {"width": round(_WIDTH * 0.75), "height": round(height * 0.75)}
        return _BOX.format(number=number, anchor=anchor, row=row - 1, column=column - 1, **size)

    def _erase(self, places: set[Place]) -> None:
        name = self._known_drawing()
        if name is None or not places:
            return
        drawing = self._package.data(name).decode(_BYTES)
        self._package.replace(
            name, _SHAPE.sub(lambda m: "" if _box_place(m[0]) in places else m[0], drawing).encode(_BYTES)
        )


def _box_place(shape: str) -> Place | None:
    row, column = (re.search(rf"<x:{name}>\s*(\d+)\s*</x:{name}>", shape) for name in ("Row", "Column"))
    return None if row is None or column is None else (int(row[1]) + 1, int(column[1]) + 1)


def _first_number(name: str) -> int:
    """Shapes are numbered in blocks of 1024, one block a drawing."""
    found = re.search(r"(\d+)\.\w+$", name)
    return 1024 * (900 + int(found[1]) if found else 1)


def _tag(root: _Element, name: str) -> str:
    return f"{{{etree.QName(root).namespace}}}{name}"


def _breadth(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
