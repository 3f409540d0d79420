"""The documents of an assessment: the list of problems, and for each unit scored its page and its own list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.steps.assess.problems import read_problems
from flows.steps.assess.scores import read_scores
from flows.steps.assess.sheets import SheetReader
from reports.problem_list import ProblemList
from reports.problem_xlsx import write_problem_workbook
from reports.score.write import render_score_page, write_score_docx
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.workspace import Workspace

Document = tuple[str, bytes]


def assessment_documents(store: Store, workspace: Workspace, period: Period) -> Iterator[Document]:
    """Name and content of each document of a quarter, from the built tables. Pages of units only where a scheme is chosen."""
    listed, catalog = read_problems(store, workspace, period), workspace.catalog
    if listed.problems:
        name = catalog.problems.title.format(body=f"{listed.district_name}{period.label}")
        yield f"{name}.xlsx", write_problem_workbook(listed, catalog)
    if workspace.assessment is None:
        return
    reader = SheetReader(store, workspace, period, listed)
    for score in read_scores(store, period):
        sheet = reader.sheet(score)
        name = f"单位单页/{score.unit_name.replace('/', '-')}{period.label}政务公开工作"
        yield f"{name}单页.docx", write_score_docx(sheet, catalog)
        yield f"{name}单页.html", render_score_page(sheet, catalog).encode()
        if sheet.problems:
            yield f"{name}问题清单.xlsx", unit_problem_workbook(listed, score.unit_code, workspace)


def unit_problem_workbook(listed: ProblemList, unit_code: str, workspace: Workspace) -> bytes:
    """The list of one unit as a workbook of its own."""
    own = replace(listed, problems=listed.of_unit(unit_code))
    return write_problem_workbook(own, workspace.catalog, workspace.register.by_code[unit_code].name)
