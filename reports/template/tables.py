"""One official table of a unit's workbook: cells to type in, totals as formulas, and the live checks around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reports.excel.book import SUBTITLE, TITLE, Sheet, Style
from reports.excel.tables import Place, Places, is_landscape, write_table_frame
from reports.layout import TableLayout
from reports.template.checks import live_checks, printed_totals, progress_formula, progress_text, total_formula
from reports.template.live import LiveArea, write_live_area
from reports.template.values import sum_of
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Cell

INPUT, CARRIED, COMPUTED = "#FFF9DB", "#E3F0FA", "#EFEFEF"
TOP = 2  # title and subtitle stand above every table
_TYPED = Style(fill=INPUT, locked=False)
_PREFILLED = Style(fill=CARRIED, locked=False)
_TOTAL = Style(fill=COMPUTED)


@dataclass(frozen=True, slots=True)
class TableSheet:
    """What all table sheets of one workbook share; `nil_formula` is true where the cover says 零报送."""

    subtitle: str
    figures: Mapping[str, Decimal | None]
    prefilled: frozenset[str]
    nil_formula: str
    is_nil: bool
    edition: str


def write_table_sheet(sheet: Sheet, layout: TableLayout, context: TableSheet, catalog: Catalog) -> None:
    """Writes one table with everything around it."""
    sheet.raw.set_row(0, 30)
    sheet.raw.set_row(1, 20)
    sheet.text(0, 0, layout.title, TITLE, columns=layout.width)
    sheet.text(1, 0, context.subtitle, SUBTITLE, columns=layout.width)
    places = write_table_frame(sheet, layout, TOP)
    totals = {code: parts for code, parts in printed_totals(catalog, context.edition).items() if code in places}
    inputs = [catalog.edition(context.edition).by_code[code] for code in places if code not in totals]
    _write_totals(sheet, totals, places, context)
    _write_inputs(sheet, inputs, places, context, catalog)
    area = LiveArea(
        checks=live_checks(catalog, context.edition, layout.table, places, context.figures),
        progress=progress_formula([cell.code for cell in inputs], places, catalog.workbook.checks, context.nil_formula),
        progress_shown=progress_text(
            [cell.code for cell in inputs], context.figures, catalog.workbook.checks, context.is_nil
        ),
        words=catalog.workbook.checks,
    )
    write_live_area(sheet, layout, TOP, area)
    sheet.page(landscape=is_landscape(layout), header_rows=(0, TOP + layout.header_rows - 1))
    if layout.header_rows:
        sheet.raw.freeze_panes(TOP + layout.header_rows, 0)
    sheet.raw.protect()


def _write_totals(sheet: Sheet, totals: Mapping[str, tuple[str, ...]], places: Places, context: TableSheet) -> None:
    for code, parts in totals.items():
        place, shown = places[code], context.figures[code]
        if shown == sum_of([context.figures[part] for part in parts]):
            formula = total_formula(parts, places)
            sheet.formula(place.row, place.column, formula, shown, _TOTAL, place.rows, place.columns)
        else:
            sheet.number(place.row, place.column, shown, _TOTAL, place.rows, place.columns)


def _write_inputs(sheet: Sheet, cells: list[Cell], places: Places, context: TableSheet, catalog: Catalog) -> None:
    for cell in cells:
        place = places[cell.code]
        style = _PREFILLED if cell.code in context.prefilled else _TYPED
        sheet.number(place.row, place.column, context.figures[cell.code], style, place.rows, place.columns)
    by_kind = sorted(cells, key=lambda cell: (cell.is_count, cell.is_signed))
    for _, alike in groupby(by_kind, key=lambda cell: (cell.is_count, cell.is_signed)):
        _refuse_nonsense(sheet, list(alike), places, catalog)


def _refuse_nonsense(sheet: Sheet, cells: list[Cell], places: Places, catalog: Catalog) -> None:
    """One validation for all cells of a kind: whole numbers for counts, none below zero unless the cell is signed."""
    words, first = catalog.workbook.input_errors, cells[0]
    message = words.signed if first.is_signed else words.count if first.is_count else words.money
    spots = [places[cell.code] for cell in cells]
    sheet.raw.data_validation(
        spots[0].row,
        spots[0].column,
        spots[0].row,
        spots[0].column,
        {
            "validate": "integer" if first.is_count else "decimal",
            "criteria": "between",
            "minimum": -catalog.numbers.largest if first.is_signed else 0,
            "maximum": catalog.numbers.largest,
            "error_title": words.title,
            "error_message": message,
            "multi_range": " ".join(_column_runs(spots)),
        },
    )


def _column_runs(spots: list[Place]) -> list[str]:
    """Addresses, those that stand below one another as one range."""
    runs: list[list[Place]] = []
    for spot in sorted(spots, key=lambda place: (place.column, place.row)):
        if runs and (runs[-1][-1].column, runs[-1][-1].row + 1) == (spot.column, spot.row):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return [run[0].address if len(run) == 1 else f"{run[0].address}:{run[-1].address}" for run in runs]
