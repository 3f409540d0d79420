"""Sheets whose XML asks for more than a sheet can be, or for what a reader must not do: A06 to A10, A17, B08."""

from __future__ import annotations

from functools import partial

from tests.hostile.case import Hostile
from tests.unit.transforms.official import Form, Sheet, openpyxl_bytes
from tests.unit.transforms.packages import SHEET, packed, plain_workbook, repacked, unpacked, with_rows
from warehouse.catalog.catalog import load_catalog

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SECRET = "the-content-of-a-file-of-this-machine"
Far = str


def typed(declared: str, used: str = "", member: str = SHEET, encoding: str = "utf-8") -> bytes:
    """A member that declares something in a DOCTYPE and uses it in its first cell."""
    sheet = f"""<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE worksheet {declared}><worksheet xmlns="{NAMESPACE}"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>{used}</t></is></c></row></sheetData></worksheet>"""
    return repacked(plain_workbook(), {member: sheet.encode(encoding)})


def laughs() -> bytes:
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))]
    return typed(f"[{''.join(lines)}]", "&a11;")


def quadratic() -> bytes:
    return typed(f'[<!ENTITY a "{"x" * 100_000}">]', "&a;" * 10_000)


def external(address: str) -> bytes:
    return typed(f'[<!ENTITY a SYSTEM "{address}">]', "&a;")


def cell(reference: str, row: str) -> bytes:
    return with_rows(f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>')


def spaced(reference: str, row: str) -> bytes:
    """White space where XML allows it and no office program writes it."""
    return with_rows(f'<row  r = "{row}" ><c\n r\t=\n"{reference}" ><v>1</v></c></row>')


def in_utf16() -> bytes:
    """A far cell in an encoding in which no byte pattern of UTF-8 is found."""
    members = unpacked(cell("XFD20000", "20000"))
    text = '<?xml version="1.0" encoding="UTF-16"?>' + members[SHEET].decode()
    return packed(members | {SHEET: text.encode("utf-16")})


def string_out_of_range() -> bytes:
    return with_rows('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')


def many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
    return with_rows("", f"<mergeCells>{merges}</mergeCells>")


def many_styles() -> bytes:
    styles = f'<styleSheet xmlns="{NAMESPACE}"><cellXfs>{"<xf/>" * 2_000_000}</cellXfs></styleSheet>'
    return repacked(plain_workbook(), {"xl/styles.xml": styles.encode()})


def different_styles() -> bytes:
    formats = "".join(f'<xf numFmtId="{n}" fontId="{n * 7}" fillId="{n * 13 % 999}"/>' for n in range(100_000))
    return repacked(
        plain_workbook(),
        {"xl/styles.xml": f'<styleSheet xmlns="{NAMESPACE}"><cellXfs>{formats}</cellXfs></styleSheet>'.encode()},
    )


def deep(depth: int) -> bytes:
    return with_rows(f'<row r="1"><c r="A1">{"<is>" * depth}{"</is>" * depth}</c></row>')


def styled_blanks() -> bytes:
    row = "".join(f'<c r="{letters}1" s="0"/>' for letters in ("A", "ZZ", "XFD")) * 5_000
    return with_rows(f'<row r="1">{row}</row>' * 20)


def official(form: Form | None = None) -> bytes:
    """A readable report of a unit."""
    edition = load_catalog().editions[-1]
    drawn = form or Form(edition, dict.fromkeys(edition.by_code, 3))
    return openpyxl_bytes([Sheet.of(f"表{n}", table) for n, table in enumerate(drawn.tables())])


def with_dimension(reference: str) -> bytes:
    content = official()
    sheet = unpacked(content)[SHEET].decode()
    start = sheet.index('<dimension ref="') + len('<dimension ref="')
    lying = sheet[:start] + reference + sheet[sheet.index('"', start) :]
    return repacked(content, {SHEET: lying.encode()})


def twice(rows: str) -> bytes:
    return with_rows(rows)


ROW = '<row r="2"><c r="A2"><v>{}</v></c></row>'
SHEETS = (
    Hostile("A06", "billion laughs", laughs, "X00"),
    Hostile("A06", "quadratic entity", quadratic, "X00"),
    Hostile("A06", "an entity that is a file", partial(external, "file:///etc/passwd"), "X00"),
    Hostile("A06", "a document type in UTF-16", partial(typed, "[]", encoding="utf-16"), "Z02"),
    Hostile("A06", "a document type in the list of sheets", partial(typed, "[]", member="xl/workbook.xml"), "X00"),
    Hostile("A07", "one cell at XFD20000", partial(cell, "XFD20000", "20000"), "X01"),
    Hostile("A07", "one cell at XFD2000", partial(cell, "XFD2000", "2000"), "X01"),
    Hostile("A07", "one cell at XFD1048576", partial(cell, "XFD1048576", "1048576"), "X01"),
    Hostile("A07", "a far cell with white space", partial(spaced, "XFD1500", "1500"), "X01"),
    Hostile("A07", "a far cell in UTF-16", in_utf16, "Z02"),
    Hostile("A08", "a cell beyond the grid", partial(cell, "ZZZZ4294967295", "1"), "X01"),
    Hostile("A08", "a cell of row 0", partial(cell, "A0", "0"), "Z99"),
    Hostile("A08", "a cell without a row", partial(cell, "A", "1"), "Z99"),
    Hostile("A08", "a negative row", partial(cell, "A-1", "-1"), "Z99"),
    Hostile("A08", "a cell in another row", partial(cell, "A7", "2"), None),
    Hostile("A08", "a string that is not there", string_out_of_range, "Z99"),
    Hostile("A09", "100,000 merges", many_merges, "X02"),
    Hostile("A09", "2 million styles", many_styles, "Z01"),
    Hostile("A09", "100,000 different styles", different_styles, "X06"),
    Hostile("A09", "elements 100,000 deep", partial(deep, 100_000), None),
    Hostile("A09", "300,000 styled blanks", styled_blanks, "Z01"),
    Hostile("A10", "a dimension over the whole grid", partial(with_dimension, "A1:XFD1048576"), None),
    Hostile("A10", "a dimension of one cell", partial(with_dimension, "A1"), None),
    Hostile("A10", "a dimension that is none", partial(with_dimension, "#REF!"), "Z99"),
    Hostile(
        "B08", "a cell twice", partial(twice, '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "X05"
    ),
    Hostile("B08", "a row twice", partial(twice, ROW.format(1) + ROW.format(2)), "X05"),
    Hostile(
        "B08",
        "cells against their order",
        partial(twice, '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
        None,
    ),
)
