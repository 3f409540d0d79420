"""Documents: the quarter's tables and the annual reports, written from the built tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flows.steps.assess.documents import assessment_documents
from flows.steps.build import build_tables
from flows.steps.circular.documents import circular_documents
from flows.steps.figures import FigureReader
from flows.steps.marks import open_standing
from flows.steps.state import load_catalog_tables
from flows.steps.tasks.breakdown import breakdown_documents
from flows.steps.tasks.figures import TaskReader
from reports.annual_docx import write_annual_docx
from reports.annual_html import render_annual_html
from reports.statement import AnnualReport
from reports.statement_xlsx import write_statement_workbook
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace, WorkspaceError

Document = tuple[str, bytes]


def write_documents(workspace: Workspace, period: Period, units: Sequence[str] = ()) -> list[Path]:
    """Writes a period's documents under `documents/<period>/`. Raises WorkspaceError where there is nothing to write."""
    folder = workspace.documents / str(period)
    with open_standing(workspace) as store:
        load_catalog_tables(store, workspace)
        build_tables(store)
        documents = period_documents(FigureReader(store, workspace), workspace.catalog, period, units)
        written = save_documents(folder, documents)
    if not written:
        raise WorkspaceError(
            f"还没有已接收的{period.label}报表，没有可生成的文件。请用 zwgk templates --period {period} 发模板、"
            f"zwgk collect 收表后再生成；谁没有报、谁被退回，见 zwgk status --period {period}。"
        )
    return written


def save_documents(folder: Path, documents: Iterator[Document]) -> list[Path]:
    """Saves named documents below a folder."""
    written = []
    for name, content in documents:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def period_documents(
    reader: FigureReader, catalog: Catalog, period: Period, units: Sequence[str] = ()
) -> Iterator[Document]:
    """Name and content of every document of a period: the quarter's tables with 任务分解表, or the annual reports of the district and
    its units.
    """
    tasks = TaskReader(reader.store, reader.workspace)
    if period.is_year:
        for report in reader.annual_reports(period, units):
            own = None if report.coverage is not None else report.statement.unit_code
            yield from _annual_documents(replace(report, tasks=tasks.year(period, own)), catalog)
    else:
        quarter = replace(reader.quarter_report(period), tasks=tasks.quarter(period))
        yield from circular_documents(reader.store, reader.workspace, quarter)
        yield from breakdown_documents(reader.store, reader.workspace, period)
        yield from assessment_documents(reader.store, reader.workspace, period)


def _annual_documents(report: AnnualReport, catalog: Catalog) -> Iterator[Document]:
    statement = report.statement
    folder = "各单位" if report.coverage is None else "汇总"
    name = f"{folder}/{statement.unit_name.replace('/', '-')}{statement.period.label}政府信息公开工作年度报告"
    yield (
        f"{name}.xlsx",
        write_statement_workbook(statement, catalog, previous=report.previous, coverage=report.coverage),
    )
    yield f"{name}.docx", write_annual_docx(report, catalog)
    yield f"{name}.html", render_annual_html(report, catalog).encode()
