"""The workbook of the quarter: the district in short and in full, its units, who reported, indicators, ranks, problems, tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.circular.book_sheets import Row, Share, write_rows
from reports.circular.book_units import write_units
from reports.circular.content import CircularReport, IndicatorRow
from reports.circular.facts import asked, source
from reports.circular.grids import coverage_texts, key_figures, problem_end
from reports.circular.indicator_grids import verdict
from reports.excel.book import HEADED, Book, Sheet, Style
from reports.excel.statement import scope_label, write_heading, write_notes, write_statutory_sheets
from reports.excel.tables import text_height
from reports.narrative.notes import remarks_text
from reports.narrative.place import jurisdiction
from reports.narrative.text import fill
from reports.statement import render_coverage
from reports.tasks.xlsx import write_progress_sheets
from warehouse.catalog.catalog import Catalog

_LABEL, _FIGURE = Style(align="left", indent=1), Style()


def write_circular_workbook(report: CircularReport, catalog: Catalog) -> bytes:
    """Workbook bytes: 本期 is the quarter, 累计 the year up to its end, 上年同期 the same quarter of the year before."""
    quarter, words = report.quarter, catalog.circular.book
    scope = scope_label(catalog, quarter.quarter)
    name = quarter.district_name
    cover = f"{name}　{quarter.period.label}　{scope}"
    cumulated = fill(words.cumulated, {"year": str(quarter.period.year), "month": str(quarter.period.end.month)})
    facts = {"district": jurisdiction(name, catalog), "period_label": quarter.period.label}
    notes = (render_coverage(quarter.coverage), *words.notes)
    book = Book(fill(words.title, facts))
    _write_overview(book, report, catalog, cover, notes)
    write_statutory_sheets(book, catalog, quarter.quarter, "period", "本期 ", f"{cover}　本期", notes)
    write_statutory_sheets(
        book, catalog, quarter.year_to_date, "period", "累计 ", f"{name}　{cumulated}　{scope}", notes
    )
    write_units(book, report, catalog, cover)
    _write_coverage(book, report, catalog, cover)
    _write_indicators(book, report, catalog, cover)
    _write_scores(book, report, catalog, cover)
    _write_problems(book, report, catalog, cover)
    _write_returned(book, report, catalog, cover)
    if quarter.tasks is not None:
        write_progress_sheets(book, quarter.tasks, cover, catalog)
    return book.content()


def _write_overview(book: Book, report: CircularReport, catalog: Catalog, cover: str, notes: tuple[str, ...]) -> None:
    words, quarter, former = catalog.circular.book.overview, report.quarter, report.former.district
    sheet = book.sheet(words.name)
    sheet.widths(words.widths)
    write_heading(sheet, words.title, cover, len(words.widths))
    for column, heading in enumerate(words.columns):
        sheet.text(2, column, heading, HEADED)
    then = [None] * len(catalog.quarter_columns)
    spans = (
        key_figures(catalog, quarter.quarter, quarter.quarter.values),
        key_figures(catalog, quarter.year_to_date, quarter.year_to_date.values),
        then if former is None else key_figures(catalog, former, former.values),
    )
    for row, key in enumerate(catalog.quarter_columns, 3):
        sheet.raw.set_row(row, 24)
        sheet.text(row, 0, key.label, _LABEL)
        for column, values in enumerate(spans, 1):
            sheet.number(row, column, values[row - 3], _FIGURE)
    remarks = remarks_text(catalog, quarter.quarter, quarter.remarks)
    said = notes if remarks is None else (*notes, remarks)
    write_notes(sheet, 4 + len(catalog.quarter_columns), said, words.widths)
    sheet.page(landscape=False)


def _write_coverage(book: Book, report: CircularReport, catalog: Catalog, cover: str) -> None:
    """How many with their names, then every unit."""
    words, rows = catalog.circular.book, report.coverage
    _write_counts(book.sheet(words.counts.name), report, catalog, cover)
    told = ((row.unit.kind, coverage_texts(row, catalog)) for row in rows)
    lines: Iterable[Row] = ((texts[0], kind, *texts[1:4], Decimal(texts[4]), texts[5]) for kind, texts in told)
    write_rows(book, words.coverage, cover, lines, labels=(0,))


def _write_counts(sheet: Sheet, report: CircularReport, catalog: Catalog, cover: str) -> None:
    words, rows = catalog.circular.book, report.coverage
    sheet.widths(words.counts.widths)
    write_heading(sheet, words.counts.title, cover, len(words.counts.widths))
    for column, heading in enumerate(words.counts.columns):
        sheet.text(2, column, heading, HEADED)
    named = {
        "nil": [row.unit.name for row in rows if row.is_nil],
        "late": [row.unit.name for row in rows if row.is_late and row.is_in],
        "missing": [row.unit.name for row in rows if not row.is_in],
    }
    counts = {"expected": len(rows), "received": sum(row.is_in for row in rows)}
    counts |= {name: len(units) for name, units in named.items()}
    for row, (name, label) in enumerate(words.count_rows.items(), 3):
        units = "、".join(named.get(name, ()))
        sheet.raw.set_row(row, max(24.0, text_height(units, words.counts.widths[2] - 2)))
        sheet.text(row, 0, label, _LABEL)
        sheet.number(row, 1, Decimal(counts[name]), _FIGURE)
        sheet.text(row, 2, units, _LABEL)
    sheet.page(landscape=False)


def _write_indicators(book: Book, report: CircularReport, catalog: Catalog, cover: str) -> None:
    """The district's indicators, those of the units a row each, what the portal gives; a sheet only where there is something."""
    words = catalog.circular.book
    district, units = [], []
    for row in report.indicators:
        facts = (*(row.group, row.name, source(row, catalog)), *(row.numerator, row.denominator))
        now = catalog.circular.short_states[row.state] if row.value is None else _figure(row.value, row)
        over_time = (_figure(row.year_value, row), _figure(row.before_value, row))
        judged = (now, *over_time, asked(row, catalog), verdict(row, catalog))
        if row.unit is None:
            district.append((*facts, *judged, None if row.units_in is None else Decimal(row.units_in)))
        else:
            units.append((row.unit.name, row.unit.kind, *facts, *judged))
    order = {unit.name: place for place, unit in enumerate(report.units)}
    write_rows(book, words.district, cover, district, labels=(0, 1))
    write_rows(book, words.indicators, cover, sorted(units, key=lambda row: order[str(row[0])]), labels=(0, 3))
    metrics = ((f"{row.name}（{row.unit}）", row.value, row.year_value, row.before_value) for row in report.metrics)
    write_rows(book, words.portal, cover, metrics, labels=(0,))


def _figure(value: Decimal | None, row: IndicatorRow) -> Decimal | Share | None:
    return Share(value) if value is not None and row.measure == "ratio" else value


def _write_scores(book: Book, report: CircularReport, catalog: Catalog, cover: str) -> None:
    words = catalog.circular
    rows = (
        (
            row.group,
            words.unranked if row.rank is None else Decimal(row.rank),
            *(row.unit.name, row.score, row.full_marks, row.band or ""),
        )
        for row in report.scores
    )
    write_rows(book, words.book.scores, cover, rows, labels=(2,))
    lines = ((line.unit.name, line.name, line.weight, line.points, line.reason) for line in report.score_lines)
    write_rows(book, words.book.lines, cover, lines, labels=(0, 1, 4))


def _write_problems(book: Book, report: CircularReport, catalog: Catalog, cover: str) -> None:
    rows = (
        (
            *(row.problem_id, row.unit.name, catalog.problems.kind(row.kind).label, row.period, row.text, row.demand),
            *(*problem_end(row, catalog), row.closed_period or ""),
        )
        for row in report.problems
    )
    write_rows(book, catalog.circular.book.problems, cover, rows, labels=(1, 4, 5))


def _write_returned(book: Book, report: CircularReport, catalog: Catalog, cover: str) -> None:
    """What was sent back. The names of the files stay inside the office: people write their own names into them."""
    words = catalog.circular.book
    rows: Sequence[Row] = [
        (line.unit_name, "\n".join(f"{number}．{reason}" for number, reason in enumerate(line.reasons, 1)))
        for line in report.quarter.returned
    ]
    write_rows(book, words.returned, cover, rows or [(words.nothing_returned, "")], labels=(0, 1))
