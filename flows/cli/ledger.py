"""Commands that decide on a report in the ledger: withdraw, waive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsOfOption, JsonOption, WorkspaceOption, open_workspace

_HERE = Path()
SubmissionArgument = Annotated[int, typer.Argument(help="台账中的编号", metavar="编号")]


def withdraw(
    submission_id: SubmissionArgument,
    reason: Annotated[str, typer.Option("--reason", help="撤回原因", metavar="原因")],
    by: Annotated[str, typer.Option("--by", help="谁要求撤回", metavar="姓名")],
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """撤回一份报送。

    原件留存，上一份合格的报送恢复计数。
    """
    from flows.cli.screen import emit
    from flows.schedule import office_time
    from flows.steps.withdraw import withdraw as take_back

    said = take_back(open_workspace(workspace), submission_id, reason, by, office_time(as_of))
    emit(
        {"submission_id": submission_id, "outcome": said},
        lambda: [f"编号 {submission_id} 已撤回。{said}"],
        as_json=as_json,
    )


def waive(
    submission_id: SubmissionArgument,
    rule: Annotated[str, typer.Option("--rule", help="规则编号，如 T3-BALANCE", metavar="规则")],
    reason: Annotated[str, typer.Option("--reason", help="豁免理由", metavar="理由")],
    by: Annotated[str, typer.Option("--by", help="经办人", metavar="姓名")],
    check: Annotated[
        str | None, typer.Option("--check", help="只豁免其中一处：行、列或单元格代码，不填为全部", metavar="哪一处")
    ] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """豁免一份报送的某个问题。

    问题仍留在问题清单中，记下理由、经办人和时间；这份报送不再因此退回。
    """
    from dataclasses import asdict

    from flows.cli.screen import emit
    from flows.labels import status_labels
    from flows.schedule import office_time
    from flows.steps.waive import waive as let_pass

    opened = open_workspace(workspace)
    done = let_pass(opened, submission_id, rule, reason, by, check, office_time(as_of))
    labels = status_labels(opened.catalog)
    emit(
        {"submission_id": submission_id, "rule_id": rule, **asdict(done)},
        lambda: [
            f"编号 {submission_id} 的 {rule} 已豁免 {done.findings} 处。",
            f"状态：{labels[done.before]} → {labels[done.after]}。",
        ],
        as_json=as_json,
    )
