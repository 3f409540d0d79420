"""Waive: the office lets a finding pass, with reason, name and date. It stays in the list of findings for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.steps.feedback.cases import find_cases
from flows.steps.feedback.saving import save_feedback
from flows.steps.intake import WAIVED, journal_of, local_now
from flows.steps.state import refresh
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class Waived:
    """What a waiver came to: findings let pass, and the submission's ledger status before and after."""

    findings: int
    before: str
    after: str


def waive(
    workspace: Workspace,
    submission_id: int,
    rule_id: str,
    reason: str,
    by: str,
    check_key: str | None = None,
    as_of: datetime | None = None,
) -> Waived:
    """Waives the findings of a rule on a submission, or the one named by `check_key`, and rewrites what goes back to units for it.

    Findings of level 0 can't be waived: of a file that could not be read or placed there is nothing to count.
    Raises WorkspaceError.
    """
    _check_waivable(workspace, rule_id, reason, by)
    with open_store(workspace.warehouse) as store, store.near():
        former = refresh(store, workspace)
        before = _found(store, submission_id, rule_id, check_key)
        key = check_key or ""
        if not before:
            raise WorkspaceError(f"编号为 {submission_id} 的报送没有这样的问题：{rule_id} {key}".rstrip() + "。")
        facts = {"submission_id": str(submission_id), "rule_id": rule_id, "check_key": key, "reason": reason, "by": by}
        journal_of(workspace).append(WAIVED, as_of or local_now(), [facts])
        touched = {*former.judged, *refresh(store, workspace).judged}
        after = _found(store, submission_id, rule_id, check_key)
        cases = find_cases(store, workspace, touched)
    save_feedback(workspace, cases, touched, as_of)
    return Waived(len(before), before[0], after[0])


def _check_waivable(workspace: Workspace, rule_id: str, reason: str, by: str) -> None:
    rule = workspace.catalog.rules_by_id.get(rule_id)
    if rule is None:
        raise WorkspaceError(f"没有编号为“{rule_id}”的规则。")
    if rule.kind == "file" and rule.severity == "error":
        raise WorkspaceError(f"“{rule.title}”（{rule_id}）不能豁免，只能由单位重新报送。")
    if not reason.strip() or not by.strip():
        raise WorkspaceError("豁免必须写明理由和经办人。")


def _found(store: Store, submission_id: int, rule_id: str, check_key: str | None) -> list[str]:
    """The findings concerned, each as the ledger status that its submission has now."""
    rows = store.rows(
        """SELECT s.status FROM dq_violation v JOIN core_submission s USING (submission_id)
           WHERE v.submission_id = $id AND v.rule_id = $rule AND ($key IS NULL OR v.check_key = $key)""",
        {"id": submission_id, "rule": rule_id, "key": check_key},
    )
    return [row["status"] for row in rows]
