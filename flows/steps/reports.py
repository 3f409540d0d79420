"""Documents: the quarter's tables and the annual reports, written from the built tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flows.steps.assess.documents import assessment_documents
from flows.steps.build import build_tables
from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.circular.documents import circular_documents
from flows.steps.drafts import Draft, Shelf, keep_record, save_drafts
from flows.steps.figures import FigureReader
from flows.steps.standing import open_standing
from flows.steps.tasks.breakdown import breakdown_documents
from flows.steps.tasks.figures import TaskReader
from reports.annual_docx import write_annual_docx
from reports.annual_html import render_annual_html
from reports.statement import AnnualReport, Coverage, Statement
from reports.statement_xlsx import write_statement_workbook
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class _StatementBook:
    """What the workbook of a year's statement is written from."""

    statement: Statement
    previous: Statement | None
    coverage: Coverage | None


def write_documents(workspace: Workspace, period: Period, units: Sequence[str] = ()) -> list[Path]:
    """Writes a period's documents under `documents/<period>/`. Raises WorkspaceError where there is nothing to write."""
    folder = workspace.documents / str(period)
    with open_standing(workspace) as store:
        load_catalog_tables(store, workspace)
        build_tables(store)
        drafts = period_documents(FigureReader(store, workspace), period, units)
        saved = save_drafts(folder, drafts, workspace.catalog, Shelf.of(workspace.releases, workspace.documents))
    if not saved.paths:
        raise WorkspaceError(
            f"还没有已接收的{period.label}报表，没有可生成的文件。请用 zwgk templates --period {period} 发模板、"
            f"zwgk collect 收表后再生成；谁没有报、谁被退回，见 zwgk status --period {period}。"
        )
    keep_record(folder, saved)
    return saved.paths


def period_documents(reader: FigureReader, period: Period, units: Sequence[str] = ()) -> Iterator[Draft]:
    """Every document of a period: the quarter's tables with 任务分解表, or the annual reports of the district and
    its units.
    """
    tasks = TaskReader(reader.store, reader.workspace)
    if period.is_year:
        for report in reader.annual_reports(period, units):
            own = None if report.coverage is not None else report.statement.unit_code
            yield from _annual_documents(replace(report, tasks=tasks.year(period, own)))
    else:
        quarter = replace(reader.quarter_report(period), tasks=tasks.quarter(period))
        yield from circular_documents(reader.store, reader.workspace, quarter)
        yield from breakdown_documents(reader.store, reader.workspace, period)
        yield from assessment_documents(reader.store, reader.workspace, period)


def _annual_documents(report: AnnualReport) -> Iterator[Draft]:
    statement = report.statement
    folder = "各单位" if report.coverage is None else "汇总"
    name = f"{folder}/{statement.unit_name.replace('/', '-')}{statement.period.label}政府信息公开工作年度报告"
    yield Draft(f"{name}.xlsx", _write_book, _StatementBook(statement, report.previous, report.coverage))
    yield Draft(f"{name}.docx", write_annual_docx, report)
    yield Draft(f"{name}.html", _write_page, report)


def _write_book(facts: _StatementBook, catalog: Catalog) -> bytes:
    return write_statement_workbook(facts.statement, catalog, previous=facts.previous, coverage=facts.coverage)


def _write_page(report: AnnualReport, catalog: Catalog) -> bytes:
    return render_annual_html(report, catalog).encode()
