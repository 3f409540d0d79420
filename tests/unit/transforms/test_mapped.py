"""Older template versions are read by declared addresses, and only where the declared labels stand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.unit.transforms.official import Piece, Sheet, openpyxl_bytes
from tests.unit.transforms.reading import CATALOG, NEWEST, noticed, places, reading, values
from transforms.grid import parse_address

VERSION = CATALOG.templates.version("2024.1")
assert VERSION is not None
STAMP = [("zwgk", "stamp"), ("unit", "education"), ("period", "2024Q4"), ("template_version", "2024.1")]


def data() -> list[Piece]:
    assert VERSION is not None
    pieces = [Piece(*parse_address(at), text) for at, text in VERSION.signature.items()]
    for number, cell in enumerate(VERSION.cells):
        labels = (
            (cell.label_address, cell.label),
            (cell.column_label_address, cell.column_label),
            (cell.address, number),
        )
        pieces += [Piece(*parse_address(at), value) for at, value in labels]
    return pieces


def stamp() -> Sheet:
    return Sheet.of(
        "_zwgk", [Piece(r, c, text) for r, pair in enumerate(STAMP) for c, text in enumerate(pair)], hidden=2
    )


def test_the_map_names_every_cell_of_its_edition_once() -> None:
    assert VERSION is not None
    assert [cell.cell_code for cell in VERSION.cells] == [cell.code for cell in NEWEST.cells]
    assert len({cell.address for cell in VERSION.cells}) == len(VERSION.cells)


def test_the_list_template_is_read_by_its_stamp() -> None:
    read = reading(openpyxl_bytes([Sheet.of("数据", data()), stamp()]))
    assert values(read) == {cell.code: Decimal(number) for number, cell in enumerate(NEWEST.cells)}
    assert (read.edition, read.problems, read.stamp_template_version) == ("2021", [], "2024.1")
    assert places(read)["T2:regulation.made"] == ("数据", "C5")


def test_the_list_template_is_read_by_its_header_where_the_stamp_was_lost() -> None:
    read = reading(openpyxl_bytes([Sheet.of("数据", data())]))
    assert (len(read.cells), read.problems) == (200, [])


def test_the_wording_of_year_and_quarter_makes_no_difference() -> None:
    pieces = [replace(p, value=p.value.replace("本年", "本季度")) if isinstance(p.value, str) else p for p in data()]
    assert reading(openpyxl_bytes([Sheet.of("数据", pieces), stamp()])).problems == []


def test_a_label_that_is_not_at_its_address_is_a_problem_and_its_value_is_not_read() -> None:
    pieces = [replace(p, value="新增的一行") if (p.row, p.column) == (14, 0) else p for p in data()]
    read = reading(openpyxl_bytes([Sheet.of("数据", pieces), stamp()]))
    assert noticed(read) == [("FILE-LABEL", "A15"), ("FILE-TABLES", "C16")]
    assert values(read).keys() == {cell.code for cell in NEWEST.cells} - {"T3:new.natural_person"}


def test_an_inserted_row_shifts_no_value_into_a_wrong_cell() -> None:
    pieces = [piece.moved(1, 0) if piece.row >= 100 else piece for piece in data()]
    read = reading(openpyxl_bytes([Sheet.of("数据", pieces), stamp()]))
    truth = {cell.code: Decimal(number) for number, cell in enumerate(NEWEST.cells)}
    assert values(read).items() <= truth.items()
    assert len(read.cells) < 110


def test_a_missing_sheet_is_a_problem() -> None:
    read = reading(openpyxl_bytes([Sheet.of("别的", data()), stamp()]))
    assert [rule for rule, _ in noticed(read)] == ["FILE-LABEL", "FILE-TABLES"]
    assert read.cells == []
