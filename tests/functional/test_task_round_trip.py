"""What the templates of every profile ask, filled in as a unit would, is read back to the last row and broken by no rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.tasks.holding import own_tasks
from reports.template.tasks import OwnTask, TaskAnswer
from reports.template.workbook import TemplateOrder, write_template
from transforms.submission import read_submission
from warehouse.catalog.keypoint_files import profile_names
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace

ANSWERS = ("已完成", "推进中", "未启动", "不涉及")


def answered(own: OwnTask, number: int, period: Period) -> OwnTask:
    """A done task has its day and link; figures are three of four."""
    status = ANSWERS[number % len(ANSWERS)]
    is_done = status == "已完成"
    answer = TaskAnswer(
        status, "见进展", period.end if is_done else None, f"https://a.gov.cn/{number}" if is_done else ""
    )
    three, four = Decimal(3), Decimal(4)
    return replace(own, answer=answer, figures={one.code: (three, four) for one in own.indicators})


@pytest.mark.parametrize("profile", profile_names())
def test_every_task_and_figure_comes_back(profile: str, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / profile, profile=profile)
    [document] = workspace.keypoints
    period = Period(document.year, 4)
    with open_store(workspace.database) as store:
        load_catalog_tables(store, workspace)
        tasks = own_tasks(store, workspace, period)
        held = {
            (row["unit_code"], row["task_id"]) for row in store.rows("SELECT unit_code, task_id FROM cat_task_unit")
        }
    assert {(unit, own.task.id) for unit, owns in tasks.items() for own in owns} == held
    unit, owns = max(tasks.items(), key=lambda item: len(item[1]))
    filled = tuple(answered(own, number, period) for number, own in enumerate(owns))
    order = TemplateOrder(unit_code=unit, unit_name="单位", period=period, opening={}, tasks=filled)
    read = read_submission(write_template(order, workspace.catalog), workspace.catalog)
    labels = {label: code for label, code in workspace.catalog.tasks.answer_codes.items() if label in ANSWERS}
    assert [(one.document, one.task_id, one.status) for one in read.tasks] == [
        (profile, own.task.id, labels[own.answer.status]) for own in filled
    ]
    assert {one.done_on for one in read.tasks if one.status == "done"} == {date(document.year, 12, 31)}
    asked = [(own.task.id, one.code, one.denominator is not None) for own in filled for one in own.indicators]
    assert [(one.task_id, one.indicator_code, one.denominator is not None) for one in read.task_figures] == asked
    assert [problem for problem in read.problems if problem.rule_id == "TASK-SHEET"] == []
    assert len(read.cells) == len(workspace.catalog.edition("2021").cells)
