"""The sheets 工作指标 and 文件台账 in a unit's workbook: the measures that it is asked for, and room for its policy documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reports.excel.book import Book, Sheet, Style
from reports.excel.list_sheet import TOP, finish_list, write_list_head
from reports.excel.tables import text_height
from reports.template.tables import INPUT
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.indicators import Measure

FilingValue = str | date | Decimal | None
_HEADING_HEIGHT = 34
_METRIC_WIDTHS = (26.0, 66.0, 12.0, 10.0, 34.0)
_FILING_WIDTHS = (18.0, 34.0, 10.0, 12.0, 12.0, 12.0, 10.0, 13.0, 13.0, 13.0, 13.0, 30.0, 30.0, 30.0)
_CODE, _LEFT = Style(size=9, color="#666666"), Style(align="left")
_TYPED = Style(fill=INPUT, locked=False)
_TEXT = Style(fill=INPUT, locked=False, align="left", is_text=True)
_DAY = Style(fill=INPUT, locked=False, is_date=True)
_DAYS = frozenset({"published_on", "interpreted_on", "filed_on", "pushed_on", "online_on"})
_CHOICES = frozenset({"is_normative", "openness", "has_service"})


@dataclass(frozen=True, slots=True)
class OwnMetrics:
    """What a unit is asked for; `values` by measure code and `filings` by heading (metric_words.yaml) fill it in as a unit would."""

    measures: tuple[Measure, ...]
    values: Mapping[str, Decimal] = field(default_factory=dict)
    filings: tuple[Mapping[str, FilingValue], ...] = ()


def asked_measures(catalog: Catalog, kind: str, quarter: int) -> tuple[Measure, ...]:
    """The measures that the sheet asks a unit of this kind for in this quarter, in declared order."""
    return tuple(one for one in catalog.indicators.measures if one.is_asked(kind, quarter))


def write_metric_sheets(book: Book, own: OwnMetrics | None, cover: str, catalog: Catalog) -> None:
    """Writes both sheets; nothing for an office that does not ask for measures."""
    if own is not None:
        _write_metrics(book.sheet(catalog.indicators.words.metric_sheet.name), own, cover, catalog)
        _write_filings(book.sheet(catalog.indicators.words.filing_sheet.name), own, cover, catalog)


def _write_metrics(sheet: Sheet, own: OwnMetrics, cover: str, catalog: Catalog) -> None:
    words = catalog.indicators.words.metric_sheet
    headings = tuple(words.columns.model_dump().values())
    write_list_head(sheet, words.title, cover, words.hint, headings, _METRIC_WIDTHS, height=_HEADING_HEIGHT)
    for row, measure in enumerate(own.measures, TOP):
        question = "" if measure.sheet is None else measure.sheet.text
        sheet.raw.set_row(row, max(24.0, text_height(question, _METRIC_WIDTHS[1] - 1)))
        sheet.text(row, 0, measure.code, _CODE)
        sheet.text(row, 1, question, _LEFT)
        sheet.number(row, 2, own.values.get(measure.code), _TYPED)
        sheet.text(row, 3, measure.unit, Style())
        sheet.number(row, 4, None, _TEXT)
    last = TOP + len(own.measures) - 1
    sheet.raw.data_validation(TOP, 2, last, 2, _whole(catalog))
    finish_list(sheet, 2)


def _whole(catalog: Catalog) -> dict[str, object]:
    errors = catalog.workbook.input_errors
    refused = {"error_title": errors.title, "error_message": catalog.task_narrative.workbook.errors.count}
    return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": catalog.numbers.largest, **refused}


def _write_filings(sheet: Sheet, own: OwnMetrics, cover: str, catalog: Catalog) -> None:
    words = catalog.indicators.words.filing_sheet
    columns = words.columns.model_dump()
    write_list_head(
        sheet, words.title, cover, words.hint, tuple(columns.values()), _FILING_WIDTHS, height=_HEADING_HEIGHT
    )
    rows = max(words.rows, len(own.filings))
    for number in range(rows):
        given = own.filings[number] if number < len(own.filings) else {}
        sheet.raw.set_row(TOP + number, 24)
        for column, name in enumerate(columns):
            _write_filed(sheet, TOP + number, column, name, given.get(name))
    for column, name in enumerate(columns):
        rule = _rule_of(name, catalog)
        if rule is not None:
            sheet.raw.data_validation(TOP, column, TOP + rows - 1, column, rule)
    finish_list(sheet, 2)


def _write_filed(sheet: Sheet, row: int, column: int, name: str, value: FilingValue) -> None:
    """A cell that nobody has typed into is blank, not an empty text."""
    if isinstance(value, str):
        sheet.text(row, column, value, _TEXT)
    elif name in _DAYS:
        sheet.day(row, column, value if isinstance(value, date) else None, _DAY)
    else:
        is_text = name not in _CHOICES and name != "ways_count"
        sheet.number(row, column, value if isinstance(value, Decimal) else None, _TEXT if is_text else _TYPED)


def _rule_of(name: str, catalog: Catalog) -> dict[str, object] | None:
    errors = catalog.workbook.input_errors
    if name in _CHOICES:
        words = catalog.indicators.words
        source = [one.label for one in (words.openness if name == "openness" else words.truth)]
        refused = {"error_title": errors.title, "error_message": catalog.workbook.input_errors.answer}
        return {"validate": "list", "source": source, **refused}
    if name in _DAYS:
        refused = {"error_title": errors.title, "error_message": catalog.task_narrative.workbook.errors.day}
        return {"validate": "date", "criteria": ">=", "value": date(2008, 5, 1), **refused}
    return _whole(catalog) if name == "ways_count" else None
