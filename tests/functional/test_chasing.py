"""Who is chased for what, in an office whose units sent, were returned, corrected themselves badly, or sent nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.cli.app import run
from flows.steps.build import build_tables
from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.collect import collect
from flows.steps.remind.chasing import read_chasing
from flows.steps.remind.days import Days
from reports.chasing.chase import ChasingList, Want
from reports.template.tasks import TaskAnswer
from tests.functional.task_office import KEY, Q1, Q2, TaskOffice
from warehouse.store import Store, open_store
from warehouse.tables import tables
from warehouse.workspace import Workspace

DONE = TaskAnswer("已完成", "已公开", date(2025, 3, 20), "http://a.example/1")
BROKEN = {"一1": TaskAnswer("快了")}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Finance is in and left two tasks out; education was returned; audit is in and its correction was returned; two files are broken."""
    office = TaskOffice(tmp_path_factory.mktemp("chased") / "office")
    office.put("finance", Q1, datetime(2025, 4, 3), {"一1": DONE})
    office.put("education", Q1, datetime(2025, 4, 3), BROKEN)
    office.put("audit", Q1, datetime(2025, 4, 3), {})
    (office.workspace.inbox / "2025Q1云江区民政局.xlsx").write_bytes(b"no workbook")
    (office.workspace.inbox / "报表.xlsx").write_bytes(b"no workbook either")
    office.put("audit", Q1, datetime(2025, 4, 4), BROKEN)
    collect(office.workspace, as_of=datetime(2025, 4, 8, 9))
    return office.workspace


@pytest.fixture(scope="module")
def store(workspace: Workspace) -> Iterator[Store]:
    with open_store(workspace.database) as opened:
        load_catalog_tables(opened, workspace)
        build_tables(opened)
        yield opened


@pytest.fixture(autouse=True)
def _no_problems(store: Store) -> None:
    """The problems of a test are those that it puts there."""
    store.connection.execute("DELETE FROM fct_problem")


def problem(store: Store, number: str, unit: str, **more: object) -> None:
    blank = dict.fromkeys(tables()["fct_problem"].columns)
    row = {"problem_id": number, "unit_code": unit, "kind": "finding", "text": "有问题。", "status": "open"}
    frame = pl.DataFrame([{**blank, **row, **more}], schema=tables()["fct_problem"].frame_schema)
    store.insert("fct_problem", frame)


def chased(store: Store, workspace: Workspace, day: date, period: object = Q1) -> ChasingList:
    return read_chasing(store, workspace, period, Days.of(workspace, period, day))  # type: ignore[arg-type]


def wants(chasing: ChasingList, unit: str) -> list[Want]:
    return [want for one in chasing.units if one.unit_code == unit for want in one.wants]


def test_each_unit_is_chased_for_what_it_lacks(store: Store, workspace: Workspace) -> None:
    chasing = chased(store, workspace, date(2025, 4, 14))
    kinds = {unit.unit_code: [want.kind for want in unit.wants] for unit in chasing.units}
    assert kinds["finance"] == ["tasks_silent"]
    assert kinds["education"] == ["returned"]
    assert kinds["audit"] == ["correction"]
    assert kinds["civil_affairs"] == ["unreadable"]
    assert kinds["commerce"] == ["missing"]
    assert chasing.unplaced == ("报表.xlsx",)
    assert (chasing.received, chasing.owed) == (2, len(list(workspace.register.reporting(Q1))))


def test_a_returned_report_is_due_so_many_working_days_after_the_unit_was_told(
    store: Store, workspace: Workspace
) -> None:
    [want] = wants(chased(store, workspace, date(2025, 4, 14)), "education")
    assert want.due_on == date(2025, 4, 11)  # told on Tuesday 8 April: 9, 10, 11
    assert (want.left, want.facts["is_past"]) == (-1, "yes")


def test_the_tasks_that_a_unit_left_out_are_named_and_those_of_units_without_a_report_counted(
    store: Store, workspace: Workspace
) -> None:
    chasing = chased(store, workspace, date(2025, 4, 7))
    [silent] = wants(chasing, "finance")
    assert silent.facts["listed"] == "一2“预决算公开”、二3“听取企业意见”"
    assert silent.facts["sheet"] == workspace.catalog.tasks.task_sheet.name
    [missing] = wants(chasing, "commerce")
    assert (missing.due_on, missing.left, missing.facts["tasks"]) == (date(2025, 4, 10), 3, 0)


def test_before_anything_has_come_every_unit_is_reminded_and_of_its_tasks(store: Store, workspace: Workspace) -> None:
    chasing = chased(store, workspace, date(2025, 7, 7), Q2)
    assert len(chasing.units) == chasing.owed
    assert {want.kind for unit in chasing.units for want in unit.wants} == {"missing"}
    assert wants(chasing, "finance")[0].facts["tasks"] == 3
    assert chasing.stage == "before"


def test_problems_of_earlier_quarters_are_chased_until_they_are_closed(store: Store, workspace: Workspace) -> None:
    problem(store, "1", "commerce", period="2024Q4", due_on=date(2025, 4, 30))
    problem(store, "2", "commerce", period="2024Q4", due_on=date(2025, 4, 11), text="<b>旧账</b>")
    problem(store, "3", "commerce", period="2024Q4", due_on=date(2025, 4, 11), status="closed")
    found = wants(chased(store, workspace, date(2025, 4, 14)), "commerce")
    assert [(want.kind, want.left) for want in found] == [
        ("missing", -2),
        ("problem", 13),  # 15 to 18, 21 to 25, Sunday 27 (worked), 28 to 30 April
        ("problem_overdue", -1),
    ]


def test_a_quarters_own_problems_are_chased_from_its_circular_on_and_a_report_not_twice(
    store: Store, workspace: Workspace
) -> None:
    problem(store, "1", "finance", period="2025Q1", due_on=date(2025, 5, 8))
    problem(store, "2", "commerce", period="2025Q1", due_on=date(2025, 5, 8), kind="missing")
    problem(store, "3", "finance", period="2025Q2", due_on=date(2025, 8, 5))
    before, after = (chased(store, workspace, day) for day in (date(2025, 4, 21), date(2025, 4, 22)))
    assert "problem" not in [want.kind for want in wants(before, "finance")]
    assert [want.kind for want in wants(after, "finance")].count("problem") == 1
    assert [want.kind for want in wants(after, "commerce")] == ["missing"]


def test_a_task_that_stands_on_the_list_of_problems_is_not_chased_twice(store: Store, workspace: Workspace) -> None:
    problem(store, "1", "finance", period="2024Q4", kind="task", source_code=f"{KEY}:一2", due_on=date(2025, 4, 30))
    found = wants(chased(store, workspace, date(2025, 4, 14)), "finance")
    assert [want.kind for want in found] == ["tasks_silent", "problem"]
    assert found[0].facts["listed"] == "二3“听取企业意见”"


def test_the_problem_of_a_merged_unit_is_its_successors_and_told_as_it_last_was(
    store: Store, workspace: Workspace
) -> None:
    problem(
        store, "1", "archives", period="2024Q4", holder_code="finance", latest_text="还有1处断链。", text="有2处断链。"
    )
    found = [want for want in wants(chased(store, workspace, date(2025, 4, 14)), "finance") if want.kind == "problem"]
    assert [want.facts["text"] for want in found] == ["还有1处断链"]


def test_a_year_whose_days_nobody_has_arranged_is_chased_without_dates(store: Store, workspace: Workspace) -> None:
    chasing = chased(store, workspace, date(2031, 1, 20), type(Q1)(2030, 4))
    assert (chasing.stage, chasing.due_on) == ("unknown", None)
    assert {want.left for unit in chasing.units for want in unit.wants} == {None}


def test_the_command_writes_list_and_texts_and_ends_with_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.create(tmp_path / "office")
    arguments = ["remind", "--period", "2025Q3", "--as-of", "2025-10-11", "-w", str(workspace.root)]
    assert run([*arguments, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["chasing"]["day"] == "2025-10-11"
    assert [Path(file).name for file in told["files"]] == [
        "2025Q3催报清单-2025-10-11.xlsx",
        "2025Q3催报清单-2025-10-11.txt",
    ]
    text = Path(told["files"][1]).read_text("utf-8")
    assert text.count("【催报】") == len(list(workspace.register.reporting(type(Q1)(2025, 3))))
    first = {Path(file): Path(file).read_bytes() for file in told["files"]}
    assert run(arguments) == 1
    shown = capsys.readouterr().out
    assert f"应报{told['chasing']['owed']}家，已接收0家" in shown
    assert f"未报送{told['chasing']['owed']}家。" in shown
    assert {path: path.read_bytes() for path in first} == first


def test_the_quarter_that_ended_is_chased_where_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.create(tmp_path / "office")
    run(["remind", "--as-of", "2026-01-13", "-w", str(workspace.root), "--json"])
    assert json.loads(capsys.readouterr().out)["chasing"]["period"] == "2025Q4"


def test_the_calendar_lists_the_days_of_a_year_and_says_which_nobody_knows_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.create(tmp_path / "office")
    assert run(["calendar", "2025", "-w", str(workspace.root)]) == 0
    shown = capsys.readouterr().out
    assert "2025年10月11日（星期六）" in shown
    assert "各单位报送并公布年度报告截止" in shown
    assert run(["calendar", "2030Q4", "-w", str(workspace.root), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {day["day"] for day in told["days"] if day["code"] == "due"} == {None}
    assert any("2031年的工作日安排未知" in sentence for sentence in told["unknown"])
