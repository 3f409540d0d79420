"""The sheets about key-point tasks in the quarter's workbook: by task, by unit, and the figures that tasks are counted by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.excel.book import Book
from reports.excel.grid import write_grid
from reports.narrative.paper import CellRole, Grid, GridCell, clean_text
from reports.statement import render_number
from reports.tasks.report import FigureLine, ProgressLine, TaskLine, TaskReport
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.task_narrative import ProgressSheet
from warehouse.catalog.task_requirement import figure_words, requirement_words

_TASKS: tuple[float, ...] = (15, 24, 9, 22, 18, 11, 8)
_STATE, _DISPUTED = 8.0, 9.0
_UNITS = (20.0, 15.0, 9.0, 18.0, 6.0, 16.0, 10.0, 9.0, 11.0, 26.0, 24.0, 9.0, 9.0)
_FIGURES = (20.0, 15.0, 9.0, 18.0, 24.0, 18.0, 8.0, 8.0, 18.0, 14.0)
_TASK_ROLES: tuple[CellRole, ...] = ("text", "label", "text", "label", "text", "text", "figure")
_COUNT: CellRole = "figure"
_UNIT_ROLES: tuple[CellRole, ...] = (
    *("label", "text", "text", "label", "text", "text", "text"),
    *("text", "text", "note", "note", "text", "text"),
)
_FIGURE_ROLES: tuple[CellRole, ...] = (
    *("label", "text", "text", "label", "label"),
    *("text", "figure", "figure", "text", "text"),
)


def write_progress_sheets(book: Book, report: TaskReport, cover: str, catalog: Catalog) -> None:
    """Adds the three sheets behind the others; that of figures only where there are any."""
    words = catalog.task_narrative.sheets
    states = catalog.tasks.statuses
    headings = (*words.tasks.columns, *(state.label for state in states), words.tasks.disputed)
    widths = (*_TASKS, *[_STATE] * len(states), _DISPUTED)
    roles = (*_TASK_ROLES, *[_COUNT] * len(states), _COUNT)
    rows = [_task_row(line, report, catalog) for line in report.tasks]
    _write(book, words.tasks, cover, headings, rows, widths, roles)
    units = [_unit_row(line, report, catalog) for line in report.progress]
    _write(book, words.units, cover, words.units.columns, units, _UNITS, _UNIT_ROLES)
    if report.figures:
        figures = [_figure_row(line, report, catalog) for line in report.figures]
        _write(book, words.figures, cover, words.figures.columns, figures, _FIGURES, _FIGURE_ROLES)


def _task_row(line: TaskLine, report: TaskReport, catalog: Catalog) -> tuple[str, ...]:
    document = next(one for one in report.documents if one.key == line.document)
    labels = catalog.tasks.status_labels
    return (
        document.number,
        document.chapters[line.chapter],
        line.task_id,
        line.name,
        line.due,
        labels[line.status],
        *(str(number) for number in (line.units, *(line.counts.get(code, 0) for code in labels), line.disputed)),
    )


def _unit_row(line: ProgressLine, report: TaskReport, catalog: Catalog) -> tuple[str, ...]:
    narrative, answers = catalog.task_narrative, {str(one.code): one.label for one in catalog.tasks.answers}
    return (
        line.unit_name,
        _number(line.document, report),
        line.task_id,
        line.task_name,
        catalog.tasks.roles[line.role],
        line.due,
        catalog.tasks.status_labels[line.status],
        narrative.lines.unreported if line.reported is None else answers[line.reported],
        "" if line.done_on is None else f"{line.done_on:%Y-%m-%d}",
        line.progress,
        line.evidence,
        "" if line.evidence_state is None else narrative.evidence_states[line.evidence_state],
        narrative.sheets.units.disputed if line.is_disputed else "",
    )


def _figure_row(line: FigureLine, report: TaskReport, catalog: Catalog) -> tuple[str, ...]:
    verdicts = {verdict.code: verdict.label for verdict in catalog.tasks.verdicts}
    words = catalog.task_narrative.requirement
    return (
        line.unit_name,
        _number(line.document, report),
        line.task_id,
        line.task_name,
        line.name,
        requirement_words(line.requirement, words),
        render_number(line.numerator),
        render_number(line.denominator),
        figure_words(line.requirement, words, line.value, line.numerator, line.denominator),
        verdicts[line.verdict],
    )


def _number(document: str, report: TaskReport) -> str:
    return next(one.number for one in report.documents if one.key == document)


def _write(
    book: Book,
    words: ProgressSheet,
    cover: str,
    headings: Sequence[str],
    rows: Iterable[tuple[str, ...]],
    widths: Sequence[float],
    roles: Sequence[CellRole],
) -> None:
    cells = [GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(headings)]
    for row, texts in enumerate(rows, 1):
        cells += (
            GridCell(row, column, 1, 1, role, clean_text(text))
            for column, (text, role) in enumerate(zip(texts, roles, strict=True))
        )
    whole = sum(widths)
    height = 1 + max(cell.row for cell in cells)
    weights = tuple(width / whole for width in widths)
    grid = Grid(words.name, "", cover, height, len(widths), tuple(cells), weights, header_rows=1)
    write_grid(book.sheet(words.name), grid, words.title, whole, is_filtered=True)
