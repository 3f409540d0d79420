"""The statutory annual report as a Word document, with the places that only a person can write marked."""

from __future__ import annotations

from reports.narrative.annual import compose_annual
from reports.statement import AnnualReport
from reports.word.document import write_word
from warehouse.catalog.catalog import Catalog


def write_annual_docx(report: AnnualReport, catalog: Catalog) -> bytes:
    """A .docx of the annual report: six sections, the three tables in the official form, figures in the text from the tables."""
    return write_word(compose_annual(report, catalog))
