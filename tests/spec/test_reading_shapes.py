"""What reading promises, one sentence each: by content, with addresses, and four things that are never mixed up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.template.workbook import TemplateOrder, write_template
from tests.unit.transforms.official import Form, Sheet, Value, openpyxl_bytes, xlwt_bytes
from tests.unit.transforms.packages import with_rows
from tests.unit.transforms.reading import NEWEST, noticed, places, reading, states, values
from transforms.submission import read_submission
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period

CELL = "T3:new.natural_person"
AT = "D5"


def with_cell(value: Value) -> bytes:
    """The official T3 with one cell filled, the others 0."""
    figures: dict[str, Value] = {cell.code: 0 for cell in NEWEST.table_cells("T3")}
    return openpyxl_bytes([Sheet.of("依申请", Form(NEWEST, figures | {CELL: value}).requests())])


@pytest.mark.parametrize(
    ("written", "state", "value"),
    [
        (66, "number", Decimal(66)),
        ("６６", "number", Decimal(66)),
        ("1,066", "number", Decimal(1066)),
        ("66件", "number", Decimal(66)),
        (0, "number", Decimal(0)),
        ("—", "zero", Decimal(0)),
        ("/", "zero", Decimal(0)),
        ("无", "zero", Decimal(0)),
        (None, "blank", None),
        ("   ", "blank", None),
        ("约66", "invalid", None),
        ("=D6+D7", "formula_without_value", None),
        ("#REF!", "error_value", None),
        (6.5, "number", Decimal("6.5")),
        (-3, "number", Decimal(-3)),
    ],
)
def test_number_zero_blank_and_mistake_are_told_apart_at_their_address(
    written: Value, state: str, value: Decimal | None
) -> None:
    read = reading(with_cell(written))
    assert (states(read)[CELL], values(read)[CELL], places(read)[CELL]) == (state, value, ("依申请", AT))


def test_a_wps_or_old_excel_file_is_read_whatever_it_is_called() -> None:
    figures: dict[str, Value] = {cell.code: 3 for cell in NEWEST.cells}
    sheets = [Sheet.of(f"表{n}", table) for n, table in enumerate(Form(NEWEST, figures).tables())]
    old, new = reading(xlwt_bytes(sheets)), reading(openpyxl_bytes(sheets))
    assert (old.media_type, new.media_type) == (
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    assert (old.cells, old.problems) == (new.cells, new.problems)


def test_our_own_template_comes_back_as_it_was_filled_in() -> None:
    catalog = load_catalog()
    figures = {cell.code: Decimal(number) for number, cell in enumerate(NEWEST.cells)}
    for period in (Period(2025, 1), Period(2025)):
        order = TemplateOrder("education", "云江区教育局", period, {}, values=figures)
        read = read_submission(write_template(order, catalog), catalog)
        assert (values(read), read.problems, read.error) == (figures, [], None)
        assert (read.stamp_unit, read.stamp_period, read.cover_unit, read.cover_period, read.cover_scope) == (
            *("education", str(period), "云江区教育局", period.label, "own"),
        )


def test_an_empty_template_is_blank_and_lacks_nothing() -> None:
    catalog = load_catalog()
    read = read_submission(
        write_template(TemplateOrder("education", "云江区教育局", Period(2025, 1), {}), catalog), catalog
    )
    assert (set(states(read).values()), noticed(read)) == ({"blank"}, [])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", bytes(100)])
def test_a_file_that_cannot_be_read_says_why_in_a_sentence(content: bytes) -> None:
    read = reading(content)
    assert read.cells == []
    assert read.error is not None
    assert read.error[1].endswith("。")


def test_a_hostile_workbook_is_refused_before_it_is_parsed() -> None:
    read = reading(with_rows('<row r="20000"><c r="XFD20000"><v>1</v></c></row>'))
    assert read.error is not None
    assert read.error[0] == "X01"
