"""Revised figures in the words that people read: the same lines for the screen, the workbook and the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.revision_xlsx import RevisionLine
from warehouse.catalog.catalog import Catalog
from warehouse.revision import RevisedFigure

TITLE = "发布数字修订表"
BLANK_NOTE = "空白表示没有数字（未报、未发布或未填），不等于零。"
_MEASURES = {"value": "本期", "ytd_value": "累计"}
_YEARLY = "本年"


def revision_lines(figures: Iterable[RevisedFigure], catalog: Catalog) -> Iterator[RevisionLine]:
    """One line a figure, in the given order."""
    scopes = {scope.code: scope.label for scope in catalog.scopes}
    for one in figures:
        measure = _YEARLY if one.table_name == "rpt_annual_statutory" else _MEASURES[one.column_name]
        place = (one.period_name, one.unit_name, scopes[one.scope] + measure, one.label)
        yield RevisionLine(*place, one.published_value, one.value, one.difference, one.reason, one.cell_code)
