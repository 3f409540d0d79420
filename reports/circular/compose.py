"""The circular as a paper: text, charts, annexes with their tables. Document and page are written from the same paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.chart import draw_chart
from reports.circular.content import CircularReport
from reports.circular.facts import CircularFacts, circular_facts
from reports.circular.grids import annex_grids, numbered
from reports.circular.tally import Tally, derive_tally
from reports.circular.text import (
    annex_lines,
    annex_names,
    compose_annex,
    compose_closing,
    compose_opening,
    compose_sections,
    compose_title,
    left_out,
)
from reports.narrative.paper import Block, Charts, Grid, Paper
from reports.statement import Statement
from warehouse.catalog.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Counted:
    """One counting of what the circular says: the counts and lists, and the district's figures of the quarter, the year to date and last
    year.
    """

    tally: Tally
    quarter: Statement
    to_date: Statement
    former: Statement | None


def compose_circular(report: CircularReport, catalog: Catalog) -> Paper:
    """The whole circular. KeyError for an edition that the catalogue does not have."""
    quarter = report.quarter
    counted = Counted(derive_tally(report, catalog), quarter.quarter, quarter.year_to_date, report.former.district)
    return compose_counted(report, counted, catalog)


def compose_counted(report: CircularReport, counted: Counted, catalog: Catalog) -> Paper:
    """The circular with the counts and figures of any counting; the tables are the report's."""
    facts = circular_facts(report, counted.tally, counted.quarter, counted.to_date, counted.former, catalog)
    grids = numbered(annex_grids(report, facts.whole, catalog), catalog)
    names = annex_names(grids, catalog)
    facts = CircularFacts(
        facts.whole
        | {f"annex_{annex.code}": names.get(annex.code) for annex in catalog.circular.annexes}
        | {"left_out": left_out(grids, facts.whole, catalog)},
        {**facts.entries, "annex": annex_lines(grids, facts.whole, catalog)},
    )
    blocks = tuple(_blocks(report, facts, grids, names, catalog))
    return Paper(compose_title(facts.whole, catalog), blocks, report.quarter.period.end)


def _blocks(
    report: CircularReport,
    facts: CircularFacts,
    grids: dict[str, tuple[Grid, ...]],
    names: dict[str, str],
    catalog: Catalog,
) -> Iterator[Block]:
    yield from compose_opening(facts, report.office.kinds, catalog)
    for number, section in enumerate(compose_sections(facts, catalog)):
        yield from section
        if number == 0 and report.series:
            yield _charts(report, catalog)
    yield from compose_closing(facts, catalog)
    for code, tables in grids.items():
        yield from compose_annex(code, names[code], facts, catalog)
        yield from tables


def _charts(report: CircularReport, catalog: Catalog) -> Charts:
    drawn = (
        draw_chart(
            one.title,
            [(label, None if value is None else float(value)) for label, value in one.points],
            is_share=one.is_share,
        )
        for one in report.series
    )
    return Charts(catalog.circular.charts.heading, tuple(drawn))
