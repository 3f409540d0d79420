"""任务分解表 and the task sheets of templates, for the units that have a task on the day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.cli import outcome
from flows.cli.app import run
from flows.demo.figures import draw_district
from flows.steps.collect import collect
from flows.steps.tasks.breakdown import breakdown_documents, day_within, write_breakdowns
from flows.steps.tasks.holding import held_on, own_tasks
from flows.steps.templates import issue_templates
from reports.template.tasks import TaskAnswer
from reports.template.workbook import TemplateOrder, write_template
from tests.functional.task_office import KEY, Q1, Q2, TaskOffice
from tests.unit.reports.workbooks import reopened
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.tables import tables
from warehouse.workspace import Workspace, WorkspaceError

TITLE = "2025年宝山区政务公开工作要点任务分解表"
Q3 = Period(2025, 3)


@pytest.fixture
def baoshan(tmp_path: Path) -> Workspace:
    """The invented district, working by a real document."""
    return Workspace.create(tmp_path / "office", profile="baoshan-2025", units="yunjiang")


def assign(workspace: Workspace, task_id: str, body: str, *units: str, at: datetime) -> None:
    schema = tables()["raw_assignment"].frame_schema
    rows = [("baoshan-2025", task_id, body, unit, at) for unit in units]
    with open_store(workspace.database) as store:
        store.insert("raw_assignment", pl.DataFrame(rows, schema, orient="row"))


def numbers_of(path: Path) -> list[object]:
    """The tasks of a breakdown: its chapter rows have no content."""
    sheet = reopened(path.read_bytes()).worksheets[0]
    return [row[0] for row in sheet.iter_rows(min_row=4, values_only=True) if row[2]]


def test_the_district_and_every_unit_with_a_task_get_their_table_in_two_forms(baoshan: Workspace) -> None:
    written = {
        path.relative_to(baoshan.documents / "breakdown" / "baoshan-2025").as_posix()
        for path in write_breakdowns(baoshan)
    }
    with open_store(baoshan.database) as store:
        held = list(held_on(store, baoshan, baoshan.keypoints, date(2025, 12, 31)))
    names = {baoshan.register.by_code[one.unit.unit_code].name for one in held}
    assert written == {
        f"{name}{suffix}"
        for suffix in (".docx", ".xlsx")
        for name in (TITLE, *(f"各单位/{unit}{TITLE}" for unit in names))
    }


def test_a_unit_s_table_lists_exactly_the_tasks_that_fall_to_it(baoshan: Workspace) -> None:
    write_breakdowns(baoshan, "baoshan-2025")
    folder = baoshan.documents / "breakdown" / "baoshan-2025"
    assert numbers_of(folder / f"{TITLE}.xlsx") == list(range(1, 20))
    town = folder / "各单位" / f"云江区云溪镇人民政府{TITLE}.xlsx"
    assert numbers_of(town) == [1, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 15, 17, 18, 19]


def test_a_unit_that_a_task_was_assigned_to_is_named_beside_the_open_body(baoshan: Workspace) -> None:
    assign(baoshan, "一(一)2", "各相关职能部门", "finance", at=datetime(2025, 5, 7))
    write_breakdowns(baoshan)
    folder = baoshan.documents / "breakdown" / "baoshan-2025"
    finance, education = (folder / "各单位" / f"云江区{unit}{TITLE}.xlsx" for unit in ("财政局", "教育局"))
    assert (2 in numbers_of(finance), 2 in numbers_of(education)) == (True, False)
    whole = reopened((folder / f"{TITLE}.xlsx").read_bytes()).worksheets[0]
    [said] = [row[3] for row in whole.iter_rows(min_row=4, values_only=True) if row[0] == 2]
    assert said == "各相关职能部门（云江区财政局）"


def test_a_merged_unit_s_tasks_go_to_its_successor(baoshan: Workspace) -> None:
    def holders(day: date) -> set[str]:
        with open_store(baoshan.database) as store:
            return {one.unit.unit_code for one in held_on(store, baoshan, baoshan.keypoints, day)}

    assert "investment_promotion" in holders(date(2025, 6, 30))
    assert "investment_promotion" not in holders(date(2025, 7, 1))
    assert "commerce" in holders(date(2025, 7, 1))


def test_a_day_outside_the_document_s_time_is_the_nearest_within_it(baoshan: Workspace) -> None:
    [document] = baoshan.keypoints
    assert day_within(document, date(2025, 1, 5)) == date(2025, 4, 30)
    assert day_within(document, date(2025, 7, 1)) == date(2025, 7, 1)
    assert day_within(document, date(2026, 3, 1)) == date(2025, 12, 31)


def test_the_release_of_a_quarter_holds_the_breakdowns_once_the_document_is_issued(baoshan: Workspace) -> None:
    with open_store(baoshan.database) as store:
        before = list(breakdown_documents(store, baoshan, Q1))
        names = [draft.name for draft in breakdown_documents(store, baoshan, Q2)]
    assert before == []
    assert names[:2] == [f"任务分解表/{TITLE}.docx", f"任务分解表/{TITLE}.xlsx"]
    assert f"任务分解表/各单位/云江区财政局{TITLE}.docx" in names


def test_the_command_writes_one_unit_s_table(baoshan: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["breakdown", "-d", "baoshan-2025", "-u", "区财政局", "-w", str(baoshan.root), "--json"]
    assert run(asked) == outcome.DONE
    said = json.loads(capsys.readouterr().out)
    assert [Path(path).name for path in said["documents"]] == [
        f"云江区财政局{TITLE}{end}" for end in (".docx", ".xlsx")
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["-d", "2025"], "现有：baoshan-2025。"),
        (["-u", "区不存在局"], "没有：区不存在局。"),
        (["-u", "云江区"], "没有这些单位的任务"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    asked: list[str], said: str, baoshan: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["breakdown", *asked, "-w", str(baoshan.root)]) == outcome.WRONG_USE
    assert said in capsys.readouterr().err


def test_an_office_without_key_points_is_told_how_to_get_them(office: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="还没有工作要点"):
        write_breakdowns(office)


def test_a_template_has_the_unit_s_tasks_from_the_quarter_in_which_the_document_was_issued(baoshan: Workspace) -> None:
    assert "工作任务" not in reopened(issue_templates(baoshan, Q1, ["区财政局"])[0].read_bytes()).sheetnames
    assert "工作任务" not in reopened(issue_templates(baoshan, Period(2025), ["区财政局"])[0].read_bytes()).sheetnames
    sheet = reopened(issue_templates(baoshan, Q2, ["区财政局"])[0].read_bytes())["工作任务"]
    asked = [row[1] for row in sheet.iter_rows(min_row=5, values_only=True)]
    with open_store(baoshan.database) as store:
        held = held_on(store, baoshan, baoshan.keypoints, Q2.end)
        assert asked == [one.task.id for one in held if one.unit.unit_code == "finance"]


def test_a_figure_that_one_body_gives_is_asked_of_it_alone(baoshan: Workspace) -> None:
    with open_store(baoshan.database) as store:
        found = own_tasks(store, baoshan, Q2)
    asked = {code for code, tasks in found.items() if any(i.code == "inspections" for t in tasks for i in t.indicators)}
    assert asked == {"gov_office"}


def test_an_office_without_key_points_gives_templates_as_before(office: Workspace) -> None:
    assert "工作任务" not in reopened(issue_templates(office, Q2, ["区财政局"])[0].read_bytes()).sheetnames


def test_what_a_unit_reported_done_is_filled_in_until_it_takes_it_back(tmp_path: Path) -> None:
    town = TaskOffice(tmp_path / "office")
    done = TaskAnswer("已完成", "已更新", date(2025, 3, 20), "https://www.example.gov.cn/1.html")
    town.send("finance", Q1, datetime(2025, 4, 3), {"一1": done, "一2": TaskAnswer("推进中", "核对中")})
    assert answers(town.workspace, Q2) == {"一1": done, "一2": TaskAnswer(), "二3": TaskAnswer()}
    town.send("finance", Q2, datetime(2025, 7, 3), {"一1": TaskAnswer("推进中", "需要重做"), "一2": TaskAnswer()})
    assert answers(town.workspace, Q3)["一1"] == TaskAnswer()
    assert answers(town.workspace, Q2)["一1"] == done


def test_a_unit_that_took_over_is_not_asked_again_for_what_was_done(baoshan: Workspace) -> None:
    done = TaskAnswer("已完成", "已上线", date(2025, 6, 20), "https://www.example.gov.cn/2.html")
    send(
        baoshan,
        "investment_promotion",
        Q2,
        datetime(2025, 7, 3),
        {"一(一)1": done, "一(二)3": TaskAnswer("推进中", "一半")},
    )
    with open_store(baoshan.database) as store:
        own = {task.task.id: task.answer for task in own_tasks(store, baoshan, Q3)["commerce"]}
    assert (own["一(一)1"], own["一(二)3"]) == (done, TaskAnswer())
    send(baoshan, "commerce", Q2, datetime(2025, 7, 4), {"一(一)1": TaskAnswer("推进中", "还有一部分")})
    with open_store(baoshan.database) as store:
        own = {task.task.id: task.answer for task in own_tasks(store, baoshan, Q3)["commerce"]}
    assert own["一(一)1"] == TaskAnswer()


def send(workspace: Workspace, code: str, period: Period, day: datetime, given: dict[str, TaskAnswer]) -> None:
    """Fills in the unit's own template and collects it."""
    figures = draw_district(workspace.catalog, workspace.register, period, period)
    with open_store(workspace.database) as store:
        tasks = own_tasks(store, workspace, period)[code]
    order = TemplateOrder(
        unit_code=code,
        unit_name=workspace.register.by_code[code].name,
        period=period,
        opening={},
        values=dict(figures.of(code, period)),
        tasks=tuple(replace(task, answer=given.get(task.task.id, TaskAnswer())) for task in tasks),
    )
    (workspace.inbox / f"{period}{order.unit_name}.xlsx").write_bytes(write_template(order, workspace.catalog))
    collect(workspace, as_of=day)


def answers(workspace: Workspace, period: Period) -> dict[str, TaskAnswer]:
    """What the template of the finance bureau is filled in with, by task; filled in is what is carried."""
    with open_store(workspace.database) as store:
        own = own_tasks(store, workspace, period)["finance"]
    assert {task.document for task in own} == {KEY}
    assert all(task.is_carried == (task.answer != TaskAnswer()) for task in own)
    return {task.task.id: task.answer for task in own}
