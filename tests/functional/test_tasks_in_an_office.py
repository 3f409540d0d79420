"""Tasks from the units' workbooks to the release: how each stands at each quarter's end, and what goes back to the units."""

from __future__ import annotations

import io
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from flows.steps.build import build_tables
from flows.steps.collect import collect
from flows.steps.publish import PublishSummary, publish
from flows.steps.state import refresh
from reports.template.tasks import TaskAnswer
from tests.spec.seeded.break_tasks import DONE, OPEN, Q2, Q3, RECEIVED, Sender, TaskDelivery, task_workspace
from warehouse.store import open_store
from warehouse.workspace import Workspace

LATE = TaskDelivery("audit", answers=(("一1", OPEN), ("一2", OPEN)))
DISPUTED = TaskDelivery("finance", answers=(("一1", DONE), ("一2", DONE)), counted=(Decimal(1), Decimal(4)))
UNKNOWN_STATE = TaskDelivery("education", answers=(("一1", DONE), ("一2", TaskAnswer("快了"))))
MERGED = TaskDelivery("investment_promotion")  # it is merged into commerce on 30 June


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, PublishSummary]:
    """Two quarters: audit is late, finance is contradicted by its own figures, education's state is no state, one unit is merged."""
    workspace = task_workspace(tmp_path_factory.mktemp("tasks") / "office")
    sender = Sender(workspace)
    for sent in (LATE, DISPUTED, UNKNOWN_STATE, MERGED):
        sender.put(sent)
    collect(workspace, as_of=RECEIVED[Q2])
    sender.put(TaskDelivery("finance", answers=(("一1", TaskAnswer()), ("一2", OPEN)), period=Q3))
    collect(workspace, as_of=RECEIVED[Q3])
    return workspace, publish(workspace, Q3, as_of=RECEIVED[Q3])


def mart(office: tuple[Workspace, PublishSummary], sql: str) -> list[tuple[Any, ...]]:
    path = office[1].path
    assert path is not None
    with duckdb.connect(path / "zwgk.duckdb", read_only=True) as bi:
        return bi.execute(sql).fetchall()


def status(office: tuple[Workspace, PublishSummary], unit: str, task: str) -> dict[str, str]:
    rows = mart(
        office, f"SELECT period, status FROM mart.fct_task_progress WHERE unit_code = '{unit}' AND task_id = '{task}'"
    )
    return dict(rows)


def test_a_release_says_how_each_task_stands_at_each_quarters_end(office: tuple[Workspace, PublishSummary]) -> None:
    assert status(office, "finance", "一1") == {"2025Q2": "done", "2025Q3": "done"}
    assert status(office, "finance", "一2") == {"2025Q2": "done", "2025Q3": "on_the_way"}
    assert status(office, "audit", "一1") == {"2025Q2": "overdue", "2025Q3": "not_reported"}
    assert status(office, "education", "一1") == {"2025Q2": "not_reported", "2025Q3": "not_reported"}  # it was returned


def test_a_merged_units_task_is_its_successors_only_where_that_had_none(
    office: tuple[Workspace, PublishSummary],
) -> None:
    assert status(office, "investment_promotion", "一1") == {"2025Q2": "done"}
    assert status(office, "commerce", "一1") == {"2025Q2": "not_reported", "2025Q3": "not_reported"}


def test_the_district_stands_as_its_units_do(office: tuple[Workspace, PublishSummary]) -> None:
    [row] = mart(
        office,
        "SELECT status, units, done, overdue, disputed FROM mart.rpt_task_status WHERE task_id = '一1' AND period = '2025Q2'",
    )
    assert (row[0], row[2:]) == ("overdue", (2, 1, 0))
    [(units,)] = mart(office, "SELECT count(*) FROM mart.fct_task_progress WHERE task_id = '一1' AND period = '2025Q2'")
    assert row[1] == units
    assert mart(
        office, "SELECT status, units FROM mart.rpt_task_status WHERE task_id = '二4' AND period = '2025Q2'"
    ) == [("not_reported", 0)]


def test_what_the_figures_say_stands_beside_what_the_unit_says(office: tuple[Workspace, PublishSummary]) -> None:
    [figure] = mart(
        office,
        """SELECT numerator, denominator, value, verdict, sheet, address FROM mart.fct_task_figure
           WHERE unit_code = 'finance' AND period = '2025Q2'""",
    )
    assert [float(value) for value in figure[:3]] == [1, 4, 1 / 4]
    assert figure[3:] == ("not_met", "任务指标", "G5")
    [row] = mart(
        office,
        """SELECT is_disputed, done_on, evidence_state, sheet, address FROM mart.fct_task_progress
           WHERE unit_code = 'finance' AND period = '2025Q2' AND task_id = '一2'""",
    )
    assert row == (True, date(2025, 6, 20), "unchecked", "工作任务", "G6")


def test_every_table_of_tasks_has_its_rows_in_the_release(office: tuple[Workspace, PublishSummary]) -> None:
    names = (
        "dim_task",
        "dim_task_indicator",
        "fct_task_unit",
        "fct_task_figure",
        "fct_task_progress",
        "rpt_task_status",
    )
    assert all(mart(office, f"SELECT count(*) FROM mart.{name}") > [(0,)] for name in names)
    assert mart(office, "SELECT task_id, open_bodies, unit_count FROM mart.dim_task WHERE open_bodies IS NOT NULL") == [
        ("二4", "各相关部门", 0)
    ]


def marked(workspace: Workspace, period: str, unit: str) -> openpyxl.Workbook:
    [path] = workspace.feedback.glob(f"{period}/{unit}/*/*.xlsx")
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)  # as a spreadsheet would save it


def test_a_returned_workbook_is_marked_at_the_cell_of_the_task(office: tuple[Workspace, PublishSummary]) -> None:
    workspace = office[0]
    book = marked(workspace, "2025Q2", "云江区教育局")
    cell = book["工作任务"]["G6"]
    assert cell.comment is not None
    assert "快了" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith(workspace.catalog.feedback.colours.error)
    assert "已完成、推进中、未启动、不涉及之一" in [cell.value for row in book["问题清单"].iter_rows() for cell in row]
    assert cell.value == "快了"


def test_the_marked_workbook_corrected_and_sent_back_is_read_as_any_other(
    office: tuple[Workspace, PublishSummary], tmp_path: Path
) -> None:
    shutil.copytree(office[0].root, tmp_path / "again")
    workspace = Workspace.open(tmp_path / "again")
    book = marked(workspace, "2025Q2", "云江区教育局")
    book["工作任务"]["G6"] = "推进中"
    book.save(workspace.inbox / "2025年第二季度云江区教育局更正.xlsx")
    collect(workspace, as_of=RECEIVED[Q3])
    with open_store(workspace.database) as store:
        refresh(store, workspace)
        build_tables(store)
        rows = store.rows(
            "SELECT task_id, status FROM fct_task_progress WHERE unit_code = 'education' AND period = '2025Q2'"
        )
    assert {row["task_id"]: row["status"] for row in rows} == {"一1": "done", "一2": "on_the_way"}


def test_a_warned_workbook_is_marked_where_unit_and_figures_disagree(office: tuple[Workspace, PublishSummary]) -> None:
    book = marked(office[0], "2025Q2", "云江区财政局")
    cell = book["工作任务"]["G6"]
    assert cell.comment is not None
    assert ["工作任务", "G6", "已完成"] in [[cell.value for cell in row[1:4]] for row in book["问题清单"].iter_rows()]
    assert "要求不低于 50%，按所填数据为 25%" in cell.comment.text


def test_a_database_made_anew_says_the_same_and_a_second_run_changes_nothing(
    office: tuple[Workspace, PublishSummary], tmp_path: Path
) -> None:
    shutil.copytree(office[0].root, tmp_path / "anew")
    workspace = Workspace.open(tmp_path / "anew")
    tables = (
        "core_task",
        "core_task_figure",
        "fct_task_figure",
        "fct_task_progress",
        "rpt_task_status",
        "dq_violation",
    )
    with open_store(workspace.database) as store:
        assert refresh(store, workspace).judged == ()
        before = [store.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in tables]
    workspace.database.unlink()
    with open_store(workspace.database) as store:
        refresh(store, workspace)
        build_tables(store)
        mine = [row for row in before[-1] if row["submission_id"] > 0]
        assert [store.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in tables] == [*before[:-1], mine]


def test_a_change_of_the_document_is_derived_anew(office: tuple[Workspace, PublishSummary], tmp_path: Path) -> None:
    shutil.copytree(office[0].root, tmp_path / "changed")
    path = tmp_path / "changed" / "keypoints" / "office-2025" / "tasks.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-06-30", "2025-12-31"), encoding="utf-8")
    workspace = Workspace.open(tmp_path / "changed")
    with open_store(workspace.database) as store:
        assert len(refresh(store, workspace).judged) == 5
        build_tables(store)
        rows = store.rows(
            "SELECT status FROM fct_task_progress WHERE unit_code = 'audit' AND task_id = '一1' AND period = '2025Q2'"
        )
    assert rows == [{"status": "on_the_way"}]
