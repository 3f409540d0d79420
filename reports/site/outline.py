"""The site of a release with more units than can have pages: what is there instead, quality and dictionary; no figure is on it."""

from __future__ import annotations

from collections.abc import Iterator

from reports.site import paths
from reports.site.blocks import Cell, Links, Page, Section, plain
from reports.site.dictionary import dictionary_page
from reports.site.facts import Site
from reports.site.render import STATIC, render_page, render_quality, render_static


def render_outline(site: Site, units: int) -> Iterator[tuple[str, str]]:
    """Path from the site's root and text of every file; the facts need no sections."""
    for name in STATIC:
        yield name, render_static(name)
    yield paths.QUALITY, render_quality(site)
    for page in (_overview(site, units), dictionary_page(site)):
        yield page.path, render_page(site, page)


def _overview(site: Site, units: int) -> Page:
    said = site.words.outline.format(units=units, most=site.words.most_units)
    links = tuple(Cell(path.rpartition("/")[2], f"../{path}") for path in site.facts.documents)
    sections = (Section("documents", "本期文件", (Links(links),)),) if links else ()
    return Page(paths.OVERVIEW, "总览", "overview", sections, lead=(plain(said),))
