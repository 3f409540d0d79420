"""The quarter's tables as a page, for circulation inside the district."""

from __future__ import annotations

from reports.narrative.html import render_page
from reports.narrative.quarter import compose_quarter
from reports.statement import QuarterReport
from warehouse.catalog.catalog import Catalog


def render_quarter_html(report: QuarterReport, catalog: Catalog) -> str:
    """One self-contained HTML page: the same text and tables as the Word document."""
    return render_page(compose_quarter(report, catalog))
