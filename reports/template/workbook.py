"""The workbook that a unit fills in: cover, the three official tables, notes, and a hidden stamp that says what was issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from reports.excel.book import PLAIN, SUBTITLE, TITLE, Book, Sheet, Style
from reports.excel.tables import text_height
from reports.layout import layout_tables
from reports.template.checks import quoted
from reports.template.metrics import OwnMetrics, write_metric_sheets
from reports.template.tables import INPUT, TableSheet, write_table_sheet
from reports.template.tasks import OwnTask, task_instructions, write_task_sheets
from reports.template.values import template_figures
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.declared import Form
from warehouse.catalog.period import Period
from warehouse.catalog.workbook import WorkbookWords

Figures = Mapping[str, Decimal | None]
_LABEL = Style(size=12, bold=True)
_ANSWER = Style(size=12, align="left", indent=1)
_TYPED = Style(size=12, align="left", indent=1, fill=INPUT, locked=False, is_text=True)
_NOTE_ROWS = 20


@dataclass(frozen=True, slots=True)
class TemplateOrder:
    """One workbook to write: whose, for which period, with which opening figures; `values` fills it in as a unit would."""

    unit_code: str
    unit_name: str
    period: Period
    opening: Mapping[str, Decimal]
    values: Figures = field(default_factory=dict)
    scope: str = "own"
    is_nil: bool = False
    filled_by: str = ""
    approved_by: str = ""
    note: str = ""
    tasks: tuple[OwnTask, ...] = ()
    metrics: OwnMetrics | None = None


def write_template(order: TemplateOrder, catalog: Catalog) -> bytes:
    """The workbook of an order; the same order gives the same bytes. Raises ValueError for a figure the form doesn't have."""
    form = catalog.form(order.period.form_code)
    words = catalog.workbook
    figures = template_figures(order.values, order.opening, catalog, form.edition)
    book = Book(f"{order.unit_name} {order.period.label} {form.title}")
    nil_cell = _write_cover(book.sheet(words.sheets.cover), order, catalog, form)
    context = TableSheet(
        subtitle=f"{order.unit_name}　{order.period.label}　{_scope_label(order, catalog)}",
        figures=figures,
        prefilled=frozenset(order.opening) - frozenset(order.values),
        nil_formula=f"'{words.sheets.cover}'!{nil_cell}={quoted(words.answers.yes)}",
        is_nil=order.is_nil,
        edition=form.edition,
    )
    for layout in layout_tables(catalog.edition(form.edition), form.wording):
        write_table_sheet(book.sheet(words.sheets.of_table(layout.table)), layout, context, catalog)
    write_task_sheets(book, order.tasks, f"{order.unit_name}　{order.period.label}", catalog)
    write_metric_sheets(book, order.metrics, f"{order.unit_name}　{order.period.label}", catalog)
    _write_notes(book.sheet(words.sheets.notes), order, words)
    _write_stamp(book.sheet(words.sheets.stamp), order, form)
    return book.content()


def _scope_label(order: TemplateOrder, catalog: Catalog) -> str:
    return next(scope.label for scope in catalog.scopes if scope.code == order.scope)


def _write_cover(sheet: Sheet, order: TemplateOrder, catalog: Catalog, form: Form) -> str:
    """Writes the cover; gives the address of the answer to 零报送."""
    words = catalog.workbook
    sheet.widths((20, 66))
    sheet.raw.set_row(0, 42)
    sheet.text(0, 0, form.title, TITLE, columns=2)
    answers = (
        (words.cover.unit, order.unit_name, _ANSWER),
        (words.cover.period, order.period.label, _ANSWER),
        (words.cover.scope, _scope_label(order, catalog), _ANSWER),
        (words.cover.is_nil, words.answers.yes if order.is_nil else words.answers.no, _TYPED),
        (words.cover.filled_by, order.filled_by, _TYPED),
        (words.cover.approved_by, order.approved_by, _TYPED),
    )
    for row, (label, answer, style) in enumerate(answers, 2):
        sheet.raw.set_row(row, 28)
        sheet.text(row, 0, label, _LABEL)
        sheet.text(row, 1, answer, style)
    nil_row = 2 + [label for label, _, _ in answers].index(words.cover.is_nil)
    _offer_answers(sheet, nil_row, words)
    _write_instructions(sheet, 2 + len(answers) + 1, words, task_instructions(order.tasks, catalog))
    sheet.page(landscape=False)
    sheet.raw.protect()
    return f"$B${nil_row + 1}"


def _offer_answers(sheet: Sheet, row: int, words: WorkbookWords) -> None:
    sheet.raw.data_validation(
        row,
        1,
        row,
        1,
        {
            "validate": "list",
            "source": [words.answers.no, words.answers.yes],
            "error_title": words.input_errors.title,
            "error_message": words.input_errors.answer,
        },
    )


def _write_instructions(sheet: Sheet, top: int, words: WorkbookWords, more: tuple[str, ...]) -> None:
    sheet.text(top, 0, words.instructions_title, Style(size=12, bold=True, border=False, align="left"), columns=2)
    for number, line in enumerate((*words.instructions, *more), 1):
        text = f"{number}．{line}"
        sheet.raw.set_row(top + number, text_height(text, 86) + 2)
        sheet.text(top + number, 0, text, PLAIN, columns=2)


def _write_notes(sheet: Sheet, order: TemplateOrder, words: WorkbookWords) -> None:
    sheet.widths((16, 16, 64))
    sheet.raw.set_row(0, 32)
    sheet.text(0, 0, words.notes_title, TITLE, columns=3)
    sheet.text(1, 0, f"{order.unit_name}　{order.period.label}", SUBTITLE, columns=3)
    for column, heading in enumerate((words.notes.table, words.notes.cell, words.notes.text)):
        sheet.text(2, column, heading, _LABEL)
    write = partial(sheet.text, style=Style(align="left", fill=INPUT, locked=False, is_text=True))
    for row in range(3, 3 + _NOTE_ROWS):
        sheet.raw.set_row(row, max(24.0, text_height(order.note, 64)) if row == 3 else 24)
        for column in range(3):
            write(row, column, order.note if (row, column) == (3, 2) else "")
    sheet.page(landscape=False, header_rows=(0, 2))
    sheet.raw.protect()


def _write_stamp(sheet: Sheet, order: TemplateOrder, form: Form) -> None:
    stamp = {
        "zwgk": "stamp",
        "unit": order.unit_code,
        "period": str(order.period),
        "form": form.code,
        "edition": form.edition,
        "template_version": form.template_version,
    }
    for row, (key, value) in enumerate(stamp.items()):
        sheet.text(row, 0, key)
        sheet.text(row, 1, value)
    sheet.raw.very_hidden()
    sheet.raw.protect()
