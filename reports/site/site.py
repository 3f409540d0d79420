"""All pages of a release, one after the other: equal facts give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.site import paths
from reports.site.blocks import Page
from reports.site.dictionary import dictionary_page
from reports.site.facts import Row, Site
from reports.site.indicator import indicator_pages
from reports.site.overview import overview_page
from reports.site.period import period_pages
from reports.site.portal import portal_pages
from reports.site.problem import problem_pages
from reports.site.render import STATIC, render_page, render_quality, render_static
from reports.site.report import ReportPages
from reports.site.scores import score_pages
from reports.site.task import task_pages
from reports.site.unit import unit_pages


def render_site(site: Site, report_cells: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Path from the site's root and text of every file. `report_cells` has a row for each report of `site.reported` that is to be
    rendered; they are taken last, one at a time.
    """
    for name in STATIC:
        yield name, render_static(name)
    yield paths.QUALITY, render_quality(site)
    for page in _pages(site):
        yield page.path, render_page(site, page)
    reports = ReportPages(site.of_reports())
    for found in report_cells:
        page = reports.page(found)
        yield page.path, render_page(site, page)


def _pages(site: Site) -> Iterator[Page]:
    yield overview_page(site)
    yield from period_pages(site)
    yield from unit_pages(site)
    yield from indicator_pages(site)
    yield from task_pages(site)
    yield from problem_pages(site)
    yield from score_pages(site)
    yield from portal_pages(site)
    yield dictionary_page(site)
