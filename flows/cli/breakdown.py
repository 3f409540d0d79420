"""The command that breaks a document of key points down into who does what by when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import JsonOption, UnitsOption, WorkspaceOption, open_workspace

_HERE = Path()
_SHOWN = 12


def breakdown(
    document: Annotated[
        str | None,
        typer.Option(
            "--document", "-d", help="只写这份工作要点（代码，如 baoshan-2025）", metavar="代码", show_default=False
        ),
    ] = None,
    unit: UnitsOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """生成工作要点任务分解表。

    本级汇总一份、每个承担单位一份，各有 .docx、.xlsx 两种。写明单位的，只生成这些单位的。
    """
    from flows.cli.screen import emit, say
    from flows.steps.tasks.breakdown import write_breakdowns

    opened = open_workspace(workspace)
    say("正在生成任务分解表……")
    written = write_breakdowns(opened, document, unit or [])
    folder = opened.documents / "breakdown"
    said = [
        f"已生成 {len(written)} 个文件，在 {folder}",
        *(f"  {path.relative_to(folder)}" for path in written[:_SHOWN]),
    ]
    said += [f"  ……其余 {len(written) - _SHOWN} 个略"] if len(written) > _SHOWN else []
    emit({"documents": written}, lambda: said, as_json=as_json)
