"""`zwgk workpoints`: a key-point document (工作要点) broken into its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import JsonOption, WorkspaceOption, open_workspace
from flows.cli.outcome import DONE, FINDINGS, WRONG_USE, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.keypoints.adopt import Adopted
    from transforms.errors import FileError
    from transforms.keypoints.model import KeypointReading, ReadTask

_HERE = Path()
_ROLES = {"lead": "牵头", "support": "配合"}
_SHOWN = 22
_HIDDEN = ("is_whole",)


def workpoints(
    file: Annotated[Path, typer.Argument(help="工作要点文件（.txt、.docx、.html）", metavar="文件")],
    is_adopted: Annotated[
        bool, typer.Option("--adopt", help="采用：存入工作区的 keypoints/，以后按它布置和督办任务；原件存档")
    ] = False,
    key: Annotated[
        str | None, typer.Option("--key", help="采用时的名称，如 baoshan-2026", metavar="名称", show_default="自动")
    ] = None,
    is_replacing: Annotated[
        bool, typer.Option("--replace", help="采用时覆盖已有的同名工作要点，原来的另存一份")
    ] = False,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """把工作要点分解成任务：编号、责任单位、时间节点、量化指标；不加 --adopt 时不需要工作区。

    繁体、换行、分页、全角半角括号混用、附表（任务分解表）均可；附表按编号与正文对应，责任单位和时间节点以附表为准。

    读不进任务的文字和前后不一致的地方逐条列出，不作改动。

    退出码：0 全部读入；1 编号有缺漏或重复、附表与正文对不上、有文字没有归入任务；2 用法有误或文件无法读取；3 程序出错。
    """
    from flows.cli.screen import emit
    from flows.steps.keypoints.workpoints import read_workpoints
    from transforms.errors import FileError

    try:
        reading = read_workpoints(file)
    except FileError as refused:
        _refuse(refused, as_json=as_json)
        return
    adopted = _adopt(workspace, file, reading, key, is_replacing=is_replacing) if is_adopted else None
    document = _document(reading) if adopted is None else {**_document(reading), "adopted": adopted}
    emit(document, lambda: (*_screen(reading), *_adopted_screen(adopted)), as_json=as_json)
    end(DONE if reading.is_whole else FINDINGS)


def _adopt(root: Path, file: Path, reading: KeypointReading, key: str | None, *, is_replacing: bool) -> Adopted:
    from flows.steps.keypoints.adopt import adopt

    return adopt(open_workspace(root), file, reading, key=key, is_replacing=is_replacing)


def _adopted_screen(adopted: Adopted | None) -> Iterator[RenderableType]:
    if adopted is None:
        return
    yield f"\n已采用为 {adopted.key}：{adopted.tasks} 项任务、{adopted.indicators} 项指标，在 {adopted.folder}"
    if adopted.changes:
        yield f"原来的另存在 {adopted.former}。与原来的不同："
        yield from (f"  {change}" for change in adopted.changes)
    if adopted.indicators_from == "proposed":
        yield "任务名称和指标是程序按文字拟的，请打开 tasks.csv、indicators.csv 逐条核对修改，再生成模板。"


def _document(reading: KeypointReading) -> dict[str, object]:
    """What CONTRACT §3 names, and what more is known."""
    from flows.cli.screen import to_json

    return {name: value for name, value in to_json(reading).items() if name not in _HIDDEN}


def _refuse(refused: FileError, *, as_json: bool) -> None:
    from flows.cli.screen import emit, say
    from warehouse.catalog.catalog import load_catalog

    catalog = load_catalog()
    sentence = f"{refused.sentence(catalog)}{catalog.file_error(refused.code).remedy}"
    say(sentence)
    if as_json:
        emit({"error": {"code": refused.code, "message": sentence}}, lambda: (), as_json=True)
    end(WRONG_USE)


def _screen(reading: KeypointReading) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    told = (reading.document_number, reading.jurisdiction, reading.issued_on and f"{reading.issued_on}印发")
    yield f"{reading.title or '（没有认出标题）'}　{'　'.join(part for part in told if part)}"
    columns = ("编号", "任务", "责任单位", "时间节点", "日期")
    yield table("", columns, (_row(task) for task in reading.tasks), wide=("任务", "责任单位"))
    chapters = "，".join(f"{chapter or '不分章'} {count}" for chapter, count in reading.counts.by_chapter.items())
    annex = f"；附表 {reading.counts.annex_rows} 行" if reading.counts.annex_rows else ""
    yield f"\n共 {reading.counts.tasks} 项任务（{chapters}）{annex}。"
    yield from (f"  〔请核实〕{problem}" for problem in reading.problems)
    yield from (f"  〔未归入〕{one.place}　{one.text}　⇒ {one.reason}" for one in reading.unplaced)


def _row(task: ReadTask) -> tuple[object, ...]:
    shown = task.text if len(task.text) <= _SHOWN else f"{task.text[:_SHOWN]}…"
    bodies = "、".join(
        f"{body.name}（{_ROLES[body.role]}）" if body.role in _ROLES else body.name for body in task.bodies
    ).replace("、等", "等")
    return task.id, shown, bodies or "未写明", task.due_text, task.due
