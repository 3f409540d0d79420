"""Stamp and cover: found by what they say, on whichever sheet."""

from __future__ import annotations

import pytest

from tests.unit.transforms.official import Form, Piece, Sheet, Value, openpyxl_bytes, xlwt_bytes
from tests.unit.transforms.reading import NEWEST, noticed, reading

STAMP = [
    *(("zwgk", "stamp"), ("unit", "education"), ("period", "2025Q1"), ("form", "quarter")),
    *(("edition", "2021"), ("template_version", "2025.1")),
]
COVER = [
    ("报送单位", "云江区教育局"),
    ("报告期", "2025年第一季度"),
    ("报告口径", "本机关"),
    ("零报送", "否"),
    ("填报人", "张三"),
]


def pairs(rows: list[tuple[Value, Value]], down: int = 0, apart: int = 1) -> list[Piece]:
    return [
        Piece(down + row, column * apart, value) for row, pair in enumerate(rows) for column, value in enumerate(pair)
    ]


def book(*sheets: Sheet) -> bytes:
    return openpyxl_bytes([*sheets, Sheet.of("四", Form(NEWEST).disputes())])


@pytest.mark.parametrize("write", [openpyxl_bytes, xlwt_bytes])
def test_stamp_and_cover_are_read_from_either_kind_of_workbook(write: object) -> None:
    content = write([Sheet.of("封面", pairs(COVER, 2)), Sheet.of("_zwgk", pairs(STAMP), hidden=2)])  # type: ignore[operator]
    read = reading(content)
    stamp = (read.stamp_unit, read.stamp_period, read.stamp_form, read.stamp_edition, read.stamp_template_version)
    assert stamp == ("education", "2025Q1", "quarter", "2021", "2025.1")
    assert (read.cover_unit, read.cover_period) == ("云江区教育局", "2025年第一季度")
    assert (read.cover_scope, read.cover_is_nil) == ("own", False)


def test_a_stamp_may_hold_numbers_where_the_workbook_was_converted() -> None:
    stamp: list[tuple[Value, Value]] = [("zwgk", "stamp"), ("period", 2025), ("edition", 2021)]
    read = reading(book(Sheet.of("别的名字", pairs(stamp))))
    assert (read.stamp_period, read.stamp_edition) == ("2025", "2021")


def test_a_sheet_that_only_looks_like_a_stamp_is_none() -> None:
    read = reading(book(Sheet.of("_zwgk", pairs([("unit", "education"), ("period", "2025Q1")]), hidden=2)))
    assert (read.stamp_unit, read.stamp_period) == (None, None)


@pytest.mark.parametrize(
    "pieces",
    [
        [
            Piece(5, 3, "报送单位："),
            Piece(5, 4, "云江区教育局"),
            Piece(6, 3, "报告期："),
            Piece(6, 4, "2025年第一季度"),
        ],
        [
            Piece(0, 0, "填报单位", columns=2),
            Piece(0, 2, "云江区教育局"),
            Piece(1, 0, "统计期间"),
            Piece(1, 1, "2025年第一季度"),
        ],
        [Piece(0, 0, "填报单位：云江区教育局　　报告期：2025年第一季度　　填表人：张三")],
        [Piece(0, 0, "填报单位:云江区教育局 报告期:2025年第一季度")],
        [Piece(0, 0, "单 位 名 称"), Piece(0, 3, "云江区教育局"), Piece(0, 5, "报告期"), Piece(0, 6, "2025年第一季度")],
    ],
    ids=["colons", "merged label", "one cell", "one cell, narrow", "one row"],
)
def test_cover_words_are_found_in_other_shapes(pieces: list[Piece]) -> None:
    read = reading(book(Sheet.of("报表", pieces)))
    assert (read.cover_unit, read.cover_period) == ("云江区教育局", "2025年第一季度")


def test_a_cover_field_left_blank_does_not_take_the_next_label_for_its_value() -> None:
    pieces = [Piece(0, 0, "报送单位"), Piece(0, 2, "报告期"), Piece(0, 3, "2025年度")]
    read = reading(book(Sheet.of("封面", pieces)))
    assert (read.cover_unit, read.cover_period) == (None, "2025年度")


@pytest.mark.parametrize(("answer", "is_nil"), [("是", True), ("√", True), ("否", False), ("", False)])
def test_a_nil_return_is_ticked_on_the_cover(answer: str, is_nil: bool) -> None:
    read = reading(openpyxl_bytes([Sheet.of("封面", pairs([*COVER[:3], ("零报送", answer or None)]))]))
    assert read.cover_is_nil is is_nil


def test_a_nil_return_may_leave_the_tables_out() -> None:
    read = reading(openpyxl_bytes([Sheet.of("封面", pairs([*COVER[:3], ("零报送", "是")]))]))
    assert (read.cover_is_nil, read.problems) == (True, [])


@pytest.mark.parametrize(("scope", "code"), [("本机关", "own"), ("汇总", "aggregate"), ("全区汇总", "aggregate")])
def test_the_scope_is_read_as_its_code(scope: str, code: str) -> None:
    assert reading(book(Sheet.of("封面", pairs([*COVER[:2], ("报告口径", scope)])))).cover_scope == code


def test_answers_that_are_neither_are_told_with_their_place() -> None:
    pieces = pairs([*COVER[:2], ("报告口径", "全部"), ("零报送", "也许")])
    read = reading(openpyxl_bytes([Sheet.of("封面", pieces), *_tables()]))
    assert noticed(read) == [("FILE-IDENTITY", "B3"), ("FILE-LABEL", "B4")]
    assert (read.cover_scope, read.cover_is_nil) == (None, False)


def _tables() -> list[Sheet]:
    return [Sheet.of(f"表{n}", table) for n, table in enumerate(Form(NEWEST).tables())]


def test_a_hidden_cover_does_not_speak_for_the_unit() -> None:
    assert reading(book(Sheet.of("封面", pairs(COVER), hidden=1))).cover_unit is None
