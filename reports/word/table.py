"""A grid as a Word table: merged cells as the official form has them, the heading rows repeated on every page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips
from lxml.etree import _Element

from reports.narrative.paper import CellRole, Grid, GridCell

TEXT_WIDTH = 8844  # twentieths of a point: 210 − 28 − 26 mm
FEW_COLUMNS = 5  # a table of so few on an upright page has room for larger letters
_ROOMY_ROW, _PLAIN_ROW, _COMPACT_ROW = 460, 340, 200  # the least height of a row
_MARGINS = {"top": 15, "left": 40, "bottom": 15, "right": 40}
_LOOKS: dict[CellRole, str] = {
    "column_heading": "Heading",
    "row_heading": "Heading",
    "label": "Label",
    "note": "Label",
    "text": "Figure",
    "figure": "Figure",
}


def append_table(document: Document, grid: Grid, *, is_compact: bool = False) -> None:
    """Adds the grid at the end of the document, as wide as the text; compact: with rows no higher than their letters."""
    whole = _text_width(document)
    widths = column_widths(grid, whole)
    is_small = is_compact or grid.is_dense
    is_roomy = whole * FEW_COLUMNS >= TEXT_WIDTH * grid.width and not is_small
    least = _COMPACT_ROW if is_compact else _ROOMY_ROW if grid.width <= FEW_COLUMNS and not is_small else _PLAIN_ROW
    table = _element("w:tbl", _table_properties(sum(widths)), _column_grid(widths))
    size = "Roomy" if is_roomy else "Table"
    styles = {role: document.styles[f"{size} {look}"].style_id or "" for role, look in _LOOKS.items()}
    for row, here in enumerate(_rows(grid)):
        table.append(_row(grid, row, here, widths, styles, least))
    document.element.body.insert_element_before(table, "w:sectPr")


def _text_width(document: Document) -> int:
    """In twentieths of a point; an upright page has TEXT_WIDTH."""
    page = document.sections[0]
    if page.page_width is None or page.left_margin is None or page.right_margin is None:
        return TEXT_WIDTH
    return round((page.page_width - page.left_margin - page.right_margin) / Twips(1))


def column_widths(grid: Grid, whole: int = TEXT_WIDTH) -> list[int]:
    """Widths in twentieths of a point, adding up to the text's width."""
    edges = [round(whole * sum(grid.column_weights[:column])) for column in range(grid.width + 1)]
    return [right - left for left, right in pairwise(edges)]


def _rows(grid: Grid) -> list[list[GridCell]]:
    """The cells that stand in each row, those that begin above it too, from left to right."""
    rows: list[list[GridCell]] = [[] for _ in range(grid.height)]
    for cell in sorted(grid.cells, key=lambda cell: cell.column):
        for row in range(cell.row, min(cell.row + cell.rows, grid.height)):
            rows[row].append(cell)
    return rows


def _row(
    grid: Grid, row: int, here: list[GridCell], widths: list[int], styles: dict[CellRole, str], least: int
) -> _Element:
    properties = [
        _element("w:cantSplit"),
        _element("w:trHeight", val=least, hRule="atLeast"),
    ]
    if row < grid.header_rows:
        properties.append(_element("w:tblHeader"))
    keep = row < grid.height - 1 and (grid.is_kept_together or _leads_on(here, row, grid.width))
    return _element("w:tr", _element("w:trPr", *properties), *(_cell(c, row, widths, styles, keep) for c in here))


def _leads_on(here: Iterable[GridCell], row: int, width: int) -> bool:
    """Whether a row is nothing without the next: the heading of a group, or one that shares its label with it."""
    return any(
        (cell.role == "row_heading" and cell.columns == width and cell.row == row)
        or (cell.role == "label" and row < cell.row + cell.rows - 1)
        for cell in here
    )


def _cell(cell: GridCell, row: int, widths: list[int], styles: dict[CellRole, str], keep_next: bool) -> _Element:
    width = sum(widths[cell.column : cell.column + cell.columns])
    properties = [_element("w:tcW", w=width, type="dxa")]
    if cell.columns > 1:
        properties.append(_element("w:gridSpan", val=cell.columns))
    if cell.rows > 1:
        properties.append(_element("w:vMerge", val="restart" if row == cell.row else "continue"))
    properties.append(_element("w:vAlign", val="center"))
    text = cell.text if row == cell.row else ""
    style = _element("w:pPr", _element("w:pStyle", val=styles[cell.role]))
    if keep_next:
        style.append(_element("w:keepNext"))
    mark = cell.mark if row == cell.row else ""
    return _element("w:tc", _element("w:tcPr", *properties), _element("w:p", style, *_runs(text), *_raised(mark)))


def _runs(text: str) -> Iterable[_Element]:
    if text:
        yield _element("w:r", _words(text))


def _raised(mark: str) -> Iterable[_Element]:
    """The mark of a note, which stands small behind a figure."""
    if mark:
        yield _element("w:r", _element("w:rPr", _element("w:vertAlign", val="superscript")), _words(mark))


def _words(text: str) -> _Element:
    words = _element("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return words


def _table_properties(whole: int) -> _Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (_element(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in sides)
    margins = (_element(f"w:{side}", w=width, type="dxa") for side, width in _MARGINS.items())
    return _element(
        "w:tblPr",
        _element("w:tblW", w=whole, type="dxa"),
        _element("w:jc", val="center"),
        _element("w:tblBorders", *lines),
        _element("w:tblLayout", type="fixed"),
        _element("w:tblCellMar", *margins),
    )


def _column_grid(widths: list[int]) -> _Element:
    return _element("w:tblGrid", *(_element("w:gridCol", w=width) for width in widths))


def _element(tag: str, *children: _Element, **attributes: str | int) -> _Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element
