"""`zwgk tasks`: what the tables of a quarter come to, for the office that has to make the telephone calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from flows.cli.app import run
from flows.cli.task_screen import task_screen
from flows.steps.state import load_catalog_tables
from flows.steps.tasks import TaskTable, count_statuses, read_tasks
from tests.functional.task_office import KEY, Q2, TaskOffice
from warehouse.store import Store, open_store
from warehouse.tables import tables
from warehouse.workspace import Workspace

DOCUMENTS = {KEY: "2025年云江区政务公开工作要点"}
NAMES = {"一1": "权责清单更新", "一2": "预决算公开", "二3": "听取企业意见"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return TaskOffice(tmp_path / "office").workspace


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with open_store(workspace.database) as opened:
        load_catalog_tables(opened, workspace)
        opened.build("dim_unit")
        yield opened


def put(store: Store, table: str, **values: object) -> None:
    """One row; columns that are not named are NULL."""
    blank = dict.fromkeys(tables()[table].columns)
    store.insert(table, pl.DataFrame([{**blank, **values}], schema=tables()[table].frame_schema))


def known(store: Store) -> None:
    for number, (task_id, name) in enumerate(NAMES.items(), 1):
        titles = {"chapter": task_id[0], "chapter_title": {"一": "主动公开", "二": "政民互动"}[task_id[0]]}
        put(store, "dim_task", document=KEY, task_id=task_id, task_order=number, name=name, due_text="年内", **titles)
    indicator = {
        "indicator_code": "sme_share",
        "name": "中小企业意见占比",
        "operator": ">=",
        "threshold": Decimal("0.5"),
    }
    put(store, "dim_task_indicator", document=KEY, task_id="二3", unit="ratio", period="event", **indicator)


def progress(store: Store, task_id: str, unit: str, status: str, **more: object) -> None:
    place = {"document": KEY, "task_id": task_id, "unit_code": unit, "period": str(Q2), "role": "responsible"}
    put(store, "fct_task_progress", **{**place, "status": status, "is_disputed": False, **more})


def district(store: Store, task_id: str, status: str, **counts: int) -> None:
    known_counts = dict.fromkeys(
        ("done", "on_the_way", "overdue", "not_reported", "not_due", "not_applicable", "disputed"), 0
    )
    place = {"document": KEY, "task_id": task_id, "period": str(Q2), "chapter": task_id[0], "status": status}
    put(store, "rpt_task_status", **place, **{**known_counts, **counts}, units=sum(counts.values()))


@pytest.fixture
def shown(store: Store, workspace: Workspace) -> TaskTable:
    """Education is done with its one task, without proof; finance is late, silent, and contradicted by its own figures."""
    known(store)
    progress(store, "一1", "education", "done", evidence="http://a.example/gone", evidence_state="dead")
    progress(store, "一1", "finance", "not_reported")
    progress(store, "一2", "finance", "overdue", due_on=date(2025, 3, 31))
    progress(store, "二3", "finance", "done", is_disputed=True, sheet="工作任务", address="G7")
    figures = {"numerator": Decimal(1), "denominator": Decimal(4), "value": Decimal("0.25"), "verdict": "not_met"}
    place = {
        "document": KEY,
        "task_id": "二3",
        "indicator_code": "sme_share",
        "unit_code": "finance",
        "period": str(Q2),
    }
    put(store, "fct_task_figure", **place, **figures)
    district(store, "一1", "not_reported", done=1, not_reported=1)
    district(store, "一2", "overdue", overdue=1)
    district(store, "二3", "done", done=1)
    return read_tasks(store, workspace, Q2, DOCUMENTS)


def screen(shown: TaskTable, workspace: Workspace) -> str:
    out = Console(file=StringIO(), width=140)
    for part in task_screen(shown, workspace.catalog):
        out.print(part)
    return out.file.getvalue()  # type: ignore[attr-defined]


def test_tasks_are_counted_of_the_district_and_of_each_unit(shown: TaskTable) -> None:
    assert count_statuses(shown.tasks) == {"not_reported": 1, "overdue": 1, "done": 1}
    assert [(one.unit_code, one.task_id, one.status) for one in shown.unit_tasks] == [
        ("education", "一1", "done"),
        ("finance", "一1", "not_reported"),
        ("finance", "一2", "overdue"),
        ("finance", "二3", "done"),
    ]
    assert shown.tasks[0].by_status["done"] == 1


def test_a_figure_that_falls_short_stands_beside_the_task_that_is_said_to_be_done(shown: TaskTable) -> None:
    [disputed] = shown.disputed
    assert (disputed.unit_code, disputed.sheet, disputed.address) == ("finance", "工作任务", "G7")
    assert [(one.code, one.value, one.threshold) for one in disputed.unmet] == [
        ("sme_share", Decimal("0.25"), Decimal("0.5"))
    ]


def test_the_screen_says_who_is_late_silent_contradicted_and_without_proof(
    shown: TaskTable, workspace: Workspace
) -> None:
    said = screen(shown, workspace)
    for part in (
        "一、主动公开",
        "逾期未完成",
        "2025-03-31",
        "未报送进展",
        "报已完成而数据未达到要求",
        "佐证链接打不开",
    ):
        assert part in said
    assert "25%（1/4）" in said
    assert "不低于 50%" in said
    assert "http://a.example/gone" in said


def test_one_unit_is_shown_without_the_districts_tables(store: Store, workspace: Workspace, shown: TaskTable) -> None:
    own = read_tasks(store, workspace, Q2, DOCUMENTS, ["education"])
    assert [(one.unit_code, one.task_id) for one in own.unit_tasks] == [("education", "一1")]
    assert own.tasks == ()


def test_bodies_that_nobody_has_assigned_yet_are_said(store: Store, workspace: Workspace) -> None:
    put(
        store,
        "dim_task",
        document=KEY,
        task_id="一1",
        task_order=1,
        name="清单",
        chapter="一",
        chapter_title="公开",
        open_bodies="各相关部门",
    )
    district(store, "一1", "not_due")
    assert "“各相关部门”还没有分派到单位" in screen(read_tasks(store, workspace, Q2, DOCUMENTS), workspace)


def test_a_year_without_key_points_is_one_sentence(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tasks", "--period", "2031Q1", "-w", str(workspace.root)]) == 2
    assert "没有 2031 年的工作要点" in capsys.readouterr().err


def test_an_unknown_document_names_those_that_there_are(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tasks", "--period", "2025Q1", "--document", "nowhere", "-w", str(workspace.root)]) == 2
    assert KEY in capsys.readouterr().err
