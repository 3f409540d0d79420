"""The list of problems (问题清单): what is open, what is overdue, what is closed."""

from __future__ import annotations

from collections.abc import Iterator

from reports.site import paths
from reports.site.blocks import Cards, Page, Section, plain
from reports.site.cells import count_cell
from reports.site.facts import Site
from reports.site.tables import problem_table


def problem_pages(site: Site) -> Iterator[Page]:
    """The list, where there is any entry."""
    problems = site.rows("problem")
    if not problems:
        return
    still_open = [row for row in problems if row["status"] != "closed"]
    closed = [row for row in problems if row["status"] == "closed"]
    standing = [row["status"] for row in problems]
    cards = Cards(
        tuple((label, count_cell(standing.count(code))) for code, label in site.words.problem_statuses.items())
    )
    sections = [
        Section(
            "open",
            "未销号",
            (problem_table(site, "未销号的问题", still_open, with_unit=True),) if still_open else (plain("没有。"),),
        )
    ]
    if closed:
        sections.append(Section("closed", "已销号", (problem_table(site, "已销号的问题", closed, with_unit=True),)))
    lead = (plain("问题一经列入，逐季跟踪到销号为止。"), cards)
    yield Page(paths.PROBLEMS, "问题清单", "problems", tuple(sections), lead=lead)
