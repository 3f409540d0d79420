"""A finished circular is read again as it was composed, from Word and from the page alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.circular.compose import compose_circular
from reports.circular.content import CircularReport
from reports.circular.reread import reread_docx, reread_html
from reports.circular.rows import drawn, grid_rows, spoken
from reports.figure_note import FigureNote
from reports.narrative.html import render_page
from reports.word.document import write_word
from tests.unit.reports.circular_cases import UNKNOWN_DAYS, bare, circular, whole_quarter
from tests.unit.reports.papers import CATALOG

NOTED = replace(
    whole_quarter().quarter,
    notes=(FigureNote("explanation", "两件期满失效", "T2", "T2:normative_document.in_force"),),
)


@pytest.mark.parametrize(
    "report",
    [circular(), bare(), circular(days=UNKNOWN_DAYS), circular(quarter=whole_quarter(quarter=NOTED))],
    ids=["everything", "bare", "with a gap", "with a note"],
)
def test_what_is_read_is_what_was_composed(report: CircularReport) -> None:
    paper = compose_circular(report, CATALOG)
    tables = tuple((grid.caption, grid_rows(grid)) for grid in paper.grids)
    word, page = reread_docx(write_word(paper)), reread_html(render_page(paper).encode())
    assert word.texts == page.texts == spoken(paper)
    assert word.tables == page.tables == tables
    assert (word.charts, page.charts) == (None, drawn(paper))


def test_a_page_without_a_text_is_read_as_empty() -> None:
    assert reread_html(b"<html><body><p>x</p></body></html>").texts == ()
