"""`zwgk assign`: the office writes out what a document leaves open, fills it in, and has it read back."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from flows.cli.app import run
from flows.steps.collect import collect
from flows.steps.intake import journal_of
from flows.steps.state import refresh
from flows.steps.tasks.assign import AssignSummary, assign, open_rows
from tests.spec.seeded.break_tasks import KEY, OPEN, Q2, RECEIVED, Sender, TaskDelivery, task_workspace
from warehouse.store import open_store
from warehouse.workspace import Workspace, WorkspaceError

MAY, AUGUST = datetime(2025, 5, 12, 9), datetime(2025, 8, 1, 9)
Cells = dict[str, str | None]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return task_workspace(tmp_path / "office")


def filled(workspace: Workspace, *rows: Cells, headings: bool = True) -> bytes:
    """An assignment workbook with these rows; cells not named are as the one open body has them."""
    words = workspace.catalog.tasks.assignment.columns.model_dump()
    known: Cells = {
        "document": KEY,
        "task": "二4",
        "name": "政民互动",
        "content": "开展政民互动。",
        "body": "各相关部门",
        "role": "责任",
        "units": None,
    }
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "分派"
    sheet.append(["责任单位分派表"])
    if headings:
        sheet.append(list(words.values()))
    for row in rows:
        sheet.append([{**known, **row}[name] for name in words])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def said(summary: AssignSummary) -> list[tuple[str, str]]:
    return [(f"{one.sheet}!{one.address}", one.message) for one in summary.problems]


def holders(workspace: Workspace) -> list[tuple[str, str, date]]:
    """Unit, basis and first day of the units of the open task."""
    with open_store(workspace.database) as store:
        refresh(store, workspace)
        rows = store.rows(
            "SELECT unit_code, basis, starts_on FROM cat_task_unit WHERE task_id = '二4' ORDER BY unit_code"
        )
    return [tuple(row.values()) for row in rows]


def test_what_is_written_out_is_filled_in_and_read_back(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, root = tmp_path / "分派.xlsx", str(workspace.root)
    assert run(["assign", "-w", root]) == 0
    assert "1 项待分派" in capsys.readouterr().out
    assert run(["assign", "--write", str(file), "-w", root]) == 0
    assert "1 项责任主体" in capsys.readouterr().out
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    [row] = [cell.row for cell in sheet["E"] if cell.value == "各相关部门"]
    sheet.cell(row, 7).value = "区教育局、 区卫健委"
    book.save(file)
    assert run(["assign", str(file), "--as-of", "2025-05-12T09:00", "-w", root, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["assigned"], done["open"], done["is_new"]) == (1, 0, True)
    assert holders(workspace) == [("education", "assigned", MAY.date()), ("health", "assigned", MAY.date())]
    assert [row.units for row in open_rows(workspace)] == [("云江区教育局", "云江区卫生健康委员会")]


def test_after_a_new_assignment_the_office_hears_what_to_give_out_again(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, root = tmp_path / "分派.xlsx", str(workspace.root)
    file.write_bytes(filled(workspace, {"units": "区教育局"}))
    assert run(["assign", str(file), "-w", root]) == 0
    assert "请重新运行 zwgk templates、zwgk breakdown" in capsys.readouterr().out
    assert run(["assign", str(file), "-w", root]) == 0
    assert "请重新运行" not in capsys.readouterr().out


def test_the_same_workbook_again_changes_nothing(workspace: Workspace) -> None:
    content = filled(workspace, {"units": "区教育局"})
    assert assign(workspace, content, "分派.xlsx", MAY).is_new
    before = len(list(journal_of(workspace)))
    assert not assign(workspace, content, "又一次.xlsx", AUGUST).is_new
    assert len(list(journal_of(workspace))) == before


def test_a_later_workbook_replaces_a_body_and_a_unit_named_again_keeps_its_first_day(workspace: Workspace) -> None:
    assign(workspace, filled(workspace, {"units": "区教育局、区财政局"}), "一.xlsx", MAY)
    assign(workspace, filled(workspace, {"units": "区财政局；区审计局"}), "二.xlsx", AUGUST)
    assert holders(workspace) == [("audit", "assigned", AUGUST.date()), ("finance", "assigned", MAY.date())]


def test_everything_that_is_wrong_is_said_in_one_pass_and_nothing_is_taken(workspace: Workspace) -> None:
    content = filled(
        workspace,
        {"units": "区教育局、区天文局"},
        {"document": "elsewhere-2025", "units": "区教育局"},
        {"task": "九9", "units": "区教育局"},
        {"body": "各有关委办", "units": "区教育局"},
        {"task": "一1", "body": "区政府各部门", "units": "区教育局"},
        {"units": "云江区人民政府"},
    )
    problems = said(assign(workspace, content, "分派.xlsx", MAY))
    assert [place for place, _ in problems] == [f"分派!G{row}" for row in range(3, 9)]
    wrong = ["没有“区天文局”", "elsewhere-2025", "没有任务“九9”", "没有“各有关委办”", "已经写明", "本级政府"]
    assert all(word in message for word, (_, message) in zip(wrong, problems, strict=True))
    assert list(journal_of(workspace)) == []
    assert holders(workspace) == []


def test_one_body_assigned_twice_is_a_problem_unless_it_is_the_same(workspace: Workspace) -> None:
    twice = filled(workspace, {"units": "区教育局"}, {"units": "区财政局"})
    assert [place for place, _ in said(assign(workspace, twice, "a.xlsx", MAY))] == ["分派!G4"]
    same = filled(workspace, {"units": "区教育局"}, {"units": "云江区教育局"})
    assert said(assign(workspace, same, "b.xlsx", MAY)) == []


@pytest.mark.parametrize(
    ("headings", "units", "reason"), [(False, "区教育局", "没有找到分派表"), (True, None, "没有填写任何单位")]
)
def test_a_file_that_assigns_nothing_is_one_sentence(
    workspace: Workspace, headings: bool, units: str | None, reason: str
) -> None:
    with pytest.raises(WorkspaceError, match=reason):
        assign(workspace, filled(workspace, {"units": units}, headings=headings), "分派.xlsx", MAY)


def test_a_file_that_is_no_workbook_and_an_office_without_key_points_are_one_sentence(
    workspace: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(WorkspaceError, match="分派表无法读取"):
        assign(workspace, b"nothing", "分派.xlsx", MAY)
    with pytest.raises(WorkspaceError, match="没有工作要点"):
        open_rows(Workspace.create(tmp_path / "plain"))


def test_reports_are_judged_again_once_their_tasks_are_theirs(workspace: Workspace) -> None:
    sender = Sender(workspace)
    answers = (*TaskDelivery("finance").answers, ("二4", OPEN))
    sender.put(TaskDelivery("finance", answers=answers))
    collect(workspace, as_of=RECEIVED[Q2])
    unknown = "SELECT count(*) AS n FROM dq_violation WHERE rule_id = 'TASK-UNKNOWN'"
    with open_store(workspace.database) as store:
        assert store.rows(unknown) == [{"n": 1}]
    assert assign(workspace, filled(workspace, {"units": "区财政局"}), "分派.xlsx", MAY).judged == 1
    with open_store(workspace.database) as store:
        assert store.rows(unknown) == [{"n": 0}]


def test_a_collective_name_stands_for_the_units_of_that_day(workspace: Workspace) -> None:
    summary = assign(workspace, filled(workspace, {"units": "各街镇、区教育局"}), "分派.xlsx", MAY)
    assert (summary.assigned, summary.problems) == (1, ())
    register = workspace.register
    towns = {
        unit.code
        for unit in register.units
        if unit.kind in ("street", "town", "park") and unit.exists_on(MAY.date()) and unit.is_rolled_up
    }
    assert {code for code, *_ in holders(workspace)} == towns | {"education"}
    assert len(towns) > 5


def test_an_assignment_after_the_documents_year_is_taken_and_said(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "分派.xlsx"
    file.write_bytes(filled(workspace, {"units": "区教育局"}))
    assert run(["assign", str(file), "--as-of", "2026-02-03T09:00", "-w", str(workspace.root)]) == 0
    assert f"〔注意〕分派日期 2026-02-03 已过工作要点 {KEY} 的年度，按 2025-12-31 起承担计" in capsys.readouterr().out
    in_time = assign(workspace, filled(workspace, {"units": "区财政局"}), "分派.xlsx", datetime(2025, 12, 31, 18))
    assert in_time.warnings == ()


def test_a_file_that_is_not_there_is_said_in_one_language(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assign", "nofile.xlsx", "-w", str(workspace.root)]) == 2
    said = capsys.readouterr().err
    assert "没有“nofile.xlsx”这个文件" in said
    assert "not exist" not in said
