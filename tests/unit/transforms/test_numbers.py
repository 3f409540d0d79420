from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from tests.unit.transforms.reading import CATALOG
from transforms.numbers import number_reader

read = number_reader(CATALOG.numbers)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (12.0, "12"),
        (7, "7"),
        (-3.0, "-3"),
        (0.0, "0"),
        (12.5, "12.5"),
        (24252.311082, "24252.311082"),
        (0.1 + 0.2, "0.3"),
        (1e9, "1000000000"),
        ("12", "12"),
        ("１２", "12"),
        (" 12 ", "12"),
        ("12\u00a0", "12"),
        ("\u200b12\ufeff", "12"),
        ("\u300012\u3000", "12"),
        ("1,234", "1234"),
        ("１，２３４", "1234"),
        ("1,234,567.5", "1234567.5"),
        ("12件", "12"),
        ("12 件", "12"),
        ("３宗", "3"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("－５", "-5"),
        ("3.50", "3.5"),
        ("007", "7"),
        ("0", "0"),
        ("0件", "0"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: object, value: str) -> None:
    assert read(written, "件")[:2] == ("number", Decimal(value))


@pytest.mark.parametrize("written", CATALOG.numbers.zero_placeholders)
def test_every_placeholder_is_a_confirmed_zero(written: str) -> None:
    assert read(f" {written} ", "件")[:2] == ("number" if written == "0" else "zero", Decimal(0))


@pytest.mark.parametrize("written", ["／", "－", "  — ", "\u3000无\u3000"])
def test_a_placeholder_in_full_width_or_between_spaces_is_zero_too(written: str) -> None:
    assert read(written, "件")[:2] == ("zero", Decimal(0))


@pytest.mark.parametrize("written", ["", " ", "\u3000", "\u00a0\u200b", "\n"])
def test_blank_stays_blank(written: str) -> None:
    assert read(written, "件")[:2] == ("blank", None)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "1 234",
            "1,23",
            "12,34,567",
            "1.234,5",
            "约10",
            "10余",
            "12%",
            "1e5",
            "1_000",
            "0x1F",
            "NaN",
            "inf",
            "+-3",
            "三",
        ),
        *("12²", "①", "½", "12件件", "12万元", "3元", "1.2.3", "--5", "9" * 50, "1000000001"),
        *(float("nan"), float("inf"), 1e999, 1.1e9, -2e9, True, False, datetime.date(1900, 1, 3), datetime.time(1, 2)),
    ],
)
def test_what_is_no_number_is_invalid_and_never_guessed_at(written: object) -> None:
    assert read(written, "件")[:2] == ("invalid", None)


@pytest.mark.parametrize(
    ("written", "unit", "state", "value"),
    [
        ("7545万元", "万元", "number", Decimal(7545)),
        ("7545.5 万", "万元", "number", Decimal("7545.5")),
        ("75450000元", "万元", "invalid", None),
        ("7545件", "万元", "invalid", None),
        ("251000元", "元", "number", Decimal(251000)),
        ("25.1万元", "元", "invalid", None),
        ("12项", "项", "number", Decimal(12)),
    ],
)
def test_money_is_read_in_the_unit_of_its_cell_and_never_converted(
    written: str, unit: str, state: str, value: Decimal | None
) -> None:
    assert read(written, unit)[:2] == (state, value)


@pytest.mark.parametrize("written", ["#REF!", " #DIV/0! ", "#N/A", "#value!"])
def test_an_error_value_typed_or_pasted_as_text_is_an_error_value(written: str) -> None:
    assert read(written, "件")[:2] == ("error_value", None)


@pytest.mark.parametrize(
    ("written", "text"),
    [(12.0, "12"), (24252.311082, "24252.311082"), ("１２件", "１２件"), ("—", "—"), (True, "TRUE")],
)
def test_the_text_is_kept_as_written(written: object, text: str) -> None:
    assert read(written, "件").text == text


def test_a_value_has_six_decimals_at_most() -> None:
    assert read("1.23456789", "万元").value == Decimal("1.234568")


def test_true_is_not_mistaken_for_one_that_was_read_before() -> None:
    assert [read(1, "件").state, read(1.0, "件").state, read(True, "件").state] == ["number", "number", "invalid"]
