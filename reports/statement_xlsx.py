"""The statutory tables of a unit or of the district for a year as a workbook, with the year before beside it where known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.excel.book import HEADED, Book, Style
from reports.excel.statement import scope_label, write_heading, write_statutory_sheets
from reports.excel.tables import text_height
from reports.narrative.notes import remarks_of
from reports.statement import Coverage, Statement, render_coverage
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Cell

_LABEL = Style(align="left", indent=1)
_FIGURE = Style()
_TIGHTER = 7.0  # points a row, so that the comparison stays on one page
_COMPARED_WIDTHS = (56.0, 8.0, 13.0, 13.0, 13.0)


def write_statement_workbook(
    statement: Statement, catalog: Catalog, *, previous: Statement | None = None, coverage: Coverage | None = None
) -> bytes:
    """Workbook bytes: T2, T3 and T4 as the official form prints them, and a comparison where `previous` is given."""
    cover = f"{statement.unit_name}　{statement.period.label}　{scope_label(catalog, statement)}"
    book = Book(f"{cover} 政府信息公开工作年度报告统计表")
    write_statutory_sheets(book, catalog, statement, "statutory", "", cover, _notes(catalog, statement, coverage))
    if previous is not None:
        _write_comparison(book, catalog, statement, previous, cover)
    return book.content()


def _notes(catalog: Catalog, statement: Statement, coverage: Coverage | None) -> Iterator[str]:
    if statement.basis is not None:
        yield f"数据来源：{statement.basis}。空白表示未填报，不等于零。"
    if coverage is not None:
        yield f"报送情况：{render_coverage(coverage)}"
    if (remarks := remarks_of(catalog, statement)) is not None:
        yield remarks


def _write_comparison(book: Book, catalog: Catalog, statement: Statement, previous: Statement, cover: str) -> None:
    sheet = book.sheet("与上年对比")
    sheet.widths(_COMPARED_WIDTHS)
    write_heading(sheet, "与上年对比", cover, len(_COMPARED_WIDTHS))
    headings = ("项目", "单位", statement.period.label, previous.period.label, "增减")
    for column, heading in enumerate(headings):
        sheet.text(2, column, heading, HEADED)
    for row, cell in enumerate(_compared_cells(catalog, statement), 3):
        now, before = statement.values.get(cell.code), previous.values.get(cell.code)
        label = cell.label.removesuffix(f" {cell.column_label}") if cell.table == "T3" else cell.label
        sheet.raw.set_row(row, text_height(label, _COMPARED_WIDTHS[0]) - _TIGHTER)
        sheet.text(row, 0, label, _LABEL)
        sheet.text(row, 1, cell.unit, _FIGURE)
        for column, figure in enumerate((now, before, _difference(now, before)), 2):
            sheet.number(row, column, figure, _FIGURE)
    sheet.page(landscape=False, header_rows=(0, 2))
    sheet.raw.freeze_panes(3, 0)


def _compared_cells(catalog: Catalog, statement: Statement) -> Iterator[Cell]:
    """All of T2 and T4; of T3 the totals of its rows: seven columns a row would bury the change."""
    cells = catalog.edition(statement.edition).cells
    return (cell for cell in cells if cell.table != "T3" or cell.column == "total")


def _difference(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before
