"""Published figures, pasted as the official tables into workbooks of every kind, come back the same in every cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.transforms.official import (
    Form,
    Piece,
    Sheet,
    openpyxl_bytes,
    shifted,
    stacked,
    xlsxwriter_bytes,
    xlwt_bytes,
)
from tests.unit.transforms.reading import CATALOG, reading, values

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real"
NAMES = ("002", "003", "005", "011", "012")
Write = Callable[[list[Sheet]], bytes]


def report(name: str) -> dict[str, Any]:
    path = REAL / f"{name}.json"
    if not path.exists():
        pytest.skip(f"real figures are not beside the checkout: {path}")
    return dict(json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))


def printed(real: dict[str, Any]) -> tuple[Form, dict[str, Decimal | None]]:
    """The form as that report printed it, and every figure by its cell code."""
    figures = {f"{table}:{cell}": value for table, cells in real["tables"].items() for cell, value in cells.items()}
    one_row = "T3:other.total" in figures
    form = Form(CATALOG.edition(real["form"]), {code: _typed(v) for code, v in figures.items()}, merged_other=one_row)
    return form, {code: None if value is None else Decimal(value) for code, value in figures.items()}


def _typed(value: Decimal | int | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


def pasted(form: Form, real: dict[str, Any]) -> list[list[Piece]]:
    return [table for code, table in zip(("T2", "T3", "T4"), form.tables(), strict=True) if code in real["tables"]]


@pytest.mark.parametrize("write", [openpyxl_bytes, xlsxwriter_bytes, xlwt_bytes])
@pytest.mark.parametrize("name", NAMES)
def test_real_figures_on_one_sheet_come_back_the_same_in_every_cell(name: str, write: Write) -> None:
    real = report(name)
    form, figures = printed(real)
    title = Piece(0, 0, f"{real['unit']}{real['year']}年政府信息公开工作年度报告")
    sheet = Sheet.of("Sheet1", [title], shifted(stacked(*pasted(form, real)), 2, 1))
    read = reading(write([sheet]))
    assert (read.error, read.edition, values(read)) == (None, real["form"], figures)


@pytest.mark.parametrize("name", NAMES)
def test_real_figures_typed_as_people_type_come_back_the_same(name: str) -> None:
    real = report(name)
    form, figures = printed(real)
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    typed = {
        code: None if value is None else "—" if value == 0 else f" {value:,}".translate(wide)
        for code, value in figures.items()
    }
    sheets = [
        Sheet.of(f"表{n}", table)
        for n, table in enumerate(pasted(Form(form.edition, typed, merged_other=form.merged_other), real))
    ]
    assert values(reading(openpyxl_bytes(sheets))) == figures


def test_a_fee_of_six_decimals_is_exact() -> None:
    real = report("011")
    form, _ = printed(real)
    read = reading(xlwt_bytes([Sheet.of("二", form.proactive())]))
    assert values(read)["T2:fee.amount_wan"] == Decimal("24252.311082")
