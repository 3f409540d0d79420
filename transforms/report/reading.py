"""A published annual report, of any kind of file: whose it is and of which year, its three tables, its running text."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.completeness import derive_gaps
from transforms.cover import Cover, read_cover, read_stamp
from transforms.document.document import Document, PrintedGrid
from transforms.document.head import REFUSED
from transforms.document.join import join_tables
from transforms.document.labels import mend_labels
from transforms.document.reading import read_document
from transforms.document.rows import straighten_rows
from transforms.document.simplified import simplified, simplified_name
from transforms.errors import FileError
from transforms.grid import Grid
from transforms.labels import Lexicon, lexicon_of
from transforms.mapped import read_mapped, version_of
from transforms.numbers import reader_of
from transforms.page import Problem
from transforms.recognise.tables import TABLES, Recognised, recognise_tables, table_title
from transforms.report.meta import Told, derive_meta
from transforms.report.report_reading import ReportReading, unreadable_report
from transforms.report.text import read_paragraphs, rows_of
from transforms.workbook.reading import Workbook
from warehouse.catalog.catalog import Catalog


def read_report(content: bytes, file_name: str, catalog: Catalog) -> ReportReading:
    """Reads one report. Content that cannot be read, or holds no statutory table, gives an `error` and raises nothing."""
    try:
        document, book = read_document(content)
        return _read(simplified(document), book, simplified_name(file_name), catalog)
    except FileError as refused:
        return unreadable_report(refused, catalog)


def _read(document: Document, book: Workbook | None, file_name: str, catalog: Catalog) -> ReportReading:
    cover = Cover() if book is None else read_cover(book.sheets, catalog)
    tables, mended = _tables(document, book, catalog)
    if tables.edition is None:
        raise FileError("F07", "")
    rows = rows_of((part.grid, place) for part in tables.parts for place in part.places.values())
    paragraphs = list(read_paragraphs(document.blocks, rows, catalog, lexicon_of(catalog)))
    told = Told(document.titles, document.sources, paragraphs, cover, file_name)
    meta = derive_meta(told, catalog.report)
    return ReportReading(
        media_type=document.media_type,
        cover_is_nil=cover.is_nil,
        edition=tables.edition,
        cells=tables.cells,
        problems=[*mended, *tables.problems, *_gaps(tables, catalog)],
        unit=meta.unit,
        year=meta.year,
        scope=meta.scope,
        foreign=tables.foreign,
        paragraphs=[]
        if book is not None and read_stamp(book.sheets, catalog)
        else paragraphs,  # a form has no text of its own
    )


def _tables(document: Document, book: Workbook | None, catalog: Catalog) -> tuple[Recognised, list[Problem]]:
    """The tables, and what was put right in their labels; a misprint in a table that does not count is none."""
    read, lexicon = reader_of(catalog), lexicon_of(catalog)
    version = None if book is None else version_of(book.sheets, {}, catalog)
    if book is not None and version is not None and version.method == "map":
        return read_mapped(version, book.sheets, catalog, read), []
    mended = [_mended(block, catalog, lexicon) for block in document.grids]
    grids = iter([grid for grid, _ in mended])
    whole = [block if isinstance(block, tuple) else next(grids) for block in document.blocks]
    tables = recognise_tables(join_tables(whole, lexicon), catalog, read, is_published=True)
    names = {part.grid.place_name(place)[0] for part in tables.parts for place in part.places.values()}
    noticed = (problem for _, problems in mended for problem in problems)
    return tables, [problem for problem in noticed if problem.sheet in names or problem.rule_id == REFUSED]


def _mended(grid: Grid, catalog: Catalog, lexicon: Lexicon) -> tuple[Grid, list[Problem]]:
    """A table with its labels put right, and its rows where a document can push them aside."""
    labelled, misprints = mend_labels(grid, catalog, lexicon)
    if not isinstance(labelled, PrintedGrid):
        return labelled, misprints
    straight, short = straighten_rows(labelled, lexicon)
    return straight, misprints + short


def _gaps(tables: Recognised, catalog: Catalog) -> Iterator[Problem]:
    """Rows and columns that a table lacks: a deviation from the form. A table that is not there at all is not judged."""
    edition = catalog.edition(tables.edition or "")
    mixed = {cell[0].partition(":")[0] for _, cell in tables.foreign}
    for gap in derive_gaps(tables.cells, edition, is_nil=True):
        title = next((table for table in TABLES if table_title(edition, table) in gap.detail), None)
        if title not in mixed:
            yield gap._replace(rule_id="FILE-LABEL")
    for table in sorted(mixed):
        other = catalog.edition(next(edition for edition, cell in tables.foreign if cell[0].startswith(table)))
        detail = f"“{table_title(edition, table)}”用了{other.document_number}的表头，与报告的其他表格不是同一格式。"
        cell = next(cell for _, cell in tables.foreign if cell[0].startswith(table))
        yield Problem("FILE-LABEL", detail, cell[4], cell[5])
