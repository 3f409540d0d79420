"""The statutory annual report as a page, ready for a portal."""

from __future__ import annotations

from reports.narrative.annual import compose_annual
from reports.narrative.html import render_page
from reports.statement import AnnualReport
from warehouse.catalog.catalog import Catalog


def render_annual_html(report: AnnualReport, catalog: Catalog) -> str:
    """One self-contained HTML page: the same text and tables as the Word document."""
    return render_page(compose_annual(report, catalog))
