"""What the tests of the workbooks share: orders to write, and how a written workbook is read again."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.excel.tables import Place
from reports.layout import layout_tables
from reports.template.tables import TOP
from reports.template.values import template_figures
from reports.template.workbook import TemplateOrder
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period

CATALOG = load_catalog()
EDITION = CATALOG.edition("2021")
HOSTILE = ("=1+1", "@SUM(A1)", "http://x.test/", "<img src=x onerror=alert(1)>", "a\x00b\x1fc\ud800\u202ed", "_x0041_")


def order(period: str = "2025Q1", **given: object) -> TemplateOrder:
    plain: dict[str, object] = {
        "unit_code": "education",
        "unit_name": "云江区教育局",
        "period": Period.parse(period),
        "opening": {},
    }
    return TemplateOrder(**(plain | given))  # type: ignore[arg-type]


def balanced() -> dict[str, Decimal]:
    """Typed cells that satisfy every identity: 5 new, 2 carried in, 6 granted, 1 carried out, all by natural persons."""
    typed = {cell.code: Decimal(0) for cell in EDITION.cells if cell.column != "total" and cell.row != "total"}
    rows = {"new": 5, "carried_in": 2, "granted": 6, "carried_out": 1}
    typed |= {f"T3:{row}.natural_person": Decimal(count) for row, count in rows.items()}
    return typed | {
        "T2:fee.amount_wan": Decimal("24252.311082"),
        "T4:review.upheld": Decimal(3),
        "T4:review.pending": Decimal(4),
    }


def whole() -> dict[str, Decimal | None]:
    """`balanced` with its totals."""
    return template_figures(balanced(), {}, CATALOG, "2021")


def reopened(content: bytes, *, values: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=values)


def sheet_of(content: bytes, name: str, *, values: bool = False) -> Worksheet:
    sheet = reopened(content, values=values)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def table_name(table: str) -> str:
    return CATALOG.workbook.sheets.of_table(table)


def places(wording: str = "period") -> dict[str, tuple[str, Place]]:
    """Sheet name and place of every statutory cell, found from the layout and not from what was written."""
    return {
        str(cell.cell_code): (
            table_name(layout.table),
            Place(TOP + cell.row, cell.column, cell.rows, cell.columns),
        )
        for layout in layout_tables(EDITION, "period" if wording == "period" else "statutory")
        for cell in layout.values()
    }


def figure(book: Workbook, code: str, prefix: str = "") -> object:
    name, place = places()[code]
    return book[prefix + name][place.address].value


def raw_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}
