"""Each of the five documents from `zwgk init` to a release: its units answer for their own tasks, and the release says how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows.steps.collect import collect
from flows.steps.publish import publish
from flows.steps.tasks.holding import own_tasks
from flows.steps.templates import issue_templates
from reports.template.tasks import Counted, OwnTask, TaskAnswer
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.keypoint_files import profile_names
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace

# One unit of each that answers, the quarter in which its document was issued, and how many tasks it has by name or collective term.
ANSWERING = {
    "baoshan-2025": ("dachang_town", Period(2025, 2), 15),  # all but 2, 6, 14 and 16
    "jinshan-2024": ("shanyang_town", Period(2024, 2), 2 + 24),  # 1 and 3 name it; of the others 街镇
    "putuo-2024": ("taopu_town", Period(2024, 2), 3 + 14 + 6 + 6 + 6),  # chapter by chapter
    "qingpu-2025": ("jinze_town", Period(2025, 2), 25),
    "shanghai-2025": (
        "chongming",
        Period(2025, 1),
        30 - 3 - 1,
    ),  # all but 2, 13, 14, and 23, whose districts are to be named
}


def answered(task: OwnTask, on: date) -> OwnTask:
    """Done, and every figure as large as it may be asked for: two of two, or none where none is allowed."""
    figures: dict[str, Counted] = {}
    for one in task.indicators:
        count = one.threshold if one.operator != ">=" else max(one.threshold, Decimal(2))
        figures[one.code] = (count, None if one.denominator is None else Decimal(2))
    given = TaskAnswer("已完成", "已落实", on, "https://www.example.gov.cn/1.html")
    return replace(task, answer=given, figures=figures)


@pytest.mark.parametrize("name", profile_names())
def test_an_office_runs_by_its_document_from_init_to_release(name: str, tmp_path: Path) -> None:
    unit_code, period, count = ANSWERING[name]
    office = Workspace.create(tmp_path / "office", profile=name)
    [document] = office.keypoints
    unit = office.register.by_code[unit_code]
    assert len(issue_templates(office, period, [unit.name])) == 1
    with open_store(office.database) as store:
        own = own_tasks(store, office, period)[unit_code]
    assert len(own) == count
    nothing = {cell.code: Decimal(0) for cell in office.catalog.edition(office.catalog.form("quarter").edition).cells}
    order = TemplateOrder(
        unit_code=unit_code,
        unit_name=unit.name,
        period=period,
        opening={},
        values=dict(nothing),
        tasks=tuple(answered(one, period.end) for one in own),
        scope=office.catalog.unit_kind(unit.kind).reports,
    )
    (office.inbox / f"{unit.name}.xlsx").write_bytes(write_template(order, office.catalog))
    came = datetime.combine(period.end + timedelta(5), datetime.min.time())
    assert collect(office, as_of=came).statuses == {"accepted": 1}
    published = publish(office, period, as_of=came + timedelta(10))
    assert published.path is not None
    with duckdb.connect(published.path / "zwgk.duckdb", read_only=True) as bi:
        [counts] = bi.execute("SELECT count(*) FROM mart.dim_task").fetchall()
        states = bi.execute(
            f"SELECT status, count(*) FROM mart.fct_task_progress WHERE unit_code = '{unit_code}' AND period = '{period}' GROUP BY 1"
        ).fetchall()
        tasks = bi.execute(f"SELECT count(*) FROM mart.rpt_task_status WHERE period = '{period}'").fetchall()
        verdicts = bi.execute(
            f"SELECT DISTINCT verdict FROM mart.fct_task_figure WHERE unit_code = '{unit_code}' AND period = '{period}'"
        ).fetchall()
    assert counts == (len(document.tasks),)
    assert tasks == [(len(document.tasks),)]
    assert states == [("done", count)]
    assert verdicts == [("met",)]
