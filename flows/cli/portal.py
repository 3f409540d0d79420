"""The portal's command: fetch the declared sources now, and say what came and what is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsOfOption, JsonOption, Via, ViaOption, WorkspaceOption, on_server, open_workspace
from flows.cli.outcome import DONE, FINDINGS, OUR_FAULT, end, record_fault

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.portal.visit import PortalSummary, SourceOutcome
    from warehouse.workspace import Workspace

_OUTCOMES = {"good": "采用", "quarantined": "隔离", "failed": "没有取到"}
_SHOWN_UNITS = 20


def portal(
    source: Annotated[
        list[str] | None,
        typer.Option("--source", "-s", help="只取这个来源（来源文件名，不带 .yaml），可重复", metavar="来源"),
    ] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = Path(),
    via: ViaOption = Via.STEPS,
    as_json: JsonOption = False,
) -> None:
    """取门户数据：按工作区 sources 文件夹中的来源逐个取来、存档、读取。

    有问题的内容存档但不采用，沿用上次的数据，并以退出码 1 提示。
    """
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, say

    say("正在从门户取数……")
    summary = _portal(opened, source or [], as_of, via)
    emit(summary, lambda: _screen(summary), as_json=as_json)
    if summary.errors:
        record_fault(summary.errors)
        end(OUR_FAULT)
    end(FINDINGS if summary.faults else DONE)


def _portal(opened: Workspace, names: list[str], as_of: datetime | None, via: Via) -> PortalSummary:
    if on_server(via):
        from flows.orchestration.portal import portal as portal_flow

        return portal_flow(workspace=str(opened.root), sources=names, as_of=as_of)
    from flows.schedule import office_time
    from flows.steps.portal import visit as steps

    return steps.land_and_stage(opened, steps.fetch(opened, names), office_time(as_of))


def _screen(summary: PortalSummary) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    if not summary.sources:
        yield "工作区的 sources 文件夹中还没有来源文件。示例在 sources/examples 中，改好后放到 sources 中即可。"
        return
    columns = ("来源", "名称", "结果", "变化", "页数", "条数", "新条目")
    yield table("门户取数", columns, map(_cells, summary.sources), wide=("名称",))
    yield from (f"\n{sentence}" for sentence in summary.faults)
    if summary.unknown_units:
        named = [f"{name}（{count} 处）" for name, count in summary.unknown_units.items()]
        more = f"等 {len(named)} 个" if len(named) > _SHOWN_UNITS else ""
        yield f"\n单位名册中没有的单位名称：{'、'.join(named[:_SHOWN_UNITS])}{more}。请在名册的 aliases 一栏补上。"


def _cells(one: SourceOutcome) -> tuple[object, ...]:
    changed = "有" if one.is_changed else "无"
    return one.feed, one.title, _OUTCOMES[one.outcome], changed, one.pages, one.records, one.new_items
