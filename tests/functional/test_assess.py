"""Scores and problems in an office: from what units sent to the commands, the documents and the release."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from flows.cli.app import run
from flows.demo.figures import draw_district
from flows.steps.assess.marks import lay_out_marks
from flows.steps.assess.problems import close_problem, list_problems
from flows.steps.assess.scores import assess
from flows.steps.collect import collect
from flows.steps.intake import journal_of
from flows.steps.publish import publish
from tests.spec.seeded.break_metrics import Q2, MetricDelivery, metric_workspace
from warehouse.workspace import CONFIG, Workspace, WorkspaceError

PUSHED = "2025Q2-finance-indicator-push_rate"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Finance has sent in time, audit too late; nobody else has sent. Three units are scored."""
    workspace = metric_workspace(tmp_path_factory.mktemp("assess") / "office")
    (workspace.schemes).mkdir()
    kinds = {unit.code: unit.kind for unit in workspace.register.units if unit.parent}
    others = sorted(set(kinds) - {"finance", "audit", "health"})
    shipped = (Path(__file__).parents[2] / "warehouse/catalog/data/schemes/example-shanghai.yaml").read_text(
        encoding="utf-8"
    )
    ours = shipped.replace("excluded_units: []", f"excluded_units: [{', '.join(others)}]").replace(
        "least_share: 0.5", "least_share: 0.1"
    )
    (workspace.schemes / "ours.yaml").write_text(ours, encoding="utf-8")
    with (workspace.root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write('scheme = "ours"\n')
    figures = draw_district(workspace.catalog, workspace.register, Q2, Q2)
    MetricDelivery("finance").put(workspace, figures.of("finance", Q2))
    collect(workspace, as_of=datetime(2025, 7, 4, 9))
    MetricDelivery("audit").put(workspace, figures.of("audit", Q2))
    collect(workspace, as_of=datetime(2025, 7, 14, 9))
    return Workspace.open(workspace.root)


def test_units_are_scored_by_the_scheme_in_use_with_a_reason_for_every_point(office: Workspace) -> None:
    scores = {unit.unit_code: unit for unit in assess(office, Q2).units}
    assert set(scores) == {"finance", "audit", "health"}
    assert [scores[code].rank for code in ("finance", "audit", "health")] == [1, 2, 3]
    for score in scores.values():
        assert score.score == sum(line.points for line in score.lines)
        assert all(line.reason.endswith("。") for line in score.lines)
    punctual = {
        code: next(line for line in score.lines if line.item_code == "report_in_time") for code, score in scores.items()
    }
    assert punctual["finance"].points == punctual["finance"].weight_in_force
    assert not any(punctual[code].points for code in ("audit", "health"))


def test_another_scheme_is_tried_without_a_trace(office: Workspace) -> None:
    tried = assess(office, Q2, ["finance"], scheme="example-deductions")
    assert (tried.scheme_code, [unit.unit_code for unit in tried.units]) == ("example-deductions", ["finance"])


def test_the_command_lists_groups_and_explains_a_unit(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["-w", str(office.root)]
    assert run(["assess", "2025Q2", "--unit", "云江区财政局", *where]) == 0
    assert "部门" in (shown := capsys.readouterr().out)
    assert "集成推送率0%（0/1，文件台账）" in "".join(shown.split())
    assert run(["assess", "2025Q2", "--json", *where]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["period"], told["units"][0]["unit_code"], told["units"][0]["rank"]) == ("2025Q2", "finance", 1)
    assert run(["assess", "2025Q2", "--scheme", "none", *where]) == 2
    assert "没有名为“none”的评估方案" in capsys.readouterr().err


def test_without_a_scheme_the_command_says_which_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workspace.create(tmp_path)
    assert run(["assess", "2025Q2", "-w", str(tmp_path)]) == 2
    assert "可用：example-deductions、example-shanghai" in capsys.readouterr().err


def test_problems_are_listed_with_deadlines_and_saved_as_a_workbook(
    office: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = {one.problem_id: one for one in list_problems(office).problems}
    assert {"2025Q2-audit-late", "2025Q2-health-missing", PUSHED} <= set(listed)
    assert listed[PUSHED].text == "集成推送率0%（文件台账），要求为100%"
    assert str(listed[PUSHED].due_on) == "2025-08-05"  # ten working days after the circular of 22 July
    saved = tmp_path / "清单.xlsx"
    assert run(["problems", "--unit", "finance", "--xlsx", str(saved), "-w", str(office.root)]) == 1
    assert PUSHED in "".join(capsys.readouterr().out.split())
    assert saved.read_bytes()[:2] == b"PK"


def test_the_office_closes_a_problem_with_reason_and_name_in_the_journal(office: Workspace) -> None:
    wrong = "2025Q2-health-missing"
    for reason, by in ((" ", "张三"), ("免报", "")):
        with pytest.raises(WorkspaceError, match="必须写明理由和经办人"):
            close_problem(office, wrong, reason, by)
    with pytest.raises(WorkspaceError, match="没有编号为“nothing”的问题"):
        close_problem(office, "nothing", "免报", "张三")
    before = len(list(journal_of(office)))
    done = close_problem(office, wrong, "机构改革，免报", "张三", as_of=datetime(2025, 7, 30, 9))
    assert (done.unit_name, done.period) == ("云江区卫生健康委员会", "2025Q2")
    [event] = list(journal_of(office))[before:]
    assert (event.kind, event.facts) == (
        "closed",
        {"problem_id": wrong, "period": "2025Q2", "reason": "机构改革，免报", "by": "张三"},
    )
    closed = next(one for one in list_problems(office).problems if one.problem_id == wrong)
    assert (closed.status, closed.closed_by, closed.closed_reason) == ("closed", "office", "机构改革，免报")
    with pytest.raises(WorkspaceError, match="已于 2025Q2 销号"):
        close_problem(office, wrong, "再来一次", "张三")


def test_the_sheet_of_marks_is_laid_out_once_and_its_marks_count(
    office: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["-w", str(office.root)]
    assert run(["assess", "2025Q2", "--marks", *where]) == 0
    assert "新增 3 行" in capsys.readouterr().out
    path = office.schemes / "marks.csv"
    text = path.read_text(encoding="utf-8-sig")
    named = [line for line in text.splitlines() if line.startswith("2025Q2,云江区财政局,attributes")]
    path.write_text(text.replace(named[0], named[0].removesuffix(",,,") + ",2,认定不准,张三"), encoding="utf-8-sig")
    assert lay_out_marks(Workspace.open(office.root), Q2) == (path, 0)
    [score] = assess(Workspace.open(office.root), Q2, ["finance"]).units
    [line] = (line for line in score.lines if line.item_code == "attributes")
    assert line.reason.startswith("主管部门评2分：认定不准；满分5分")


def test_pages_and_lists_are_in_the_release_and_other_marks_make_another(office: Workspace) -> None:
    workspace = Workspace.open(office.root)
    first = publish(workspace, Q2, as_of=datetime(2025, 7, 22, 9))
    assert first.path is not None
    folder = first.path / "documents" / "2025Q2"
    pages = {path.name for path in (folder / "单位单页").iterdir()}
    assert {
        f"云江区财政局2025年第二季度政务公开工作{kind}" for kind in ("单页.docx", "单页.html", "问题清单.xlsx")
    } <= pages
    assert (folder / "云江区人民政府2025年第二季度政务公开工作问题清单.xlsx").is_file()
    with duckdb.connect(first.path / "zwgk.duckdb", read_only=True) as bi:
        [(scored,)] = bi.execute("SELECT count(*) FROM mart.fct_score").fetchall()
        [(listed,)] = bi.execute("SELECT count(*) FROM mart.fct_problem WHERE unit_code = 'finance'").fetchall()
    assert scored == 3
    assert listed == len([one for one in list_problems(workspace).problems if one.unit_code == "finance"])
    assert not publish(workspace, Q2).is_new
