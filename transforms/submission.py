"""One file's bytes to everything that it says: stamp, cover, cells, and what was noticed. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from transforms.completeness import derive_gaps
from transforms.cover import Cover, read_cover, read_stamp
from transforms.errors import FileError
from transforms.file_reading import FileReading as FileReading
from transforms.file_reading import unreadable as unreadable
from transforms.grid import Grid
from transforms.layout import layout_of
from transforms.mapped import read_mapped, version_of
from transforms.metrics.filing_sheet import FILING_TELLING, FilingReading, read_filings
from transforms.metrics.metric_sheet import METRIC_TELLING, MetricReading, read_metrics
from transforms.metrics.sheet_table import SheetTable, find_tables, without
from transforms.notes import read_notes
from transforms.numbers import reader_of
from transforms.personal import check_personal
from transforms.recognise.tables import Recognised, recognise_tables
from transforms.tasks.sheet import read_tasks
from transforms.tasks.table import find_task_tables, without_tables
from transforms.unseen import derive_unseen
from transforms.vocabulary import shapes_of
from transforms.workbook.reading import SheetGrid, Workbook, read_workbook
from transforms.written_period import period_in
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.particulars import without_particulars as _hidden


def read_submission(content: bytes, catalog: Catalog) -> FileReading:
    """Reads one file. Content that cannot be read gives an `error` and raises nothing."""
    try:
        book = read_workbook(content)
        book = replace(book, sheets=tuple(_laid_out(grid, catalog) for grid in book.sheets))
        check_personal(book.sheets, catalog.templates.personal)
        return _discreet(_read(book, catalog))
    except FileError as refused:
        return unreadable(refused, catalog)


def _laid_out(grid: SheetGrid, catalog: Catalog) -> SheetGrid:
    return grid if grid.flaws else replace(grid, layout=layout_of(grid.rows, grid.spans, shapes_of(catalog)))


def _read(book: Workbook, catalog: Catalog) -> FileReading:
    own = tuple(grid for grid in book.sheets if not _is_problem_list(grid, catalog))
    stamp = read_stamp(own, catalog)
    task_tables = find_task_tables(own, catalog.tasks)
    sheets, measured = _without_metrics(without_tables(own, task_tables), catalog)
    cover = read_cover(sheets, catalog)
    metrics, filings = _metrics(measured, catalog, _year(stamp, cover))
    tasks = read_tasks(task_tables, catalog.tasks, reader_of(catalog), _year(stamp, cover))
    tables = _tables(sheets, stamp, catalog)
    edition = catalog.edition(tables.edition or catalog.editions[-1].edition)
    return FileReading(
        media_type=book.media_type,
        stamp_unit=stamp.get("unit"),
        stamp_period=stamp.get("period"),
        stamp_form=stamp.get("form"),
        stamp_edition=stamp.get("edition"),
        stamp_template_version=stamp.get("template_version"),
        cover_unit=cover.unit,
        cover_period=cover.period,
        cover_scope=cover.scope,
        cover_is_nil=cover.is_nil,
        edition=tables.edition,
        cells=tables.cells,
        problems=[
            *cover.problems,
            *tables.problems,
            *derive_gaps(tables.cells, edition, cover.is_nil),
            *derive_unseen(tables.cells, book.sheets),
            *tasks.problems,
            *metrics.problems,
            *filings.problems,
        ],
        notes=read_notes(book.sheets, catalog.workbook.notes),
        tasks=tasks.tasks,
        task_figures=tasks.figures,
        metrics=metrics.answers,
        filings=filings.cells,
    )


def _discreet(reading: FileReading) -> FileReading:
    """What is read goes on without telephones and addresses of persons, in words typed for figures as in notes. Links stay as they are."""
    cells = reading.cells
    return replace(
        reading,
        cells=[(*cell[:3], _hidden(cell[3]), *cell[4:]) if cell[1] == "invalid" else cell for cell in cells],
        problems=[one._replace(detail=_hidden(one.detail), text=_shown(one.text)) for one in reading.problems],
        notes=[note._replace(text=_hidden(note.text)) for note in reading.notes],
        tasks=[task._replace(progress=_shown(task.progress)) for task in reading.tasks],
        metrics=[answer._replace(text=_shown(answer.text), note=_shown(answer.note)) for answer in reading.metrics],
    )


def _shown(text: str | None) -> str | None:
    return None if text is None else _hidden(text)


def _without_metrics(
    sheets: tuple[Grid, ...], catalog: Catalog
) -> tuple[tuple[Grid, ...], tuple[list[SheetTable], list[SheetTable]]]:
    """The sheets without the tables of measures and of documents, and these."""
    words = catalog.indicators.words
    metrics = find_tables(sheets, words.metric_sheet.columns, METRIC_TELLING)
    filings = find_tables(sheets, words.filing_sheet.columns, FILING_TELLING)
    return without(sheets, [*metrics, *filings]), (metrics, filings)


def _metrics(
    tables: tuple[list[SheetTable], list[SheetTable]], catalog: Catalog, year: int | None
) -> tuple[MetricReading, FilingReading]:
    metrics, filings = tables
    read = reader_of(catalog)
    return read_metrics(metrics, catalog.indicators, read), read_filings(filings, catalog.indicators.words, read, year)


def _year(stamp: Mapping[str, str], cover: Cover) -> int | None:
    """The year that the workbook says it reports on."""
    period = period_in(stamp.get("period") or cover.period or "")
    return None if period is None else period.year


def _is_problem_list(grid: Grid, catalog: Catalog) -> bool:
    """Whether the sheet is our own list of problems: the unit sends in the workbook that it was sent back."""
    return bool(grid.rows) and catalog.feedback.problem_list.mark in grid.rows[0]


def _tables(sheets: Sequence[Grid], stamp: Mapping[str, str], catalog: Catalog) -> Recognised:
    read = reader_of(catalog)
    version = version_of(sheets, stamp, catalog)
    if version is not None and version.method == "map":
        return read_mapped(version, sheets, catalog, read)
    return recognise_tables(sheets, catalog, read, stamp.get("edition"))
