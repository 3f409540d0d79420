"""A page as HTML: nothing is loaded from outside, every text is escaped, and what is not a number says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Template

from reports.page_template import page_template
from reports.quality.page import quality_context, quality_template
from reports.site import paths
from reports.site.blocks import Page
from reports.site.facts import Site
from reports.site.markup import attributes, form_rows, said, table_rows

_MENU = (
    ("overview", "总览", paths.OVERVIEW, None),
    ("periods", "报告期", paths.PERIODS, None),
    ("units", "单位", paths.UNITS, None),
    ("indicators", "指标", paths.INDICATORS, None),
    ("tasks", "要点任务", paths.TASKS, None),
    ("problems", "问题清单", paths.PROBLEMS, "problem"),
    ("scores", "评估得分", paths.SCORES, "score"),
    ("portal", "门户数据", paths.PORTAL, "portal_source"),
    ("quality", "数据质量", paths.QUALITY, None),
    ("dictionary", "数据字典", paths.DICTIONARY, None),
)
STATIC = ("site.css", "site.js")


def render_page(site: Site, page: Page) -> str:
    """The page in the frame of the site."""
    return _template("site/page.html.j2").render(page=page, **_frame(site, page.path, page.place))


def render_frame(site: Site, path: str, place: str, title: str) -> str:
    """The frame that a page stands in, with nothing in it but a title."""
    return _template("site/page.html.j2").render(page=Page(path, title, place, ()), **_frame(site, path, place))


def render_quality(site: Site) -> str:
    """The quality page of the release, in the frame of the site."""
    frame = _frame(site, paths.QUALITY, "quality")
    return _quality_template().render(**frame, **quality_context(site.facts.quality, site.catalog, "../quality/"))


def render_static(name: str) -> str:
    """The style sheet or the script."""
    return _template(f"site/{name}").render()


def _frame(site: Site, path: str, place: str) -> Mapping[str, object]:
    return {
        "site": site.facts,
        "absent_text": site.words.absent_text,
        "root": "../" * path.count("/"),
        "path": path,
        "place": place,
        "menu": [(code, name, target) for code, name, target, section in _MENU if site.has_page(code, section)],
    }


@cache
def _template(name: str) -> Template:
    filters: dict[str, Callable[..., object]] = {
        "said": said,
        "attributes": attributes,
        "table_rows": table_rows,
        "form_rows": form_rows,
    }
    return page_template(name, filters)


@cache
def _quality_template() -> Template:
    return quality_template("site/quality.html.j2")
