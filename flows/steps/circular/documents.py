"""The circular's documents. One that contradicts its tables is not written: the finished bytes are read again first."""

from __future__ import annotations

from collections.abc import Iterator

from flows.steps.circular.check import check_circular
from flows.steps.circular.reader import CircularReader
from flows.steps.drafts import Draft
from reports.circular.compose import compose_circular
from reports.circular.workbook import write_circular_workbook
from reports.narrative.html import render_page
from reports.narrative.place import jurisdiction
from reports.narrative.text import fill
from reports.statement import QuarterReport
from reports.word.document import write_word
from warehouse.catalog.catalog import Catalog
from warehouse.circular import circular_tables
from warehouse.store import Store
from warehouse.workspace import Workspace


def circular_documents(store: Store, workspace: Workspace, quarter: QuarterReport) -> Iterator[Draft]:
    """The circular as Word document and page, both written and checked, and as workbook. Raises CircularError where one contradicts
    the tables.
    """
    catalog = workspace.catalog
    with circular_tables(store) as tables:
        reader = CircularReader(tables, workspace)
        report = reader.report(quarter)
        paper = compose_circular(report, catalog)
        facts = {"district": jurisdiction(quarter.district_name, catalog), "period_label": quarter.period.label}
        name = fill(catalog.circular.file, facts)
        written = ((f"{name}.docx", write_word(paper)), (f"{name}.html", render_page(paper).encode()))
        check_circular(reader, report, written)
    yield from (Draft(title, _as_checked, content) for title, content in written)
    yield Draft(f"{name}.xlsx", write_circular_workbook, report)


def _as_checked(content: bytes, _: Catalog) -> bytes:
    return content
