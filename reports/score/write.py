"""The page of a unit as .docx and as a page."""

from __future__ import annotations

from reports.narrative.html import render_page
from reports.score.compose import compose_sheet
from reports.score.sheet import ScoreSheet
from reports.word.document import write_word
from warehouse.catalog.catalog import Catalog


def write_score_docx(sheet: ScoreSheet, catalog: Catalog) -> bytes:
    """The page as Word: one sheet of paper that is handed to the unit."""
    return write_word(compose_sheet(sheet, catalog))


def render_score_page(sheet: ScoreSheet, catalog: Catalog) -> str:
    """The page for a browser, self-contained."""
    return render_page(compose_sheet(sheet, catalog))
