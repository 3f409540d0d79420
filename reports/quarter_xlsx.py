"""The quarter's tables as a workbook: the district in short and in full, its units, who reported, what was returned."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.excel.book import HEADED, Book, Sheet, Style
from reports.excel.statement import scope_label, write_heading, write_notes, write_statutory_sheets
from reports.excel.tables import text_height
from reports.narrative.figures import sum_cells
from reports.narrative.notes import remarks_text
from reports.narrative.quarter import whole
from reports.statement import Coverage, QuarterReport, Statement, Values, render_coverage
from reports.tasks.xlsx import write_progress_sheets
from warehouse.catalog.catalog import Catalog

_LABEL = Style(align="left", indent=1)
_FIGURE = Style()
_SMALL, _SMALL_LABEL = Style(size=9), Style(size=9, align="left", indent=1)
_SMALL_HEADED = Style(size=9, font=HEADED.font)
_SUMMED = Style(size=9, bold=True, fill="#EFEFEF")
_OVERVIEW_WIDTHS = (40.0, 22.0, 22.0)
_UNIT_WIDTHS, _KEY_WIDTH = (26.0, 6.5, 9.0), 5.8
_COVERAGE_WIDTHS = (16.0, 10.0, 62.0)
_RETURNED_WIDTHS = (26.0, 62.0)


def write_quarter_workbook(report: QuarterReport, catalog: Catalog) -> bytes:
    """Workbook bytes. 本期 is the quarter, 累计 the year up to its end."""
    quarter, to_date = report.quarter, report.year_to_date
    scope = scope_label(catalog, quarter)
    cover = f"{report.district_name}　{report.period.label}　{scope}"
    cumulated = f"{report.district_name}　{_cumulated(report)}　{scope}"
    notes = (f"报送情况：{render_coverage(report.coverage)}", "空白表示未填报，不等于零。")
    book = Book(f"{report.district_name}{report.period.label}政府信息公开工作统计表")
    remarks = remarks_text(catalog, quarter, report.remarks)
    said = notes if remarks is None else (*notes, remarks)
    _write_overview(book.sheet("总体"), report, catalog, cover, said)
    write_statutory_sheets(book, catalog, quarter, "period", "本期 ", f"{cover}　本期", notes)
    write_statutory_sheets(book, catalog, to_date, "period", "累计 ", cumulated, notes)
    _write_units(book.sheet("各单位"), report, catalog, cover)
    _write_coverage(book.sheet("报送情况"), report.coverage, cover)
    _write_returned(book.sheet("退回情况"), report, cover)
    if report.tasks is not None:
        write_progress_sheets(book, report.tasks, cover, catalog)
    return book.content()


def _cumulated(report: QuarterReport) -> str:
    return f"{report.period.year}年1月至{report.period.end.month}月累计"


def _write_overview(sheet: Sheet, report: QuarterReport, catalog: Catalog, cover: str, notes: tuple[str, ...]) -> None:
    sheet.widths(_OVERVIEW_WIDTHS)
    write_heading(sheet, "政府信息公开工作主要数据", cover, len(_OVERVIEW_WIDTHS))
    for column, heading in enumerate(("项目", "本期", "累计")):
        sheet.text(2, column, heading, HEADED)
    now = key_figures(catalog, report.quarter, report.quarter.values)
    to_date = key_figures(catalog, report.year_to_date, report.year_to_date.values)
    for row, key in enumerate(catalog.quarter_columns, 3):
        sheet.raw.set_row(row, 24)
        sheet.text(row, 0, key.label, _LABEL)
        sheet.number(row, 1, now[row - 3], _FIGURE)
        sheet.number(row, 2, to_date[row - 3], _FIGURE)
    write_notes(sheet, 4 + len(catalog.quarter_columns), notes, _OVERVIEW_WIDTHS)
    sheet.page(landscape=False)


def key_figures(catalog: Catalog, statement: Statement, values: Values) -> list[Decimal | None]:
    """The declared key figures (quarter_columns.yaml) of some values, None where a part of one is blank."""
    edition = catalog.edition(statement.edition)
    return [sum_cells(edition, key.cells, values) for key in catalog.quarter_columns]


def _write_units(sheet: Sheet, report: QuarterReport, catalog: Catalog, cover: str) -> None:
    left, keys = len(_UNIT_WIDTHS), catalog.quarter_columns
    width = left + 2 * len(keys)
    sheet.widths((*_UNIT_WIDTHS, *[_KEY_WIDTH] * (2 * len(keys))))
    write_heading(sheet, "各单位政府信息公开工作情况", cover, width)
    sheet.raw.set_row(2, text_height(max((key.label for key in keys), key=len), 2 * _KEY_WIDTH))
    for column, heading in enumerate(("单位", "类别", "报送情况")):
        sheet.text(2, column, heading, _SMALL_HEADED, rows=2)
    for number, key in enumerate(keys):
        sheet.text(2, left + 2 * number, key.label, _SMALL_HEADED, columns=2)
        sheet.text(3, left + 2 * number, "本期", _SMALL_HEADED)
        sheet.text(3, left + 2 * number + 1, "累计", _SMALL_HEADED)
    last = _write_unit_rows(sheet, report, catalog, 4)
    sheet.raw.autofilter(3, 0, last - 1, left - 1)
    sheet.page(landscape=True, header_rows=(0, 3))
    sheet.raw.freeze_panes(4, 1)


def _write_unit_rows(sheet: Sheet, report: QuarterReport, catalog: Catalog, top: int) -> int:
    """A row a unit, then the district; gives the district's row."""
    for row, line in enumerate(report.lines, top):
        sheet.raw.set_row(row, 18)
        sheet.text(row, 0, line.unit_name, _SMALL_LABEL)
        sheet.text(row, 1, line.group, _SMALL)
        sheet.text(row, 2, line.status, _SMALL)
        _write_figures(sheet, row, list(_pairs(report, catalog, line.values, line.ytd)), _SMALL)
    last = top + len(report.lines)
    sheet.raw.set_row(last, 20)
    sheet.text(last, 0, f"{whole(report.district_name, catalog)}合计", _SUMMED, columns=len(_UNIT_WIDTHS))
    figures = _pairs(report, catalog, report.quarter.values, report.year_to_date.values)
    _write_figures(sheet, last, list(figures), _SUMMED)
    return last


def _pairs(report: QuarterReport, catalog: Catalog, now: Values, to_date: Values) -> Iterator[Decimal | None]:
    for pair in zip(
        key_figures(catalog, report.quarter, now), key_figures(catalog, report.year_to_date, to_date), strict=True
    ):
        yield from pair


def _write_figures(sheet: Sheet, row: int, figures: list[Decimal | None], style: Style) -> None:
    for column, figure in enumerate(figures, len(_UNIT_WIDTHS)):
        sheet.number(row, column, figure, style)


def _write_coverage(sheet: Sheet, coverage: Coverage, cover: str) -> None:
    sheet.widths(_COVERAGE_WIDTHS)
    write_heading(sheet, "报送情况", cover, len(_COVERAGE_WIDTHS))
    for column, heading in enumerate(("情况", "单位数", "单位")):
        sheet.text(2, column, heading, HEADED)
    lines: tuple[tuple[str, int, tuple[str, ...]], ...] = (
        ("应报", coverage.expected, ()),
        ("已报", coverage.received, ()),
        ("其中：零报送", coverage.nil, coverage.nil_units),
        ("其中：逾期报送", coverage.late, coverage.late_units),
        ("未报", coverage.expected - coverage.received, coverage.missing),
    )
    for row, (label, count, units) in enumerate(lines, 3):
        names = "、".join(units)
        sheet.raw.set_row(row, max(24.0, text_height(names, _COVERAGE_WIDTHS[2] - 2)))
        sheet.text(row, 0, label, _LABEL)
        sheet.number(row, 1, Decimal(count), _FIGURE)
        sheet.text(row, 2, names, _LABEL)
    sheet.page(landscape=False)


def _write_returned(sheet: Sheet, report: QuarterReport, cover: str) -> None:
    """What was sent back. The names of the files stay inside the office: people write their own names into them."""
    sheet.widths(_RETURNED_WIDTHS)
    write_heading(sheet, "退回情况", cover, len(_RETURNED_WIDTHS))
    for column, heading in enumerate(("单位", "退回原因")):
        sheet.text(2, column, heading, HEADED)
    if not report.returned:
        sheet.text(3, 0, "没有被退回的报表。", _LABEL, columns=2)
    for row, line in enumerate(report.returned, 3):
        reasons = "\n".join(f"{number}．{reason}" for number, reason in enumerate(line.reasons, 1))
        sheet.raw.set_row(row, min(400.0, max(24.0, text_height(reasons, _RETURNED_WIDTHS[1] - 2))))
        sheet.text(row, 0, line.unit_name, _LABEL)
        sheet.text(row, 1, reasons, _LABEL)
    sheet.page(landscape=False, header_rows=(0, 2))
