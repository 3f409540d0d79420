"""The sheet of units in the quarter's workbook: each with its key figures of the quarter, the year to date and the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.circular.content import CircularReport
from reports.circular.grids import key_figures
from reports.excel.book import HEADED, Book, Sheet, Style
from reports.excel.statement import write_heading
from reports.excel.tables import text_height
from reports.narrative.place import whole
from reports.narrative.text import fill
from reports.statement import UnitLine, Values
from warehouse.catalog.catalog import Catalog

_SMALL, _SMALL_LABEL = Style(size=9), Style(size=9, align="left", indent=1)
_SMALL_HEADED = Style(size=9, font=HEADED.font)
_SUMMED = Style(size=9, bold=True, fill="#EFEFEF")
_KEY_WIDTH = 7.2
_TOP = 4
_PAGES_WIDE = 2  # on one, three columns for each key figure would be too small to read


def write_units(book: Book, report: CircularReport, catalog: Catalog, cover: str) -> None:
    """A row a unit, three columns a key figure, and the district's sums at the end."""
    words, keys = catalog.circular.book, catalog.quarter_columns
    sheet, left, spans = book.sheet(words.units.name), len(words.units.widths), len(words.spans)
    width = left + spans * len(keys)
    sheet.widths((*words.units.widths, *[_KEY_WIDTH] * (spans * len(keys))))
    write_heading(sheet, words.units.title, cover, width)
    sheet.raw.set_row(2, text_height(max((key.label for key in keys), key=len), spans * _KEY_WIDTH))
    for column, heading in enumerate(words.units.columns):
        sheet.text(2, column, heading, _SMALL_HEADED, rows=2)
    for number, key in enumerate(keys):
        first = left + spans * number
        sheet.text(2, first, key.label, _SMALL_HEADED, columns=spans)
        for column, span in enumerate(words.spans, first):
            sheet.text(3, column, span, _SMALL_HEADED)
    last = _write_lines(sheet, report, catalog)
    sheet.raw.autofilter(3, 0, last - 1, left - 1)
    sheet.page(landscape=True, header_rows=(0, 3))
    sheet.raw.fit_to_pages(_PAGES_WIDE, 0)
    sheet.raw.repeat_columns(0)
    sheet.raw.freeze_panes(_TOP, 1)


def _write_lines(sheet: Sheet, report: CircularReport, catalog: Catalog) -> int:
    """A row a unit, then the district; gives the district's row."""
    quarter = report.quarter
    for row, line in enumerate(quarter.lines, _TOP):
        sheet.raw.set_row(row, 18)
        for column, text in enumerate((line.unit_name, line.group, line.status)):
            sheet.text(row, column, text, _SMALL if column else _SMALL_LABEL)
        _write_figures(sheet, row, _unit_figures(report, line, catalog), _SMALL)
    last = _TOP + len(quarter.lines)
    sheet.raw.set_row(last, 20)
    label = fill(catalog.circular.unit_total, {"whole": whole(quarter.district_name, catalog)})
    sheet.text(last, 0, label, _SUMMED, columns=3)
    then = {} if report.former.district is None else report.former.district.values
    figures = _figures(report, catalog, quarter.quarter.values, quarter.year_to_date.values, then)
    _write_figures(sheet, last, figures, _SUMMED)
    return last


def _unit_figures(report: CircularReport, line: UnitLine, catalog: Catalog) -> Iterator[Decimal | None]:
    return _figures(report, catalog, line.values, line.ytd, report.former.units.get(line.unit_code, {}))


def _figures(
    report: CircularReport, catalog: Catalog, now: Values, to_date: Values, then: Values
) -> Iterator[Decimal | None]:
    quarter = report.quarter
    former = quarter.quarter if report.former.district is None else report.former.district
    spans = (
        key_figures(catalog, quarter.quarter, now),
        key_figures(catalog, quarter.year_to_date, to_date),
        key_figures(catalog, former, then),
    )
    for values in zip(*spans, strict=True):
        yield from values


def _write_figures(sheet: Sheet, row: int, figures: Iterator[Decimal | None], style: Style) -> None:
    for column, figure in enumerate(figures, 3):
        sheet.number(row, column, figure, style)
