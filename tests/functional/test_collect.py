"""Collecting: what lies in the inbox is taken once, in the order in which it was saved, and no file stops another."""

from __future__ import annotations

import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from expectations.gx_asking import SuiteError
from flows.demo.figures import draw_district
from flows.steps import judge as judging
from flows.steps.collect import CollectSummary, collect
from flows.steps.standing import open_standing
from flows.steps.status import period_status
from flows.steps.withdraw import withdraw
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace, WorkspaceError

PERIOD = Period(2025, 1)
AT = datetime(2025, 4, 3, 9)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "office")


@pytest.fixture
def first(workspace: Workspace) -> CollectSummary:
    """Finance twice, saved in the order against that of the names, audit once, and a file that is none."""
    save(workspace, "区财政局 旧.xlsx", workbook(workspace, "finance"), minute=1)
    save(workspace, "区财政局 改.xlsx", workbook(workspace, "finance", extra_new=3), minute=2)
    save(workspace, "区审计局.xlsx", workbook(workspace, "audit"), minute=3)
    save(workspace, "坏文件.xlsx", b"PK\x03\x04 nothing more", minute=4)
    return collect(workspace, as_of=AT)


def workbook(
    workspace: Workspace, unit_code: str, extra_new: int = 0, wrong_new: int = 0, period: Period = PERIOD
) -> bytes:
    unit = workspace.register.by_code[unit_code]
    figures = dict(draw_district(workspace.catalog, workspace.register, PERIOD, period).of(unit_code, period))
    for code in ("T3:new.natural_person", "T3:new.total", "T3:carried_out.natural_person", "T3:carried_out.total"):
        figures[code] += Decimal(extra_new)
    figures["T3:new.natural_person"] += Decimal(wrong_new)
    order = TemplateOrder(unit_code=unit.code, unit_name=unit.name, period=period, opening={}, values=figures)
    return write_template(order, workspace.catalog)


def save(workspace: Workspace, name: str, content: bytes, minute: int) -> Path:
    path = workspace.inbox / name
    path.write_bytes(content)
    os.utime(path, (minute * 60, minute * 60))
    return path


def rows(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    with open_store(workspace.database) as store:
        return store.connection.execute(sql).fetchall()


def test_of_two_versions_lying_together_the_one_saved_later_counts(workspace: Workspace, first: CollectSummary) -> None:
    assert first.errors == ()
    assert first.statuses == {"accepted": 2, "superseded": 1, "unreadable": 1}
    superseded = (
        "SELECT file_name FROM core_submission JOIN raw_receipt USING (submission_id) WHERE status = 'superseded'"
    )
    assert rows(workspace, superseded) == [("区财政局 旧.xlsx",)]


def test_a_collect_says_in_a_line_what_came_and_what_had_to_be_judged_again(
    workspace: Workspace, first: CollectSummary
) -> None:
    assert first.touched is not None
    assert first.touched.sentence == (
        "因云江区财政局2025年第一季度报送、云江区财政局2025年第一季度更正报送、云江区审计局2025年第一季度报送等 4 份报送："
        "核对 4 份报送（2025年第一季度）；其余 0 份沿用。"
    )
    save(workspace, "区审计局 改.xlsx", workbook(workspace, "audit", extra_new=2), minute=5)
    touched = collect(workspace, as_of=AT).touched
    assert touched is not None
    assert (touched.judged, touched.again, touched.kept, touched.periods) == (2, 1, 3, ("2025Q1",))
    assert touched.sentence == (
        "因云江区审计局2025年第一季度更正报送：核对 2 份报送（2025年第一季度），其中重新核对 1 份；其余 3 份沿用。"
    )
    asked = collect(workspace, as_of=AT, units=["audit"]).touched
    assert asked is not None
    assert asked.sentence == "没有新的报送：重新核对 2 份报送（2025年第一季度）；其余 3 份沿用。"
    assert collect(workspace, as_of=AT).touched is None


def test_collecting_again_changes_nothing(workspace: Workspace, first: CollectSummary) -> None:
    before = {
        t: rows(workspace, f"SELECT * FROM {t} ORDER BY ALL") for t in ("core_submission", "core_cell", "dq_violation")
    }
    assert collect(workspace, as_of=datetime(2025, 4, 4)).is_unchanged
    assert {t: rows(workspace, f"SELECT * FROM {t} ORDER BY ALL") for t in before} == before


def test_judging_one_unit_again_leaves_every_row_as_it_was(workspace: Workspace, first: CollectSummary) -> None:
    before = {
        t: rows(workspace, f"SELECT * FROM {t} ORDER BY ALL")
        for t in ("core_submission", "core_cell", "dq_result", "dq_violation")
    }
    again = collect(workspace, as_of=AT, units=["区审计局"], period=PERIOD)
    assert (again.received, again.judged) == (0, 1)
    assert {t: rows(workspace, f"SELECT * FROM {t} ORDER BY ALL") for t in before} == before


def test_what_is_judged_in_parts_and_staged_in_portions_is_what_is_judged_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _collected(tmp_path / "small", monkeypatch, 1) == _collected(tmp_path / "large", monkeypatch, 1000)


def _collected(root: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> list[list[tuple[object, ...]]]:
    """What two quarters of two units come to, one with errors, judged `most` units and staged `most` files at a time."""
    monkeypatch.setattr("warehouse.ledger._UNITS", most)
    monkeypatch.setattr("flows.steps.staging._PORTION", most)
    office = Workspace.create(root)
    for quarter, wrong in ((1, 0), (2, 5)):
        for unit_code in ("finance", "audit"):
            content = workbook(office, unit_code, extra_new=quarter, wrong_new=wrong, period=Period(2025, quarter))
            save(office, f"{unit_code}{quarter}.xlsx", content, minute=quarter)
    assert collect(office, as_of=datetime(2025, 7, 3)).received == 4
    tables = ("stg_cell", "core_submission", "core_cell", "dq_result", "dq_violation")
    return [rows(office, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]


def test_a_rule_on_which_great_expectations_differs_judges_nothing_until_it_agrees(
    workspace: Workspace, first: CollectSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(workspace, "SELECT * FROM dq_result ORDER BY ALL")
    said = iter([{"T3-BALANCE": "it differs"}, {}])
    with monkeypatch.context() as patch:
        patch.setattr(judging, "confirm", lambda *_: next(said))
        assert "T3-BALANCE：it differs" in collect(workspace, as_of=AT, units=["finance"]).errors
    outcomes = rows(
        workspace, "SELECT DISTINCT outcome FROM dq_result WHERE rule_id = 'T3-BALANCE' AND submission_id = 2"
    )
    assert outcomes == [("error",)]
    assert collect(workspace, as_of=AT).errors == ()
    assert rows(workspace, "SELECT * FROM dq_result ORDER BY ALL") == before


def test_a_run_that_dies_before_great_expectations_has_answered_is_judged_again(
    workspace: Workspace, first: CollectSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace, "区审计局 改.xlsx", workbook(workspace, "audit", extra_new=2), minute=5)
    with monkeypatch.context() as patch:
        patch.setattr(judging, "confirm", _no_answer)
        with pytest.raises(SuiteError):
            collect(workspace, as_of=AT)
    with open_standing(workspace) as store:  # a command that only looks has it confirmed first
        assert store.rows("SELECT count(*) AS n FROM core_unjudged") == [{"n": 0}]
        found = store.rows("SELECT status FROM core_submission WHERE unit_code = 'audit' ORDER BY submission_id")
    assert [row["status"] for row in found] == ["superseded", "accepted"]


def _no_answer(*_: object) -> dict[str, str]:
    raise SuiteError("it died")


def test_a_returned_report_that_was_corrected_is_no_finding_any_more(workspace: Workspace) -> None:
    save(workspace, "区财政局.xlsx", workbook(workspace, "finance", wrong_new=3), minute=1)
    returned = collect(workspace, as_of=AT)
    assert (returned.statuses, returned.findings > 0) == ({"returned": 1}, True)
    save(workspace, "区财政局 更正.xlsx", workbook(workspace, "finance"), minute=2)
    corrected = collect(workspace, as_of=AT)
    assert (corrected.statuses, corrected.findings) == ({"accepted": 1}, 0)
    assert (corrected.judged, corrected.replaced) == (2, 1)


def test_a_file_larger_than_any_report_is_said_and_stops_no_other(workspace: Workspace) -> None:
    huge = workspace.inbox / "巨大.xlsx"
    with huge.open("wb") as out:
        out.truncate(10 << 30)
    os.utime(huge, (60, 60))
    save(workspace, "区统计局.xlsx", workbook(workspace, "statistics"), minute=5)
    done = collect(workspace, as_of=AT)
    huge.unlink()
    assert done.statuses == {"accepted": 1}
    assert [line for line in done.not_fetched if line.startswith("巨大.xlsx：文件有 10240 MB")]


def test_an_unknown_unit_is_a_clear_error(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="区气象局"):
        collect(workspace, as_of=AT, units=["区气象局"])


def test_withdrawing_lets_the_former_version_count(workspace: Workspace, first: CollectSummary) -> None:
    latest = rows(
        workspace, "SELECT max(submission_id) FROM core_submission WHERE unit_code = 'finance' AND status = 'accepted'"
    )[0][0]
    assert isinstance(latest, int)
    said = withdraw(workspace, latest, reason="报错了", by="王五", as_of=AT)
    former = {row.unit_code: row for row in period_status(workspace, PERIOD).rows}["finance"]
    assert former.status == "accepted"
    assert former.submission_id is not None
    assert former.submission_id < latest
    assert str(former.submission_id) in said
    with pytest.raises(WorkspaceError, match="已经撤回"):
        withdraw(workspace, latest, reason="再撤", by="王五")


def test_the_database_rebuilt_from_archive_and_journal_is_the_same(workspace: Workspace, first: CollectSummary) -> None:
    kept = ("raw_receipt", "stg_cell", "core_submission", "core_cell", "dq_violation")
    before = {t: rows(workspace, f"SELECT * FROM {t} ORDER BY ALL") for t in kept}
    workspace.database.unlink()
    collect(workspace, as_of=AT)
    assert {t: rows(workspace, f"SELECT * FROM {t} ORDER BY ALL") for t in kept} == before
