"""The documents of an assessment: the list of problems, and for each unit scored its page and its own list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.steps.assess.problems import read_problems
from flows.steps.assess.scores import read_scores
from flows.steps.assess.sheets import SheetReader
from flows.steps.drafts import Draft
from reports.problem_list import ProblemList
from reports.problem_xlsx import write_problem_workbook
from reports.score.sheet import ScoreSheet
from reports.score.write import render_score_page, write_score_docx
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _UnitProblems:
    """What the list of one unit is written from."""

    listed: ProblemList
    unit_name: str


def assessment_documents(store: Store, workspace: Workspace, period: Period) -> Iterator[Draft]:
    """Each document of a quarter, from the built tables. Pages of units only where a scheme is chosen."""
    listed, catalog = read_problems(store, workspace, period), workspace.catalog
    if listed.problems:
        name = catalog.problems.title.format(body=f"{listed.district_name}{period.label}")
        yield Draft(f"{name}.xlsx", write_problem_workbook, listed)
    if workspace.assessment is None:
        return
    reader = SheetReader(store, workspace, period, listed)
    for score in read_scores(store, period):
        sheet = reader.sheet(score)
        name = f"单位单页/{score.unit_name.replace('/', '-')}{period.label}政务公开工作"
        yield Draft(f"{name}单页.docx", write_score_docx, sheet)
        yield Draft(f"{name}单页.html", _write_page, sheet)
        if sheet.problems:
            yield Draft(f"{name}问题清单.xlsx", _write_problems, _unit_problems(listed, score.unit_code, workspace))


def _unit_problems(listed: ProblemList, unit_code: str, workspace: Workspace) -> _UnitProblems:
    own = replace(listed, problems=listed.of_unit(unit_code))
    return _UnitProblems(own, workspace.register.by_code[unit_code].name)


def _write_problems(facts: _UnitProblems, catalog: Catalog) -> bytes:
    return write_problem_workbook(facts.listed, catalog, facts.unit_name)


def _write_page(sheet: ScoreSheet, catalog: Catalog) -> bytes:
    return render_score_page(sheet, catalog).encode()
