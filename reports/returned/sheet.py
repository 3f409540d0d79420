"""One sheet of a unit's workbook as XML: a cell's format is exchanged, its content never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from lxml import etree
from lxml.etree import _Element

from reports.returned.package import NotEditableError, local_name

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# What may come after a sheet's legacyDrawing, by ECMA-376 CT_Worksheet; anywhere else and Excel calls the file damaged.
_AFTER_DRAWING = {
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent"),
    *("webPublishItems", "tableParts", "extLst"),
}
_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0
_PIXELS_A_CHARACTER, _PIXELS_A_POINT = 7, 4 / 3

Place = tuple[int, int]


def place_of(address: str) -> Place:
    """Row and column of `C9`, from 1. Raises NotEditableError."""
    match = _REFERENCE.fullmatch(address)
    if match is None:
        raise NotEditableError(f"{address} is no cell")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def address_of(place: Place) -> str:
    """`C9` of (9, 3)."""
    letters, number = "", place[1]
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{place[0]}"


class SheetXml:
    """A worksheet's root element. Places are (row, column) from 1; cells that don't say where they stand are counted."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self._namespace = str(etree.QName(root).namespace)
        data = root.find("{*}sheetData")
        if data is None:
            raise NotEditableError("a sheet without rows")
        self._data = data
        self._rows: dict[int, _Element] = {}
        self._cells: dict[Place, _Element] = {}
        for row, element in _numbered_rows(data):
            self._rows[row] = element
            self._cells.update(_numbered_cells(row, element))
        self._anchors = dict(_merged(root))

    def anchor(self, place: Place) -> Place:
        """The cell that shows for a place: of a merged range its first one."""
        return next((top for top, last in self._anchors.items() if _lies_in(place, top, last)), place)

    def style(self, place: Place) -> int:
        """The number of the format that a place shows."""
        cell = self._cells.get(place)
        if cell is not None:
            return int(cell.get("s") or 0)
        row = self._rows.get(place[0])
        if row is not None and row.get("customFormat") in {"1", "true"}:
            return int(row.get("s") or 0)
        return next((int(c.get("style") or 0) for c in self._columns() if _covers(c, place[1])), 0)

    def set_style(self, place: Place, style: int) -> None:
        """Gives a place another format; a cell that is not there yet is put in, blank."""
        cell = self._cells.get(place)
        if cell is None:
            cell = self._cells[place] = self._new_cell(place)
        cell.set("s", str(style))

    def styled(self, styles: frozenset[int]) -> Iterator[tuple[Place, int]]:
        """The places of cells with one of these formats."""
        for place, cell in self._cells.items():
            if (style := int(cell.get("s") or 0)) in styles:
                yield place, style

    def texts(self, shared: list[str]) -> Iterator[tuple[Place, str]]:
        """Every text with its place; `shared` are the workbook's shared strings."""
        for place, cell in self._cells.items():
            if cell.get("t") == "s":
                number = cell.findtext("{*}v") or ""
                if number.isdigit() and int(number) < len(shared):
                    yield place, shared[int(number)]
            elif cell.get("t") == "inlineStr":
                yield place, "".join(text.text or "" for text in cell.iterfind(".//{*}t"))

    @property
    def drawing(self) -> str | None:
        """The relationship to the drawing in which the comments' boxes stand."""
        element = self.root.find("{*}legacyDrawing")
        if element is None:
            return None
        return next((str(value) for name, value in element.attrib.items() if str(name).endswith("}id")), None)

    def use_drawing(self, relation: str, relations_namespace: str) -> None:
        """Names the drawing in which the comments' boxes stand."""
        element = etree.Element(f"{{{self._namespace}}}legacyDrawing")
        element.set(f"{{{relations_namespace}}}id", relation)
        after = next((child for child in self.root if local_name(child) in _AFTER_DRAWING), None)
        if after is None:
            self.root.append(element)
        else:
            after.addprevious(element)

    def column_pixels(self, first: int, count: int) -> list[int]:
        """Widths of columns on the screen."""
        widths = [_USUAL_WIDTH] * count
        for column in self._columns():
            for number in range(first, first + count):
                if _covers(column, number):
                    hidden = column.get("hidden") in {"1", "true"}
                    widths[number - first] = 0 if hidden else float(column.get("width") or _USUAL_WIDTH)
        return [round(width * _PIXELS_A_CHARACTER) + 5 for width in widths]

    def row_pixels(self, first: int, count: int) -> list[int]:
        """Heights of rows on the screen."""
        heights = (self._rows[row].get("ht") if row in self._rows else None for row in range(first, first + count))
        return [round(float(height or _USUAL_HEIGHT) * _PIXELS_A_POINT) for height in heights]

    def _columns(self) -> Iterator[_Element]:
        columns = self.root.find("{*}cols")
        return iter(()) if columns is None else columns.iterchildren("{*}col")

    def _new_cell(self, place: Place) -> _Element:
        row = self._rows.get(place[0])
        if row is None:
            row = self._rows[place[0]] = self._new_row(place[0])
        cell = etree.Element(f"{{{self._namespace}}}c", r=address_of(place))
        before = [column for r, column in self._cells if r == place[0] and column < place[1]]
        if before:
            self._cells[place[0], max(before)].addnext(cell)
        else:
            row.insert(0, cell)
        return cell

    def _new_row(self, number: int) -> _Element:
        row = etree.Element(f"{{{self._namespace}}}row", r=str(number))
        before = [known for known in self._rows if known < number]
        if before:
            self._rows[max(before)].addnext(row)
        else:
            self._data.insert(0, row)
        return row


def spanned(sizes: list[int], wanted: int) -> tuple[int, int]:
    """How many whole rows or columns of these sizes a length covers, and what is left over."""
    edges = list(accumulate(sizes))
    whole = sum(edge <= wanted for edge in edges)
    return whole, wanted - (edges[whole - 1] if whole else 0)


def _numbered_rows(data: _Element) -> Iterator[tuple[int, _Element]]:
    number = 0
    for row in data.iterchildren("{*}row"):
        number = int(row.get("r") or number + 1)
        yield number, row


def _numbered_cells(row: int, element: _Element) -> Iterator[tuple[Place, _Element]]:
    column = 0
    for cell in element.iterchildren("{*}c"):
        reference = cell.get("r")
        column = place_of(reference)[1] if reference else column + 1
        yield (row, column), cell


def _merged(root: _Element) -> Iterator[tuple[Place, Place]]:
    for merged in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = (merged.get("ref") or "").partition(":")
        yield place_of(first), place_of(last or first)


def _lies_in(place: Place, first: Place, last: Place) -> bool:
    return first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]


def _covers(column: _Element, number: int) -> bool:
    return int(column.get("min") or 0) <= number <= int(column.get("max") or 0)
