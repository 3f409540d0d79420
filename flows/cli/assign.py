"""The command with which the office assigns the open bodies of a key-point document to units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsOfOption, JsonOption, WorkspaceOption, open_workspace
from flows.cli.outcome import DONE, WRONG_USE, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.tasks.assign import AssignSummary
    from reports.tasks.assignment import AssignmentRow
    from warehouse.workspace import Workspace

_HERE = Path()


def assign(
    file: Annotated[
        Path | None,
        typer.Argument(help="填好的分派表", metavar="文件", exists=True, dir_okay=False, show_default=False),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", help="写出待填的分派表", metavar="文件", dir_okay=False, show_default=False),
    ] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """把工作要点中没有写明的责任单位（各相关部门等）分派到具体单位。

    不给文件则列出待分派的；--write 写出待填的表，填好后把文件交给本命令读回。表中有一处不对，整张表都不读入。
    """
    if file is not None and write is not None:
        raise typer.BadParameter("读入和 --write 请分两次。")
    opened = open_workspace(workspace)
    if file is not None:
        _take(opened, file, as_of, as_json=as_json)
    elif write is not None:
        _write(opened, write, as_json=as_json)
    else:
        _list(opened, as_json=as_json)


def _take(opened: Workspace, file: Path, as_of: datetime | None, *, as_json: bool) -> None:
    from flows.cli.screen import emit
    from flows.schedule import office_time
    from flows.steps.tasks.assign import assign as take

    done = take(opened, file.read_bytes(), file.name, office_time(as_of))
    emit(done, lambda: _outcome(done), as_json=as_json)
    end(WRONG_USE if done.problems else DONE)


def _outcome(done: AssignSummary) -> Iterator[str]:
    if done.problems:
        yield f"分派表有 {len(done.problems)} 处问题，没有读入："
        yield from (f"  {one.sheet}!{one.address}　{one.message}" for one in done.problems)
        return
    if not done.is_new:
        yield "这张分派表已经读过，一切未变。"
    else:
        again = f"，重新核对 {done.judged} 份报送" if done.judged else ""
        yield f"已分派 {done.assigned} 项责任主体{again}。"
        yield from (f"〔注意〕{warning}" for warning in done.warnings)
        yield "以前生成的模板和任务分解表没有新分派的任务：请重新运行 zwgk templates、zwgk breakdown，发给这些单位。"
    yield f"还有 {done.open} 项待分派。" if done.open else "全部责任主体都已落实到单位。"


def _write(opened: Workspace, path: Path, *, as_json: bool) -> None:
    from flows.cli.screen import emit
    from flows.steps.tasks.assign import write_assignment_file

    rows = write_assignment_file(opened, path)
    said = [f"已写出 {path}：{rows} 项责任主体。填好“分派单位”一栏后运行 zwgk assign {path.name}。"]
    emit({"file": path, "rows": rows}, lambda: said, as_json=as_json)


def _list(opened: Workspace, *, as_json: bool) -> None:
    from flows.cli.screen import emit
    from flows.steps.tasks.assign import open_rows

    rows = open_rows(opened)
    emit({"bodies": rows}, lambda: _screen(rows, opened), as_json=as_json)


def _screen(rows: Sequence[AssignmentRow], opened: Workspace) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    waiting = [row for row in rows if not row.units]
    if rows:
        columns = ("文件", "任务", "任务名称", "文件中的写法", "角色", "分派单位")
        roles = opened.catalog.tasks.roles
        cells = (
            (row.document, row.task_id, row.name, row.body, roles[row.role], "、".join(row.units) or "待分派")
            for row in rows
        )
        yield table("文件没有写明到单位的责任主体", columns, cells, wide=("任务名称", "分派单位"))
    yield f"{len(rows)} 项责任主体没有写明到单位，{len(waiting)} 项待分派。"
