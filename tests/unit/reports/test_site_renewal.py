"""A page of a former release in the frame of this one is the page that would be rendered now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from reports.site.facts import Site
from reports.site.render import render_page
from reports.site.renewal import Renewal
from reports.site.report import ReportPages
from tests.unit.reports.site_facts import report_cells, site


def test_a_former_page_in_the_new_frame_is_the_new_page() -> None:
    former = site()
    facts = replace(former.facts, release_id="0002-2025Q2-bbbbbbbb", as_of=datetime(2025, 8, 1, 9))
    present = Site(facts, former.catalog)
    renewal = Renewal(present, "reports/0.html", "units")
    for found in report_cells():
        page = ReportPages(former.of_reports()).page(found)
        assert render_page(former, page) != render_page(present, page)
        assert renewal.page(render_page(former, page)) == render_page(present, page)


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(ValueError, match="not a page"):
        Renewal(site(), "reports/0.html", "units").page("<html></html>")
