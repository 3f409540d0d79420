"""What is remembered of a layout is what each sheet would have been found to be by itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest

import transforms.submission
from reports.template.workbook import write_template
from tests.hostile.fuzz.sheets import Book, Leaf, Value, as_xlsx, book_of, copied, tampered
from tests.unit.reports.workbooks import balanced, order
from transforms.layout import ORDINARY, Layout, layout_of
from transforms.submission import FileReading, read_submission
from transforms.vocabulary import shapes_of
from warehouse.catalog.catalog import load_catalog

CATALOG = load_catalog()
TEMPLATE = book_of(write_template(order(values=balanced()), CATALOG))
SEED, BOOKS = 2, 30


def layout(rows: Sequence[Sequence[object]]) -> Layout | None:
    return layout_of(rows, {}, shapes_of(CATALOG))


def with_other_figures(book: Book, chance: Random) -> Book:
    """The same book of another unit: other figures where figures stand, another name below the titles."""
    name = f"第{chance.randrange(90)}号镇人民政府"
    other = copied(book)
    for leaf in other:
        leaf.rows = [[_other(value, name, chance) for value in row] for row in leaf.rows]
    return other


def _other(value: Value, name: str, chance: Random) -> Value:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return chance.choice((0, 1, 7, 12.5, 40_000, -3, ORDINARY, 2 * 10**9, 13800138000))
    if isinstance(value, str) and "　" in value:
        return f"{name}　{value.partition('　')[2]}"
    return value


def alone(content: bytes, monkeypatch: pytest.MonkeyPatch) -> FileReading:
    """The reading of a file of which no sheet has a layout in common with any other."""
    with monkeypatch.context() as patched:
        patched.setattr(transforms.submission, "layout_of", lambda *_: None)
        return read_submission(content, CATALOG)


def test_a_workbook_is_read_the_same_after_others_of_its_layout_as_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(SEED)
    for _ in range(BOOKS):
        book: Book = tampered(TEMPLATE, chance) if chance.random() < 0.8 else copied(TEMPLATE)
        for content in (as_xlsx(book), as_xlsx(with_other_figures(book, chance))):
            assert read_submission(content, CATALOG) == alone(content, monkeypatch)


def test_a_second_workbook_of_a_template_is_looked_through_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (as_xlsx(with_ordinary_figures(TEMPLATE, number)) for number in (3, 4))
    read_submission(first, CATALOG)
    with monkeypatch.context() as patched:
        patched.setattr("transforms.recognise.tables.Page", None)
        values = {cell[2] for cell in read_submission(second, CATALOG).cells}
    assert values == {Decimal(4)}


def with_ordinary_figures(book: Book, number: int) -> Book:
    return [
        Leaf(
            leaf.name,
            [
                [number if isinstance(value, float | int) and not isinstance(value, bool) else value for value in row]
                for row in leaf.rows
            ],
            leaf.merges,
            leaf.is_hidden,
        )
        for leaf in book
    ]


def test_sheets_that_differ_in_figures_and_in_the_name_below_the_title_have_one_layout() -> None:
    one = layout([["区教育局　2025年第一季度　本机关", ""], ["一、本年新收政府信息公开申请数量", 3.0]])
    other = layout([["区水务局　2025年第一季度　本机关", ""], ["一、本年新收政府信息公开申请数量", 41.0]])
    assert one is not None
    assert one is other


@pytest.mark.parametrize(
    "cells",
    [
        [["区教育局　2024年第一季度　本机关", ""], ["一、本年新收政府信息公开申请数量", 3.0]],
        [["区教育局　2025年第一季度　本机关", ""], ["二、上年结转政府信息公开申请数量", 3.0]],
        [["区教育局　2025年第一季度　本机关", ""], ["一、本年新收政府信息公开申请数量", ""]],
        [["区教育局　2025年第一季度　本机关", ""], ["一、本年新收政府信息公开申请数量", "3"]],
        [["区教育局，手机13800138000，2025年", ""], ["一、本年新收政府信息公开申请数量", 3.0]],
        [["填报单位：区教育局　报告期：2025年", ""], ["一、本年新收政府信息公开申请数量", 3.0]],
        [["区教育局　2025年第一季度　本机关"], ["一、本年新收政府信息公开申请数量", 3.0]],
    ],
    ids=["year", "label", "blank", "text", "telephone", "cover", "width"],
)
def test_what_somebody_makes_something_of_makes_another_layout(cells: list[list[object]]) -> None:
    one = layout([["区教育局　2025年第一季度　本机关", ""], ["一、本年新收政府信息公开申请数量", 3.0]])
    assert one is not None
    assert layout(cells) is not one


@pytest.mark.parametrize("odd", [True, None, float("nan"), float("inf"), float(ORDINARY), 13800138000.0, -2e9])
def test_a_sheet_with_anything_but_texts_and_ordinary_figures_has_a_layout_of_its_own(odd: object) -> None:
    assert layout([["一、本年新收政府信息公开申请数量", 1.0, odd]]) is None


def test_a_large_sheet_has_a_layout_of_its_own() -> None:
    assert layout([[1.0] * 200] * 50) is None
    assert layout([["长" * 30_000]]) is None
