"""The revision table of a release as a page: which published figures changed, from what to what, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Template

from reports.page_template import page_template
from reports.quality.privacy import masked
from reports.revision_xlsx import RevisionLine
from reports.statement import render_number

_LONGEST = 2000  # rows; the workbook beside the page has all


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """Which release revises which, as of when; `former_release_id` is None for the first one."""

    district_name: str
    release_id: str
    former_release_id: str | None
    as_of: datetime
    lines: Sequence[RevisionLine]


def render_revision_page(facts: RevisionFacts, title: str, notes: Sequence[str]) -> str:
    """One self-contained page: every text escaped, nothing loaded, nothing run, prints on A4 across."""
    return _template().render(facts=facts, title=title, notes=notes, shown=facts.lines[:_LONGEST])


@cache
def _template() -> Template:
    return page_template("revision.html.j2", {"figure": render_number, "masked": masked})
