"""Withdraw: a unit takes a report back; the version before it counts again. Nothing is deleted."""

from __future__ import annotations

from datetime import datetime

from flows.steps.feedback.cases import find_cases
from flows.steps.feedback.saving import save_feedback
from flows.steps.intake import WITHDRAWN, journal_of, local_now
from flows.steps.state import refresh
from warehouse.store import open_store
from warehouse.workspace import Workspace, WorkspaceError


def withdraw(workspace: Workspace, submission_id: int, reason: str, by: str, as_of: datetime | None = None) -> str:
    """Journals the withdrawal, judges again, rewrites what goes back to units for it, and gives the status that the unit's period has now.

    Raises WorkspaceError.
    """
    with open_store(workspace.warehouse) as store, store.near():
        former = refresh(store, workspace)
        known = store.rows(
            "SELECT unit_code, period, status FROM core_submission WHERE submission_id = $id", {"id": submission_id}
        )
        if not known:
            raise WorkspaceError(f"台账中没有编号为 {submission_id} 的报送。")
        if known[0]["status"] == "withdrawn":
            raise WorkspaceError(f"编号为 {submission_id} 的报送已经撤回。")
        facts = {"submission_id": str(submission_id), "reason": reason, "by": by}
        journal_of(workspace).append(WITHDRAWN, as_of or local_now(), [facts])
        touched = {*former.judged, *refresh(store, workspace).judged}
        counting = store.rows(
            """SELECT submission_id FROM core_submission
               WHERE unit_code = $unit_code AND period = $period AND status IN ('accepted', 'nil')""",
            {"unit_code": known[0]["unit_code"], "period": known[0]["period"]},
        )
        cases = find_cases(store, workspace, touched)
    save_feedback(workspace, cases, touched, as_of)
    return f"改由编号 {counting[0]['submission_id']} 的报送计数。" if counting else "该单位该报告期现无计数的报送。"
