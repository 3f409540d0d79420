"""`zwgk tasks`: what the tables of a quarter come to, for the office that has to make the telephone calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from flows.cli.app import run
from flows.cli.task_screen import task_screen
from flows.sources.links import LinkLimits
from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.keypoints.adopt import adopt
from flows.steps.keypoints.workpoints import read_workpoints
from flows.steps.links.patrol import check_links
from flows.steps.tasks.status import TaskTable, count_statuses, read_tasks, task_status
from flows.steps.tasks.trace import AdoptedFile, trace_task
from reports.template.tasks import TaskAnswer
from tests.functional.link_server import LinkServer, status, titled
from tests.functional.task_office import KEY, Q1, Q2, TaskOffice
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
    said = screen(own, workspace)
    assert "权责清单更新" in said
    assert "财政局" not in said


def test_a_unit_that_answered_nothing_is_only_named(store: Store, workspace: Workspace, shown: TaskTable) -> None:
    progress(store, "二3", "audit", "not_reported")
    said = screen(read_tasks(store, workspace, Q2, DOCUMENTS), workspace)
    assert "一项也没有报的 1 家：云江区审计局。" in said


def test_a_unit_whose_report_was_returned_is_not_among_those_that_reported_nothing(
    store: Store, workspace: Workspace, shown: TaskTable
) -> None:
    progress(store, "二3", "audit", "not_reported")
    put(store, "rpt_quarterly_coverage", unit_code="audit", period=str(Q2), status="returned")
    table = read_tasks(store, workspace, Q2, DOCUMENTS)
    assert {one.unit_code: one.report_status for one in table.unit_tasks}["audit"] == "returned"
    said = screen(table, workspace)
    assert "报表被退回、其中的任务进展未计入的 1 家：云江区审计局。" in said
    assert "一项也没有报的" not in said


def test_a_quarter_without_tasks_says_why(store: Store, workspace: Workspace) -> None:
    assert "还没有收到报送" in screen(read_tasks(store, workspace, Q2, DOCUMENTS), workspace)


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


def done(evidence: str = "http://a.example/1") -> TaskAnswer:
    return TaskAnswer("已完成", "已公开", date(2025, 3, 20), evidence)


def test_an_answer_is_traced_to_its_cell_in_each_version_of_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = TaskOffice(tmp_path / "traced")
    office.send("education", Q1, datetime(2025, 4, 3), {"一1": TaskAnswer("推进中", "正在梳理")})
    office.send("education", Q1, datetime(2025, 4, 9), {"一1": done()})
    found = trace_task(office.workspace, Q1, "一1", "区教育局")
    assert [(one.version, one.ledger_status, one.status_text) for one in found.answers] == [
        (1, "superseded", "推进中"),
        (2, "accepted", "已完成"),
    ]
    last = found.answers[-1]
    assert (last.sheet, last.address, last.evidence) == ("工作任务", "G5", "http://a.example/1")
    assert run(["trace", "2025Q1", "区教育局", f"task:{KEY}/一1", "-w", str(office.workspace.root)]) == 0
    said = capsys.readouterr().out
    assert "工作任务!G5" in said
    assert "2025年云江区政务公开工作要点" in said


def test_the_figures_of_a_task_are_traced_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = TaskOffice(tmp_path / "traced")
    counted = {"sme_share": (Decimal(1), Decimal(4))}
    office.send("finance", Q1, datetime(2025, 4, 3), {"二3": done()}, counted)
    [answer] = trace_task(office.workspace, Q1, f"{KEY}/二3", "finance").answers
    assert [(one.indicator_code, one.numerator, one.denominator) for one in answer.figures] == [("sme_share", "1", "4")]
    assert answer.figures[0].numerator_address == "G5"
    office.send("finance", Q1, datetime(2025, 4, 4), {"二3": done()}, {"sme_share": (Decimal(3), None)})
    assert run(["trace", "2025Q1", "finance", "task:二3", "-w", str(office.workspace.root)]) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "中小企业意见占比" in said
    assert "听取意见的全部企业数未填" in said
    assert "sme_share" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2025Q1", "区教育局", "task:九9"], "没有任务“九9”"),
        (["2025Q1", "task:一1"], "请写明单位"),
        (["2025", "区教育局", "task:一1"], "任务按季度查"),
    ],
)
def test_what_can_not_be_traced_is_one_sentence(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(["trace", *words, "-w", str(workspace.root)]) == 2
    assert said in capsys.readouterr().err


def test_a_task_leads_back_to_the_file_that_was_adopted(tmp_path: Path) -> None:
    office = Workspace.create(tmp_path / "adopting")
    file = tmp_path / "要点.txt"
    file.write_text(
        "2025年云江区政务公开工作要点\n云府办〔2025〕3号\n一、公开\n1.更新清单。（责任单位：区教育局）\n2025年1月20日\n",
        encoding="utf-8",
    )
    adopted = adopt(office, file, read_workpoints(file), as_of=datetime(2025, 2, 1))
    found = trace_task(Workspace.open(office.root), Q1, "一1", "区教育局")
    assert found.file == AdoptedFile("要点.txt", adopted.sha256, datetime(2025, 2, 1))


def test_the_quarter_of_an_office_from_its_workbooks_to_what_has_to_be_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = TaskOffice(tmp_path / "whole")
    answers = {"一1": done(), "一2": TaskAnswer("推进中", "正在公开"), "二3": done()}
    office.send("finance", Q1, datetime(2025, 4, 3), answers, {"sme_share": (Decimal(1), Decimal(4))})
    shown = task_status(office.workspace, Q1)
    assert {(one.unit_code, one.task_id): one.status for one in shown.unit_tasks} == {
        ("education", "一1"): "not_reported",
        ("finance", "一1"): "done",
        ("finance", "一2"): "overdue",  # due on the last day of the quarter
        ("finance", "二3"): "done",
    }
    assert [one.task_id for one in shown.disputed] == ["二3"]
    assert {task.task_id: task.status for task in shown.tasks} == {
        "一1": "not_reported",
        "一2": "overdue",
        "二3": "done",
    }
    assert run(["tasks", "--period", "2025Q1", "-w", str(office.workspace.root)]) == 1
    assert "报已完成而数据未达到要求" in capsys.readouterr().out
    assert run(["tasks", "-p", "2025Q1", "-u", "区教育局", "--json", "-w", str(office.workspace.root)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["task_id"], one["status"]) for one in told["unit_tasks"]] == [("一1", "not_reported")]


def test_a_dead_link_stands_beside_the_task_and_is_alive_again_when_mended(tmp_path: Path) -> None:
    office, site = TaskOffice(tmp_path / "linked", link_hosts=("127.0.0.1",)), LinkServer()
    server = site.start()
    office.send(
        "education",
        Q1,
        datetime(2025, 4, 3),
        {"一1": done(site.page("/a.html", status(404), status(404), titled("清单")))},
    )
    seen = []
    for day in (10, 11):
        check_links(office.workspace, as_of=datetime(2025, 4, day), limits=LinkLimits(pause_s=0))
        [own] = [one for one in task_status(office.workspace, Q1).unit_tasks if one.unit_code == "education"]
        seen.append(own.evidence_state)
    server.shutdown()
    assert seen == ["dead", "alive"]
