"""`zwgk init`: a workspace, empty or with one of the jurisdictions that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import JsonOption

if TYPE_CHECKING:
    from warehouse.catalog.keypoints import KeyPoints
    from warehouse.workspace import Workspace


def init(
    folder: Annotated[Path, typer.Argument(help="工作区目录，不存在则新建", metavar="目录")],
    profile: Annotated[
        str | None,
        typer.Option(help="随程序提供的工作要点，如 baoshan-2025", metavar="名称", show_default=False),
    ] = None,
    units: Annotated[
        str | None,
        typer.Option(
            help="改用这份单位名册：yunjiang（虚构的示例区）或某个 profile", metavar="名称", show_default=False
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """建立工作区，或为已有的工作区加上一份工作要点。

    其中有设置、单位名册、收件夹、档案和发布目录。已有的文件不改动。
    """
    from flows.cli.screen import emit
    from warehouse.workspace import Workspace

    workspace = Workspace.create(folder, profile=profile, units=units)
    facts = {
        "workspace": workspace.root,
        "register": workspace.register_path,
        "inbox": workspace.inbox,
        "units": len(workspace.register.units) - 1,
        "keypoints": [_keypoint_facts(workspace, one) for one in workspace.keypoints],
    }
    emit(facts, lambda: _screen(workspace, profile), as_json=as_json)


def _keypoint_facts(workspace: Workspace, one: KeyPoints) -> dict[str, object]:
    counts = {"tasks": len(one.tasks), "indicators": len(one.indicators), "open_tasks": _open_tasks(workspace, one)}
    return {"key": one.key, "title": one.title, **counts}


def _open_tasks(workspace: Workspace, one: KeyPoints) -> int:
    """How many tasks name a body that the office has to say the units of."""
    from warehouse.catalog.bodies import open_bodies

    terms, register = workspace.catalog.bodies, workspace.register
    return sum(bool(open_bodies(task, register, one.issued_on, terms, {})) for task in one.tasks)


def _screen(workspace: Workspace, profile: str | None) -> Iterator[str]:
    yield f"工作区已建立：{workspace.root}"
    root, count = workspace.register.root, len(workspace.register.units) - 1
    hint = "虚构的示例，请换成本级名册" if workspace.has_example_register else "请核对并补齐本级单位"
    yield f"单位名册（{root.name}，{count} 家，{hint}）：{workspace.register_path}"
    for one in workspace.keypoints:
        place = workspace.keypoints_folder / one.key
        yield f"工作要点：《{one.title}》，{len(one.tasks)} 项任务、{len(one.indicators)} 项指标：{place}"
        if open_tasks := _open_tasks(workspace, one):
            yield f"  其中 {open_tasks} 项的责任单位没有写明到单位，请用 zwgk assign 分派。"
    yield f"收件夹：{workspace.inbox}"
    yield f"下一步：zwgk templates --period {_first_quarter(workspace, profile)} 生成模板发给各单位。"


def _first_quarter(workspace: Workspace, profile: str | None) -> str:
    """The quarter in which the document was issued is the first that its tasks are asked in."""
    issued = next((one.issued_on for one in workspace.keypoints if one.key == profile), None)
    return "2025Q1" if issued is None else f"{issued.year}Q{(issued.month + 2) // 3}"
