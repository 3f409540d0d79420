"""Fuzzed workbooks and annual reports: one set of values drawn as .xlsx, .xls, page and document, and read back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, NamedTuple

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from reports.template.metrics import OwnMetrics, asked_measures
from reports.template.tasks import OwnTask
from reports.template.workbook import write_template
from tests.hostile.fuzz.sheets import Book, Leaf, Value, as_docx, as_page, as_xls, as_xlsx, book_of, copied, tampered
from tests.hostile.fuzz.subject import READ, OtherwiseError, Subject, agree
from tests.hostile.fuzz.trees import spliced, tampered_markup
from tests.unit.reports.workbooks import balanced, order
from tests.unit.transforms.packages import packed, unpacked
from tests.unit.transforms.published import Published, docx_bytes, html_table, page, sheets, word_table
from transforms.numbers import number_reader
from transforms.recognise.tables import ReadCell
from transforms.report.reading import read_report
from transforms.submission import FileReading, read_submission
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.keypoint_files import PROFILES, load_keypoints

CATALOG = load_catalog()
_NUMBER = number_reader(CATALOG.numbers)
_TELLING = ("number", "zero")
_BODY = "word/document.xml"


class Drawn(NamedTuple):
    """A book as it was meant, and the bytes of it."""

    book: Book
    content: bytes


@cache
def _template() -> Book:
    """A unit's workbook with everything that it can have: tables, tasks, measures, documents."""
    folder = PROFILES / "baoshan-2025"
    document = load_keypoints(folder)
    asked = {task: [one for one in document.indicators if one.task == task] for task in (t.id for t in document.tasks)}
    tasks = tuple(
        OwnTask(folder.name, document.issued_on, task, "responsible", tuple(asked[task.id]))
        for task in document.tasks[:6]
    )
    filing = {"document_number": "某府办〔2025〕1号", "title": "意见", "published_on": datetime.date(2025, 1, 24)}
    metrics = OwnMetrics(asked_measures(CATALOG, "department", 1), {"trainings": Decimal(2)}, (filing,))
    return book_of(write_template(order(values=balanced(), tasks=tasks, metrics=metrics), CATALOG))


@cache
def _published() -> Book:
    """An annual report on one sheet."""
    from tests.unit.transforms.official import openpyxl_bytes

    return book_of(openpyxl_bytes(sheets(Published())))


def _draw_workbook(chance: Random) -> object:
    book = tampered(_template(), chance)
    return Drawn(book, as_xlsx(book))


def _look_at_workbook(case: object) -> str:
    assert isinstance(case, Drawn)
    reading = read_submission(case.content, CATALOG)
    _refuse_other_figures(case.book, reading.cells)
    return _said(reading)


def _draw_old(chance: Random) -> object:
    book = tampered(_template(), chance)
    return Drawn(book, as_xls(book))


def _look_at_old(case: object) -> str:
    """An old workbook says what a new one says: the same figures in the same cells."""
    assert isinstance(case, Drawn)
    old = read_submission(case.content, CATALOG)
    _refuse_other_figures(case.book, old.cells)
    new = read_submission(as_xlsx(case.book), CATALOG)
    if old.error is None and new.error is None:
        agree("xls and xlsx", _figures(old.cells), _figures(new.cells))
    return _said(old)


def _draw_report(chance: Random) -> object:
    source = _published() if chance.random() < 0.7 else _template()
    book = tampered(source, chance)
    draw = chance.choice((as_xlsx, as_page, as_page, as_docx, as_xls))
    small = [Leaf(one.name, [row[:40] for row in one.rows[:400]], one.merges) for one in copied(book)]
    return Drawn(book, draw(small if draw is as_docx else book))


def _look_at_report(case: object) -> str:
    assert isinstance(case, Drawn)
    reading = read_report(case.content, "report", CATALOG)
    known = {_NUMBER(raw, "件").value for leaf in case.book for row in leaf.rows for raw in _raws(row)}
    for cell in reading.cells:
        # A document can cut off what a page says in two lines: but no figure comes from nowhere.
        if cell[1] == "number" and cell[2] not in known and case.content[:2] in (b"PK", b"\xd0\xcf"):
            raise OtherwiseError(f"{cell} stands nowhere in the report")
    return _said(reading)


def _draw_page(chance: Random) -> object:
    report = Published()
    draw = chance.choice((html_table, word_table))
    return tampered_markup(page(report, [draw(table) for table in report.tables]), chance).encode(errors="replace")


def _draw_document(chance: Random) -> object:
    """A Word document with its elements doubled, moved, taken out, put into one another, and with properties of all kinds."""
    members = unpacked(_document())
    root = etree.fromstring(members[_BODY])
    for _ in range(chance.randint(1, 6)):
        elements = [one for one in root.iter(etree.Element) if one.getparent() is not None] or [
            etree.SubElement(root, "x")
        ]
        one, other = chance.choice(elements), chance.choice(elements)
        above, kind = one.getparent(), chance.randrange(6)
        if kind == 0:
            above.remove(one)
        elif kind == 1:
            above[above.index(one) : above.index(one)] = [deepcopy(one) for _ in range(chance.choice((1, 30)))]
        elif kind == 2:
            other.append(deepcopy(one))
        elif kind == 3:
            one.insert(0, etree.fromstring(f"<x {_W}>{chance.choice(_WORD_MARKS)}</x>")[0])
        elif kind == 4:
            for _ in range(chance.choice((1, 3, 300))):  # nested many times over
                one.append(etree.fromstring(f"<x {_W}>{chance.choice(_WORD_MARKS)}</x>")[0])
                one = one[-1]
        else:
            one.text = spliced(one.text or "", chance).translate(_NO_CONTROLS)
    return packed(members | {_BODY: etree.tostring(root)})


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NO_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))
_WORD_MARKS = (
    *('<w:tcPr><w:gridSpan w:val="9999"/></w:tcPr>', '<w:tcPr><w:gridSpan w:val="²"/></w:tcPr>', "<w:tbl/>", "<w:tr/>"),
    *("<w:tcPr><w:vMerge/></w:tcPr>", '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tc><w:p/></w:tc>", "<w:p/>"),
    *("<w:sdt><w:sdtContent/></w:sdt>", "<w:del/>", "<w:txbxContent><w:p/></w:txbxContent>", "<w:br/>", "<w:tab/>"),
    *("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", '<w:trPr><w:gridBefore w:val="62"/></w:trPr>', "<w:r><w:t>1</w:t></w:r>"),
    *(
        '<w:pPr><w:numPr><w:ilvl w:val="-1"/><w:numId w:val="x"/></w:numPr></w:pPr>',
        "<w:rPr><w:vanish/></w:rPr>",
        "<w:t/>",
    ),
    *('<w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr></w:pPr>', "<w:moveTo/>", "<w:ins/>"),
)


@cache
def _document() -> bytes:
    return docx_bytes(Published())


def _look_at_bytes(case: object) -> str:
    assert isinstance(case, bytes)
    return _said(read_report(case, "report.html", CATALOG))


def _said(reading: FileReading) -> str:
    if reading.error is not None:
        return f"refused {reading.error[0]}\n{reading.error[1]}"
    return f"{READ}\n{reading!r}"


def _figures(cells: Sequence[ReadCell]) -> Mapping[str, Any]:
    return {cell[0]: (cell[2], *cell[4:6]) for cell in cells if cell[1] in _TELLING}


def _refuse_other_figures(book: Sequence[Leaf], cells: Sequence[ReadCell]) -> None:
    """Raises OtherwiseError where a cell was read as another figure than what stands in it."""
    by_name = {leaf.name: leaf for leaf in book}
    for code, state, value, _, sheet, address in cells:
        row, column = coordinate_to_tuple(address)
        written = by_name[sheet].at(row - 1, column - 1)
        raws = _raws([written])
        unit = "万元" if code.endswith("_wan") else "件"
        there = _NUMBER(raws[0], unit) if raws else _NUMBER("", unit)
        if (state in _TELLING or there.state in _TELLING) and there.value != value:
            raise OtherwiseError(f"{code} at {sheet}!{address}: read {state} {value}, where {written!r} stands")


def _raws(values: Sequence[Value]) -> list[Any]:
    """What a reader of numbers can be given: a workbook keeps every number as a float."""
    plain = [value for value in values if isinstance(value, str | int | float) and not isinstance(value, bool)]
    return [value if isinstance(value, str) else float(value) for value in plain]


WORKBOOKS = (
    Subject("workbook .xlsx", _draw_workbook, _look_at_workbook),
    Subject("workbook .xls", _draw_old, _look_at_old),
    Subject("report, any form", _draw_report, _look_at_report),
    Subject("report as a page", _draw_page, _look_at_bytes),
    Subject("report as a document", _draw_document, _look_at_bytes),
)
