"""Commands against loss: backup, restore, rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import JsonOption, WorkspaceOption, open_workspace
from flows.cli.outcome import DONE, FINDINGS, OUR_FAULT, end, record_fault

if TYPE_CHECKING:
    from flows.steps.rebuild import Rebuilt
    from warehouse.comparison import TableDifference

_HERE = Path()
FolderArgument = Annotated[Path, typer.Argument(help="存放备份的文件夹，不能在工作区内", metavar="文件夹")]
BackupArgument = Annotated[Path, typer.Argument(help="备份文件（.tar）", metavar="备份", exists=True, dir_okay=False)]


def backup(folder: FolderArgument, workspace: WorkspaceOption = _HERE, as_json: JsonOption = False) -> None:
    """备份：原始文件、日志、设置、历次发布，写成一个逐字节核对过的文件。

    可以推算出来的不备份。内容没有变化时仍是原来那个文件。
    """
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.steps.backup import back_up

    done = back_up(opened, folder)
    said = f"{done.path}：{done.files} 个文件，{_megabytes(done.bytes)}，日志 {done.events} 条。已读回核对，一致。"
    emit({"backup": done}, lambda: [said], as_json=as_json)


def restore(
    backup: BackupArgument,
    target: Annotated[Path, typer.Argument(help="恢复到这个新文件夹", metavar="文件夹")],
    as_json: JsonOption = False,
) -> None:
    """从备份恢复一个工作区，可在另一台机器上。

    逐个文件核对，核对无误才放到位；数据库由原始文件重新推算。
    """
    from flows.cli.screen import emit
    from flows.steps.backup import restore as restore_workspace

    done, rebuilt = restore_workspace(backup, target)
    said = f"已恢复到 {target}：{done.files} 个文件与清单一致，日志 {done.events} 条前后相连；{_derived(rebuilt)}。"
    emit({"backup": done, "rebuilt": rebuilt}, lambda: [said, *_left_alone(rebuilt)], as_json=as_json)
    _end(rebuilt)


def rebuild(
    check_only: Annotated[bool, typer.Option("--check", help="只比较，不替换")] = False,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """重建：只凭原始文件和日志重新推算数据库，与现有的逐行比较后替换。

    现有数据库损坏或丢失时用；也可用来证明它没有被改动。
    """
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.steps.rebuild import rebuild as rebuild_database

    done = rebuild_database(opened, replace=not check_only)
    emit({"rebuilt": done}, lambda: _told(done), as_json=as_json)
    _end(done)


def _told(done: Rebuilt) -> list[str]:
    lines = [f"{_derived(done)}。"]
    if done.unreadable:
        lines.append(f"没有可比较的：{done.unreadable}。")
    elif not done.differences:
        lines.append("与现有数据库逐行相同。")
    lines += map(_differs, done.differences)
    lines.append("已替换。" if done.is_replaced else "没有替换。")
    return lines


def _left_alone(rebuilt: Rebuilt) -> list[str]:
    """Of a lake, whose tables a restore does not touch; those of a file were derived into a new one."""
    if rebuilt.is_replaced or rebuilt.errors:
        return []
    if not rebuilt.differences and not rebuilt.unreadable:
        return ["数据湖中的表与之逐行相同，没有改动。"]
    return [
        *([f"数据湖中的表无法比较：{rebuilt.unreadable}。"] if rebuilt.unreadable else []),
        *map(_differs, rebuilt.differences),
        "数据湖中的表没有改动。以恢复的文件为准时，请在恢复处运行 zwgk rebuild；要用另一个数据湖，先改 zwgk.toml。",
    ]


def _differs(one: TableDifference) -> str:
    return f"{one.table}：{one.only_standing} 行只在现有数据库中，{one.only_rebuilt} 行只在重建结果中。"


def _derived(rebuilt: Rebuilt) -> str:
    return f"由原始文件推算出 {rebuilt.submissions} 份报表、{rebuilt.cells} 个数据"


def _end(done: Rebuilt) -> None:
    if done.errors:
        record_fault(done.errors)
        end(OUR_FAULT)
    end(FINDINGS if done.differences else DONE)


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
