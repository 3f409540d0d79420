"""The list of problems (问题清单): what is open, what is overdue, what is closed."""

from __future__ import annotations

from collections.abc import Iterator

from reports.site import paths
from reports.site.bars import draw_bars
from reports.site.blocks import Bars, Block, Cards, Page, Section, plain
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
    told: Block = problem_table(site, "未销号的问题", still_open) if still_open else plain("没有未销号的问题。")
    sections = [Section("open", "未销号", (told,))]
    if closed:
        sections.append(Section("closed", "已销号", (problem_table(site, "已销号的问题", closed),)))
    yield Page(paths.PROBLEMS, "问题清单", "problems", tuple(sections), lead=tuple(_lead(site)))


def _lead(site: Site) -> Iterator[Block]:
    statuses = site.catalog.problems.statuses
    yield plain("问题一经列入，逐季跟踪到销号为止。")
    standing = [row["status"] for row in site.rows("problem")]
    ends = {"closed": "#closed"} if "closed" in standing else {}
    yield Cards(
        tuple(
            (label, count_cell(standing.count(code), f"{paths.PROBLEMS}{ends.get(code, '#open')}"))
            for code, label in statuses.items()
        )
    )
    counted = {(row["period"], row["status"]): row["problems"] for row in site.rows("problem_state")}
    drawn = [
        (site.period_name(period), tuple(counted.get((period, code), 0) for code in statuses))
        for period in dict.fromkeys(row["period"] for row in site.rows("problem_state"))
    ]
    if drawn:
        names = [label if code != "closed" else f"本季度{label}" for code, label in statuses.items()]
        yield Bars(draw_bars("各季度末的问题（项）", names, drawn))
