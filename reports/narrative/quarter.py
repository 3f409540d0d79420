"""The quarter's tables as a document: what the figures say in words, who reported, the district and its units, the returns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from reports.narrative.annual import coverage_facts, statement_facts
from reports.narrative.figures import Fact, derive_figures, derive_listing
from reports.narrative.grids import returned_grid, statutory_grid, statutory_layouts, units_grid
from reports.narrative.notes import remarks_text
from reports.narrative.paper import Block, Grid, Heading, Paper, clean_text
from reports.narrative.text import Facts, Grids, compose_blocks, fill
from reports.statement import QuarterReport
from reports.tasks.quarter import compose_task_part
from warehouse.catalog.catalog import Catalog


def compose_quarter(report: QuarterReport, catalog: Catalog) -> Paper:
    """The quarter of a district. KeyError for an edition that the catalogue does not have."""
    facts = quarter_facts(report, catalog)
    title = tuple(fill(line, facts) for line in catalog.narrative.quarter.title)
    blocks = tuple(_blocks(catalog, facts, _grids(report, catalog)))
    if report.tasks is not None:
        tables = sum(isinstance(block, Grid) for block in blocks)
        blocks += tuple(compose_task_part(report.tasks, catalog, tables_before=tables))
    return Paper(title, blocks, report.period.end)


def _blocks(catalog: Catalog, facts: Facts, grids: Grids) -> Iterator[Block]:
    text, gap = catalog.narrative.quarter, catalog.narrative.gap
    yield from compose_blocks(text.opening, facts, grids, gap)
    for heading, section in zip(text.headings, text.sections, strict=True):
        yield Heading(fill(heading, facts), 1)
        yield from compose_blocks(section, facts, grids, gap)
    yield from compose_blocks(text.closing, facts, grids, gap)


def _grids(report: QuarterReport, catalog: Catalog) -> Grids:
    own = tuple((line, line.values) for line in report.lines)
    ytd = tuple((line, line.ytd) for line in report.lines)
    statutory = {
        f"{prefix}{layout.table}": partial(statutory_grid, catalog, layout, statement, f"{prefix}{layout.table}")
        for prefix, statement in (("", report.quarter), ("ytd_", report.year_to_date))
        for layout in statutory_layouts(catalog, statement, "period")
    }
    return {
        **statutory,
        "units": lambda caption: units_grid(catalog, "units", caption, own, report.quarter),
        "ytd_units": lambda caption: units_grid(catalog, "ytd_units", caption, ytd, report.year_to_date),
        "returned": lambda caption: returned_grid(caption, report.returned),
    }


def jurisdiction(name: str, catalog: Catalog) -> str:
    """The place that a government is the government of: 云江区 for 云江区人民政府."""
    ending = next((e for e in catalog.narrative.government_endings if name.endswith(e)), "")
    return name.removesuffix(ending) or name


def whole(name: str, catalog: Catalog) -> str:
    """What all units of a government together are called: 全区, or 全市 where it is a city's."""
    place = jurisdiction(name, catalog)
    return next(word for ending, word in catalog.narrative.wholes.items() if place.endswith(ending))


def quarter_facts(report: QuarterReport, catalog: Catalog) -> dict[str, Fact]:
    """Everything that a sentence of the quarter's document may use; what is not known is None."""
    narrative, statement = catalog.narrative, report.quarter
    edition = catalog.edition(statement.edition)
    figures = derive_figures(narrative, edition, statement.values)
    ytd_edition = catalog.edition(report.year_to_date.edition)
    to_date = derive_figures(narrative, ytd_edition, report.year_to_date.values)
    facts: dict[str, Fact] = {**figures, **{f"ytd_{name}": value for name, value in to_date.items()}}
    for listing in narrative.listings:
        facts[listing.name] = derive_listing(narrative, listing, edition, statement.values, figures)
    facts |= statement_facts(statement, catalog) | coverage_facts(report.coverage)
    facts["district"] = jurisdiction(clean_text(report.district_name), catalog)
    facts["whole"] = whole(clean_text(report.district_name), catalog)
    facts["remarks"] = remarks_text(catalog, statement, report.remarks)
    facts["returned"] = Decimal(len(report.returned))
    return facts
