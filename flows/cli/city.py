"""Commands of who shares a lake: a city over its districts, and keeping the lake tidy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import (
    AsOfOption,
    JsonOption,
    MaybePeriodOption,
    PeriodArgument,
    WorkspaceOption,
    one_period,
    open_workspace,
    parse_period,
)
from flows.cli.outcome import DONE, FINDINGS, OUR_FAULT, end, record_fault

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.city import District, Gathered

_HERE = Path()
_SAID = {
    "taken": "新取",
    "unchanged": "未变",
    "no_schema": "未取得：数据湖中没有该区",
    "not_published": "未取得：该区还没有发布",
    "no_period": "未取得：该区的发布中没有这一期",
    "other_edition": "未取得：该区用的是另一版式",
}


def city(
    written: PeriodArgument = None,
    period: MaybePeriodOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """全市汇总：从数据湖取各区已发布的汇总数，与报送一样存档、核对、计入。

    各区以其最近一次发布为准；缺哪些区会说明。市级数字随后由 publish、report、trace 得出。
    """
    asked = parse_period(one_period(written, period))
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, say
    from flows.schedule import office_time
    from flows.steps.city import gather_districts

    say(f"正在从数据湖取各区{asked.label}汇总数……")
    done = gather_districts(opened, asked, office_time(as_of))
    emit({"gathered": done, "missing": [one.unit_name for one in done.missing]}, lambda: _screen(done), as_json=as_json)
    if done.collected.errors:
        record_fault(done.collected.errors)
        end(OUR_FAULT)
    end(FINDINGS if done.missing or done.collected.findings else DONE)


def tidy(
    keep_days: Annotated[int, typer.Option("--keep-days", min=0, help="保留多少天的快照", metavar="天数")] = 30,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """整理数据湖：合并本单位的小文件，清除过期的快照和不再需要的文件。

    各单位最近一次发布的内容始终保留。建议每周一次。
    """
    opened = open_workspace(workspace)
    from datetime import timedelta

    from flows.cli.screen import emit
    from flows.steps.tidy import tidy as tidy_workspace

    done = tidy_workspace(opened, timedelta(days=keep_days))
    said = (
        f"文件 {done.before.files} → {done.after.files} 个（{done.before.bytes / (1 << 20):.1f} → "
        f"{done.after.bytes / (1 << 20):.1f} MB），快照 {done.before.snapshots} → {done.after.snapshots} 个。"
    )
    emit({"tidied": done}, lambda: [said], as_json=as_json)


def _screen(done: Gathered) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    columns = ("区", "结果", "发布截至", "计入单位", "该区快照")
    yield table(f"{done.period.label}各区汇总数，数据湖快照 {done.snapshot}", columns, map(_row, done.districts))
    there = len(done.districts) - len(done.missing)
    absent = "、".join(one.unit_name for one in done.missing)
    yield f"取得 {there}/{len(done.districts)} 个区" + (f"，缺：{absent}。" if absent else "，各区齐全。")
    if done.collected.findings:
        yield f"核对出错误级问题 {done.collected.findings} 处，逐家情况请看 zwgk status {done.period}。"


def _row(one: District) -> tuple[str, ...]:
    if one.snapshot is None or one.published_as_of is None:
        return one.unit_name, _SAID[one.state], "", "", ""
    counted = f"{one.units_in}/{one.units_expected}" if one.is_there else ""
    return one.unit_name, _SAID[one.state], f"{one.published_as_of:%Y-%m-%d %H:%M}", counted, str(one.snapshot)
