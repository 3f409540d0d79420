"""Sheets with true addresses, and what calamine cannot tell apart from blank."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest
import xlsxwriter
import xlwt

from tests.unit.transforms.official import Piece, Sheet, openpyxl_bytes, xlwt_bytes
from tests.unit.transforms.packages import plain_workbook, prefixed_rows, repacked, with_rows
from transforms.grid import Flaw, Grid, address, parse_address
from transforms.workbook.reading import read_workbook

NO_VALUE, ERROR = "formula_without_value", "error_value"


def flaws(content: bytes, sheet: int = 0) -> dict[str, tuple[str, str]]:
    return {address(place): tuple(flaw) for place, flaw in read_workbook(content).sheets[sheet].flaws.items()}


@pytest.mark.parametrize("write", [openpyxl_bytes, xlwt_bytes])
def test_addresses_count_from_a1_though_the_table_begins_lower(write: object) -> None:
    grid = read_workbook(write([Sheet.of("表", [Piece(2, 1, "x", rows=2, columns=3), Piece(5, 4, 1.5)])])).sheets[0]  # type: ignore[operator]
    assert (grid.at(2, 1), grid.at(5, 4), grid.at(0, 0), grid.at(99, 99)) == ("x", 1.5, "", "")
    assert grid.spans == {(2, 1): (3, 3)}


@pytest.mark.parametrize(
    ("text", "place"), [("A1", (0, 0)), ("C9", (8, 2)), ("$AB$12", (11, 27)), ("XFD1048576", (1048575, 16383))]
)
def test_an_address_is_a_place(text: str, place: tuple[int, int]) -> None:
    assert parse_address(text) == place
    assert address(place) == text.replace("$", "")


def test_hidden_sheets_are_read_and_said_to_be_hidden() -> None:
    sheets = [Sheet.of(name, [Piece(0, 0, name)], hidden=hidden) for hidden, name in enumerate(("看", "藏", "深藏"))]
    assert [(grid.name, grid.is_visible) for grid in read_workbook(openpyxl_bytes(sheets)).sheets] == [
        ("看", True),
        ("藏", False),
        ("深藏", False),
    ]


ROWS = (
    '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>2+2</f><v/></c><c r="C1"><f>3+3</f><v></v></c><c r="D1"><f>4+4</f><v>8</v></c>'
    '<c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="str"><f>A1</f></c><c r="G1"><f t="shared" si="0"/></c></row>'
    '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" s="1"/><c r="D2"><v>5</v></c></row>'
)
FOUND = {
    "A1": (NO_VALUE, "=1+1"),
    "B1": (NO_VALUE, "=2+2"),
    "C1": (NO_VALUE, "=3+3"),
    "F1": (NO_VALUE, "=A1"),
    "G1": (NO_VALUE, "公式"),
    "A2": (ERROR, "#REF!"),
    "B2": (ERROR, "#DIV/0!"),
}


@pytest.mark.parametrize(
    "content",
    [
        with_rows(ROWS),
        with_rows(ROWS.replace('"', "'").replace("<f>''</f>", '<f>""</f>')),
        with_rows(ROWS.replace("><", ">\n  <")),
        prefixed_rows(ROWS),
    ],
    ids=["plain", "single quotes", "indented", "prefixed"],
)
def test_formulas_without_value_and_errors_are_found_in_every_form_of_xml(content: bytes) -> None:
    assert flaws(content) == FOUND


def test_cells_that_do_not_say_where_they_stand_are_counted() -> None:
    rows = '<row r="3"><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row><c><f>X</f></c></row>'
    assert flaws(with_rows(rows)) == {"B3": (ERROR, "#N/A"), "A4": (NO_VALUE, "=X")}


def test_openpyxl_writes_formulas_without_values_and_xlsxwriter_with_them() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["C5"] = "=SUM(A1:A3)"
    book.save(stream)
    assert flaws(stream.getvalue()) == {"C5": (NO_VALUE, "=SUM(A1:A3)")}
    calculated = io.BytesIO()
    with xlsxwriter.Workbook(calculated) as written:
        page = written.add_worksheet()
        page.write_formula("A1", "=1+1", None, 2)
        page.write_formula("A2", '=IF(A1>1,"","x")', None, "")
    assert flaws(calculated.getvalue())["A2"][0] == NO_VALUE


def test_flaws_are_put_on_their_own_sheet_whatever_the_members_are_called() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = "一"
    for name in ("二", "三"):
        book.create_sheet(name)["B2"] = "=1" if name == "二" else 1
    book.move_sheet("二", -1)
    book.save(stream)
    grids = {grid.name: dict(grid.flaws) for grid in read_workbook(stream.getvalue()).sheets}
    assert grids == {"二": {(1, 1): Flaw(NO_VALUE, "=1")}, "一": {}, "三": {}}


def xls(fill: object) -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    fill(book.add_sheet("表"))  # type: ignore[operator]
    book.save(stream)
    return stream.getvalue()


def test_errors_in_an_old_workbook_are_found() -> None:
    def fill(page: xlwt.Worksheet) -> None:
        page.write(0, 0, 1)
        page.row(4).set_cell_error(2, "#DIV/0!")

    assert flaws(xls(fill)) == {"C5": (ERROR, "#DIV/0!")}


def test_formulas_of_an_old_workbook_that_nobody_calculated_have_no_value() -> None:
    def fill(page: xlwt.Worksheet) -> None:
        page.write(6, 1, xlwt.Formula("1+1"))

    assert flaws(xls(fill)) == {"B7": (NO_VALUE, "公式")}


def test_two_sheets_of_one_name_are_refused() -> None:
    content = openpyxl_bytes([Sheet.of("表", [Piece(0, 0, 1)]), Sheet.of("页", [Piece(0, 0, 2)])])
    names = read_workbook(content)
    assert [grid.name for grid in names.sheets] == ["表", "页"]
    with_twins = repacked(content, {"xl/workbook.xml": _workbook_xml(content).replace("页", "表").encode()})
    with pytest.raises(Exception, match="X04"):
        read_workbook(with_twins)


def _workbook_xml(content: bytes) -> str:
    import zipfile

    return zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode()


def test_a_value_keeps_every_decimal() -> None:
    content = openpyxl_bytes([Sheet.of("表", [Piece(0, 0, 24252.311082)])])
    assert read_workbook(content).sheets[0].text_at(0, 0) == "24252.311082"


def test_a_grid_has_nothing_outside_and_knows_blank_from_flawed() -> None:
    grid = Grid("x", [["", " ", 0.0]], {}, {(0, 0): Flaw(NO_VALUE, "=1")})
    assert [grid.is_blank(0, column) for column in range(4)] == [False, True, False, True]


def test_the_gate_is_fast_on_a_usual_workbook() -> None:
    content, start = plain_workbook(), time.process_time()
    for _ in range(20):
        read_workbook(content)
    assert (time.process_time() - start) / 20 < 0.05
