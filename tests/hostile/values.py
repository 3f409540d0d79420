"""One cell of a unit's workbook, written in every way that people and programs find: B01 to B07, B09."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

import openpyxl

from tests.hostile.corpus import good_workbooks
from tests.spec.seeded.deliveries import WORDS, edited, hides, types_over
from tests.unit.transforms.packages import repacked, unpacked
from warehouse.workspace import Workspace

T3 = WORDS.sheets.of_table("T3")
MEMBER, CELL = "xl/worksheets/sheet3.xml", "D6"
CODE = "T3:new.natural_person"
Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Odd:
    """`state` and `value` are what the reader has to make of the cell, `rule` what the unit is told (None: nothing)."""

    id: str
    name: str
    change: Change
    state: str
    value: Decimal | None
    rule: str | None

    @property
    def label(self) -> str:
        return f"{self.id} {self.name}"


def finance(workspace: Workspace) -> bytes:
    return next(iter(good_workbooks(workspace).values()))


def raw(attributes: str, inside: str) -> Change:
    """The cell as XML."""

    def change(content: bytes) -> bytes:
        written = rf"\1 {attributes}>{inside}</c>".encode()
        sheet, count = re.subn(
            rb'(<c r="D6" s="[0-9]+")[^>]*>.*?</c>', written, unpacked(content)[MEMBER], flags=re.DOTALL
        )
        assert count == 1
        return repacked(content, {MEMBER: sheet})

    return change


def text(written: str) -> Change:
    return raw('t="inlineStr"', f"<is><t xml:space='preserve'>{written}</t></is>")


def number(written: str) -> Change:
    return raw("", f"<v>{written}</v>")


def in_1904(content: bytes) -> bytes:
    book = unpacked(content)["xl/workbook.xml"].replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
    return repacked(number("7")(content), {"xl/workbook.xml": book})


def dated(day: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book[T3][CELL].value = day
        book[T3][CELL].number_format = "yyyy-mm-dd"

    return partial(edited, change)


def hides_column(book: openpyxl.Workbook) -> None:
    book[T3].column_dimensions["D"].hidden = True


def hides_sheet(book: openpyxl.Workbook) -> None:
    book[T3].sheet_state = "veryHidden"


def merges(book: openpyxl.Workbook) -> None:
    book[T3][CELL].value = 7
    book[T3].merge_cells("D6:E6")


ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
NUMBERS = {
    "１２３": 123,
    "1,234": 1234,
    "１，２３４": 1234,
    "12件": 12,
    "42\u00a0": 42,
    "\u200b42": 42,
    "\ufeff 7 ": 7,
    "3.0": 3,
}
NO_NUMBERS = ("12%", "1,23", "约10", "12-13", "0x1F", "1_000", "①", "12²", "１２万", "NaN", "1e3")
NO_FIGURES = ("NaN", "inf", "1e999", "12abc", "9007199254740993", "1e15")


def _odd_numbers() -> list[Odd]:
    cases = [
        Odd("B04", repr(written), text(written), "number", Decimal(value), None) for written, value in NUMBERS.items()
    ]
    cases += [Odd("B04", repr(sign), text(sign), "zero", Decimal(0), None) for sign in ("—", "/", "无", "－")]
    cases += [Odd("B04", repr(written), text(written), "invalid", None, "TYPE-NUMBER") for written in NO_NUMBERS]
    cases += [
        Odd("B06", f"number {written}", number(written), "invalid", None, "TYPE-NUMBER") for written in NO_FIGURES
    ]
    cases += [
        Odd("B06", "a negative number", number("-3"), "number", Decimal(-3), "TYPE-NEGATIVE"),
        Odd("B06", "a decimal", number("1.5"), "number", Decimal("1.5"), "TYPE-INTEGER"),
    ]
    return cases


ODD = (
    Odd("B01", "a formula nobody calculated", raw("", "<f>1+1</f>"), "formula_without_value", None, "TYPE-FORMULA"),
    Odd(
        "B01",
        "a formula with an empty value",
        raw("", "<f>1+1</f><v></v>"),
        "formula_without_value",
        None,
        "TYPE-FORMULA",
    ),
    *(Odd("B02", error, raw('t="e"', f"<v>{error}</v>"), "error_value", None, "TYPE-FORMULA") for error in ERRORS),
    Odd("B02", "an error typed as text", text("#REF!"), "error_value", None, "TYPE-FORMULA"),
    Odd("B03", "a hidden row", hides(T3, "2.重复申请"), "number", None, "FILE-HIDDEN"),
    Odd("B03", "a hidden column", partial(edited, hides_column), "number", None, "FILE-HIDDEN"),
    Odd("B03", "a hidden sheet", partial(edited, hides_sheet), "number", None, "FILE-HIDDEN"),
    Odd(
        "A17",
        "a figure of another workbook",
        raw("", "<f>[1]Sheet1!A1</f><v>7</v>"),
        "number",
        Decimal(7),
        "FILE-FETCHED",
    ),
    Odd(
        "A17",
        "a figure of a server",
        raw("", '<f>WEBSERVICE("http://127.0.0.1:9/")</f><v>7</v>'),
        "number",
        Decimal(7),
        "FILE-FETCHED",
    ),
    Odd(
        "A17",
        "a figure of another program",
        raw("", "<f>cmd|'/C calc'!A0</f><v>7</v>"),
        "number",
        Decimal(7),
        "FILE-FETCHED",
    ),
    *_odd_numbers(),
    Odd("B07", "a count in a workbook of 1904", in_1904, "number", Decimal(7), None),
    Odd("B07", "a day where a count belongs", dated(date(2025, 1, 3)), "invalid", None, "TYPE-NUMBER"),
    Odd("B07", "day 60 of 1900", dated(60), "invalid", None, "TYPE-NUMBER"),
    Odd("B07", "a day as text", text("2025-01-03"), "invalid", None, "TYPE-NUMBER"),
    Odd("B09", "a renamed label", types_over(T3, "2.重复申请", "2.多次来访事项"), "number", None, "FILE-LABEL"),
    Odd("B09", "two input cells merged", partial(edited, merges), "number", Decimal(7), None),
)
