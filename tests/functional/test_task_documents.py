"""The parts on key points in the documents of an office: read from the built tables, and clean for our own checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from flows.cli.app import run
from flows.steps.tasks.figures import TaskReader
from reports.annual_docx import write_annual_docx
from reports.annual_html import render_annual_html
from reports.statement import AnnualReport, Coverage
from reports.tasks.report import TaskReport
from tests.functional.task_office import KEY, Q1, Q2, TaskOffice
from tests.unit.reports.papers import annual, city_values
from tests.unit.reports.task_cases import CATALOG, JUSTICE, PROGRESS, task_report
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.tables import tables

YEAR, Q4 = Period(2025), Period(2025, 4)
STATES = ("done", "on_the_way", "overdue", "not_reported", "not_due", "not_applicable")


def put(store: Store, table: str, *rows: dict[str, object]) -> None:
    """Rows of a declared table; what is not given is NULL."""
    declared = tables()[table]
    whole = [{name: row.get(name) for name in declared.columns} for row in rows]
    store.insert(table, pl.DataFrame(whole, declared.frame_schema))


def status(task_id: str, judged: str, period: Period = Q2, **counts: int) -> dict[str, object]:
    counted = dict.fromkeys(STATES, 0) | counts
    row = {"document": KEY, "period": str(period), "task_id": task_id, "chapter": task_id[0], "status": judged}
    return {**row, **counted, "units": sum(counts.values()), "disputed": 0}


def progress(task_id: str, unit: str, judged: str, **given: object) -> dict[str, object]:
    row = {"document": KEY, "period": str(Q2), "task_id": task_id, "unit_code": unit, "role": "responsible"}
    return {**row, "status": judged, "is_past_due": False, "is_disputed": False, **given}


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[TaskReader]:
    """Two units in the second quarter, as the built tables would have them, in no order."""
    workspace = TaskOffice(tmp_path / "office").workspace
    with open_store(workspace.database) as store:
        put(
            store,
            "dim_task",
            {"document": KEY, "task_id": "二3", "name": "听取企业意见", "open_bodies": "等", "task_order": 3},
        )
        put(
            store,
            "rpt_task_status",
            status("二3", "on_the_way", on_the_way=1),
            status("一1", "not_reported", done=1, not_reported=1),
            status("一2", "overdue", overdue=1),
        )
        put(
            store,
            "fct_task_progress",
            progress("二3", "finance", "on_the_way", reported="under_way", progress="起草中"),
            progress("一2", "finance", "overdue", is_past_due=True, reported="not_started"),
            progress("一1", "finance", "not_reported"),
            progress(
                "一1",
                "education",
                "done",
                done_on=date(2025, 6, 2),
                evidence="https://a.example/1",
                evidence_state="dead",
            ),
        )
        put(
            store,
            "fct_task_figure",
            {
                **{"document": KEY, "task_id": "二3", "indicator_code": "sme_share", "unit_code": "finance"},
                **{"period": str(Q2), "numerator": Decimal(1), "denominator": Decimal(4), "value": Decimal("0.25")},
                "verdict": "not_met",
            },
        )
        yield TaskReader(store, workspace)


def whole(reader: TaskReader) -> TaskReport:
    found = reader.quarter(Q2)
    assert found is not None
    return found


def test_lines_stand_in_the_order_of_the_document_and_of_the_register(reader: TaskReader) -> None:
    report = whole(reader)
    assert [line.task_id for line in report.tasks] == ["一1", "一2", "二3"]
    assert [(line.unit_name, line.task_id) for line in report.progress] == [
        ("云江区教育局", "一1"),
        ("云江区财政局", "一1"),
        ("云江区财政局", "一2"),
        ("云江区财政局", "二3"),
    ]


def test_every_count_of_the_report_is_that_of_the_tables(reader: TaskReader) -> None:
    report = whole(reader)
    assert {line.task_id: {k: n for k, n in line.counts.items() if n} for line in report.tasks} == {
        "一1": {"done": 1, "not_reported": 1},
        "一2": {"overdue": 1},
        "二3": {"on_the_way": 1},
    }
    assert sum(line.units for line in report.tasks) == len(report.progress)


def test_words_come_from_the_declared_document(reader: TaskReader) -> None:
    report = whole(reader)
    [document] = report.documents
    assert (document.number, document.open_tasks) == ("云府办〔2025〕3号", ("二3 听取企业意见",))
    assert report.tasks[0].due == "二季度前（2025年6月30日）"
    assert (report.progress[0].done_on, report.progress[0].evidence_state) == (date(2025, 6, 2), "dead")
    [figure] = report.figures
    assert (figure.name, figure.value, figure.verdict) == ("中小企业意见占比", Decimal("0.25"), "not_met")
    assert figure.requirement.threshold == Decimal("0.5")


def test_a_quarter_or_year_of_which_nothing_is_known_has_no_part(reader: TaskReader) -> None:
    assert reader.quarter(Q1) is None
    assert reader.quarter(Period(2024, 2)) is None
    assert reader.year(Period(2024)) is None


def test_a_year_is_told_as_of_its_last_known_quarter(reader: TaskReader) -> None:
    half = reader.year(YEAR)
    assert half is not None
    assert half.period == Q2
    put(reader.store, "rpt_task_status", status("一1", "done", Q4, done=2))
    full = TaskReader(reader.store, reader.workspace).year(YEAR)
    assert full is not None
    assert (full.period, [line.status for line in full.tasks]) == (Q4, ["done"])


def test_a_unit_s_year_has_its_own_tasks_alone(reader: TaskReader) -> None:
    own = reader.year(YEAR, "education")
    assert own is not None
    assert own.is_own
    assert [(line.task_id, line.status) for line in own.judged] == [("一1", "done")]
    assert reader.year(YEAR, "audit") is None


def test_what_the_workspace_no_longer_declares_is_passed_over(reader: TaskReader) -> None:
    put(reader.store, "rpt_task_status", {**status("一1", "done", done=1), "document": "gone-2025"})
    put(reader.store, "fct_task_progress", {**progress("一1", "gone", "done")})
    assert len(whole(reader).tasks) == 3
    assert len(whole(reader).progress) == 4


@pytest.fixture(params=["汇总", "单位"])
def report(request: pytest.FixtureRequest) -> AnnualReport:
    """An annual report whose part on tasks says what a careless reader would take for figures of the tables."""
    told = "新收政府信息公开申请5件，行政复议3件，作出行政许可决定12件"
    lines = tuple(replace(line, progress=told) for line in PROGRESS)
    if request.param == "汇总":
        tasks = task_report(period=Q4, progress=lines)
        return replace(
            annual(city_values(), coverage=Coverage(3, 3, 0, 0), published_on=date(2026, 1, 20)), tasks=tasks
        )
    own = tuple(line for line in lines if line.unit_name == JUSTICE)
    tasks = task_report(period=Q4, tasks=(), progress=own, figures=(), is_own=True)
    return replace(annual(city_values(), name=JUSTICE, published_on=date(2026, 1, 20)), tasks=tasks)


def findings(report: AnnualReport, folder: Path, capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str]]:
    """Rule and message of everything that `zwgk check` says of the report in Word and as a page."""
    (folder / "a.docx").write_bytes(write_annual_docx(report, CATALOG))
    (folder / "a.html").write_text(render_annual_html(report, CATALOG), encoding="utf-8")
    found = set()
    for name in ("a.docx", "a.html"):
        run(["check", str(folder / name), "--json"])
        [checked] = json.loads(capsys.readouterr().out)["reports"]
        assert checked["error"] is None
        found |= {(one["rule_id"], one["message"]) for one in checked["findings"]}
    return found


def test_our_own_check_finds_nothing_in_the_part_on_tasks(
    report: AnnualReport, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_part = findings(report, tmp_path, capsys)
    assert with_part == findings(replace(report, tasks=None), tmp_path, capsys)
    assert {rule for rule, _ in with_part} == {"TEXT-RESIDUE"}
