"""The statutory annual report as a document: the six sections of the edition, text and tables from the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from reports.narrative.figures import Fact, derive_comparison, derive_figures, derive_listing
from reports.narrative.grids import statutory_grid, statutory_layouts
from reports.narrative.notes import remarks_of
from reports.narrative.paper import Block, Heading, Paper, clean_text
from reports.narrative.text import Facts, Grids, compose_blocks, fill
from reports.statement import AnnualReport, Coverage, Statement, render_coverage, written_date
from reports.tasks.annual import compose_annual_tasks
from warehouse.catalog.catalog import Catalog

_NAMES = "，"  # a section name itself holds a 、


def compose_annual(report: AnnualReport, catalog: Catalog) -> Paper:
    """The annual report of a unit or of the district. KeyError for an edition that the catalogue does not have."""
    facts = annual_facts(report, catalog)
    grids: Grids = {
        layout.table: partial(statutory_grid, catalog, layout, report.statement, layout.table)
        for layout in statutory_layouts(catalog, report.statement, "statutory")
    }
    title = tuple(fill(line, facts) for line in catalog.narrative.annual.title)
    return Paper(title, tuple(_blocks(report, catalog, facts, grids)), report.statement.period.end)


def _blocks(report: AnnualReport, catalog: Catalog, facts: Facts, grids: Grids) -> Iterator[Block]:
    text, gap = catalog.narrative.annual, catalog.narrative.gap
    yield from compose_blocks(text.opening, facts, grids, gap)
    for heading, section in zip(catalog.edition(report.statement.edition).sections, text.sections, strict=True):
        yield Heading(heading, 1)
        for block in section:
            yield from compose_blocks((block,), facts, grids, gap)
            if block.part is not None and report.tasks is not None:
                yield from compose_annual_tasks(report.tasks, catalog)
    yield from compose_blocks(text.closing, facts, grids, gap)


def annual_facts(report: AnnualReport, catalog: Catalog) -> dict[str, Fact]:
    """Everything that a sentence of the annual report may use; what is not known is None."""
    narrative, statement = catalog.narrative, report.statement
    edition = catalog.edition(statement.edition)
    figures = derive_figures(narrative, edition, statement.values)
    former = _former_figures(report, catalog)
    facts: dict[str, Fact] = {**figures, **{f"previous_{name}": former.get(name) for name in figures}}
    for comparison in narrative.comparisons:
        facts |= derive_comparison(comparison, figures, former, narrative.percent_digits)
    for listing in narrative.listings:
        facts[listing.name] = derive_listing(narrative, listing, edition, statement.values, figures)
    facts |= statement_facts(statement, catalog) | coverage_facts(report.coverage)
    facts["district"] = clean_text(report.district_name)
    facts["has_tasks"] = "no" if report.tasks is None else "yes"
    facts["published_on"] = None if report.published_on is None else written_date(report.published_on)
    facts["remarks"] = remarks_of(catalog, statement)
    facts["section_names"] = _NAMES.join(name.split("、", 1)[-1] for name in edition.sections)
    return facts


def _former_figures(report: AnnualReport, catalog: Catalog) -> dict[str, Decimal | None]:
    if report.previous is None:
        return {}
    return derive_figures(catalog.narrative, catalog.edition(report.previous.edition), report.previous.values)


def statement_facts(statement: Statement, catalog: Catalog) -> dict[str, Fact]:
    """Who reports for which period by which form, and how many cells of it are blank."""
    edition = catalog.edition(statement.edition)
    name = clean_text(statement.unit_name)
    is_government = name.endswith(catalog.narrative.government_endings)
    return {
        "publisher": name,
        "scope": statement.scope,
        "body": "government" if is_government else "department",
        "edition": edition.edition,
        "document_number": edition.document_number,
        "year": str(statement.period.year),
        "period_label": statement.period.label,
        "period_start": written_date(statement.period.start),
        "period_end": written_date(statement.period.end),
        "basis": clean_text(statement.basis or ""),
        "blank_cells": Decimal(_blank_cells(statement, catalog)),
    }


def _blank_cells(statement: Statement, catalog: Catalog) -> int:
    """Printed figures that nobody reported; parts of a row that was printed as one are not counted."""
    edition, values = catalog.edition(statement.edition), statement.values
    stood_for = {code for code, whole in edition.merged_into.items() if values.get(whole) is not None}
    return sum(1 for code in edition.by_code if values.get(code) is None and code not in stood_for)


def coverage_facts(coverage: Coverage | None) -> dict[str, Fact]:
    """Who stands behind a total; all blank for a unit's own report."""
    names = ("expected", "received", "nil", "late", "missing", "nil_names", "late_names", "missing_names")
    if coverage is None:
        return {**dict.fromkeys(names), "covered": "no", "coverage": None}
    listed = {
        "nil_names": coverage.nil_units,
        "late_names": coverage.late_units,
        "missing_names": coverage.missing,
    }
    counts = {"expected": coverage.expected, "received": coverage.received, "nil": coverage.nil, "late": coverage.late}
    return {
        "covered": "yes",
        "coverage": clean_text(render_coverage(coverage)),
        "missing": Decimal(len(coverage.missing)),
        **{name: Decimal(count) for name, count in counts.items()},
        **{name: "、".join(clean_text(unit) for unit in units) for name, units in listed.items()},
    }
