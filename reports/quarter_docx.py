"""The quarter's tables as a Word document, for circulation inside the district."""

from __future__ import annotations

from reports.narrative.quarter import compose_quarter
from reports.statement import QuarterReport
from reports.word.document import write_word
from warehouse.catalog.catalog import Catalog


def write_quarter_docx(report: QuarterReport, catalog: Catalog) -> bytes:
    """A .docx of the quarter: a summary in words, who reported, the district's and the units' tables, the returns."""
    return write_word(compose_quarter(report, catalog))
