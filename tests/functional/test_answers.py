"""The unit answers and the office decides: notes explain a warning, a waiver lets an error pass, and neither is ever silent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from flows.demo.figures import draw_district
from flows.steps.collect import collect
from flows.steps.publish import publish
from flows.steps.waive import waive
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace, WorkspaceError

PERIOD = Period(2025, 1)
pytestmark = pytest.mark.xdist_group("answers")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Finance is out by two in its licences' neighbour, the T4 total; audit is sound and writes a note."""
    office = Workspace.create(tmp_path_factory.mktemp("office"))
    figures = draw_district(office.catalog, office.register, PERIOD, PERIOD)
    for code, wrong, note in (("finance", 2, ""), ("audit", 0, "现行有效件数含上级转来的一件。")):
        unit = office.register.by_code[code]
        values = dict(figures.of(code, PERIOD))
        values["T4:review.total"] += Decimal(wrong)
        order = TemplateOrder(unit_code=code, unit_name=unit.name, period=PERIOD, opening={}, values=values, note=note)
        (office.inbox / f"{unit.name}.xlsx").write_bytes(write_template(order, office.catalog))
    collect(office, as_of=datetime(2025, 4, 3))
    return office


def ledger(workspace: Workspace) -> dict[str, tuple[int, str]]:
    with open_store(workspace.database) as store:
        rows = store.rows("SELECT unit_code, submission_id, status FROM core_submission")
    return {row["unit_code"]: (row["submission_id"], row["status"]) for row in rows}


def test_a_waived_error_passes_and_the_release_accounts_for_the_difference(workspace: Workspace) -> None:
    submission, status = ledger(workspace)["finance"]
    assert status == "returned"
    done = waive(
        workspace, submission, "T4-TOTAL", reason="复议机关口径不同，已核实", by="李四", as_of=datetime(2025, 4, 8)
    )
    assert (done.findings, done.before, done.after) == (1, "returned", "accepted")
    released = publish(workspace, PERIOD, as_of=datetime(2025, 4, 20))
    assert released.failures == ()
    assert released.is_new
    with open_store(workspace.database) as store:
        answers = store.rows(
            "SELECT kind, rule_id, answer FROM dq_answer WHERE submission_id = $id", {"id": submission}
        )
        kept = store.rows("SELECT waived_by, waived_at FROM raw_waiver")
        [violation] = store.rows("SELECT difference FROM dq_violation WHERE submission_id = $id", {"id": submission})
    assert answers == [{"kind": "waiver", "rule_id": "T4-TOTAL", "answer": "复议机关口径不同，已核实"}]
    assert kept == [{"waived_by": "李四", "waived_at": datetime(2025, 4, 8)}]
    assert violation["difference"] == 2


def test_the_name_of_who_waived_is_not_published(workspace: Workspace) -> None:
    current = workspace.releases / "current"
    assert not [path for path in current.rglob("*") if path.is_file() and "李四".encode() in path.read_bytes()]


def test_a_units_note_goes_with_its_submission(workspace: Workspace) -> None:
    submission, _ = ledger(workspace)["audit"]
    with open_store(workspace.database) as store:
        notes = store.rows("SELECT text, sheet FROM stg_note")
        answers = store.rows(
            "SELECT answer FROM dq_answer WHERE kind = 'explanation' AND submission_id = $id", {"id": submission}
        )
    assert notes == [{"text": "现行有效件数含上级转来的一件。", "sheet": "说明"}]
    assert answers == [{"answer": "现行有效件数含上级转来的一件。"}]


@pytest.mark.parametrize(
    ("rule", "reason", "said"),
    [
        ("T4-TOTALS", "已核实", "没有编号为“T4-TOTALS”的规则"),
        ("T3-BALANCE", "已核实", "没有这样的问题"),
        ("FILE-READABLE", "已核实", "不能豁免"),
        ("T4-TOTAL", " ", "必须写明理由"),
    ],
)
def test_what_cannot_be_waived_is_said(workspace: Workspace, rule: str, reason: str, said: str) -> None:
    submission, _ = ledger(workspace)["audit"]
    with pytest.raises(WorkspaceError, match=said):
        waive(workspace, submission, rule, reason=reason, by="李四")


def test_a_run_with_something_new_is_in_the_history_of_quality(workspace: Workspace) -> None:
    collect(workspace, as_of=datetime(2025, 4, 21))
    with open_store(workspace.database) as store:
        runs = store.rows("SELECT ran_at, received, read, judged, returned, findings FROM dq_run")
    assert runs == [
        {"ran_at": datetime(2025, 4, 3), "received": 2, "read": 2, "judged": 2, "returned": 1, "findings": 1}
    ]
