"""Commands that give something out: reports, releases, and where a number comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.indicators import show_origins
from flows.cli.options import (
    INDICATOR_PREFIX,
    TASK_PREFIX,
    AsOfOption,
    JsonOption,
    MaybePeriodOption,
    PeriodArgument,
    ReleaseOption,
    UnitsOption,
    Via,
    ViaOption,
    WorkspaceOption,
    on_server,
    one_period,
    open_workspace,
    parse_period,
    trace_words,
)
from flows.cli.outcome import DONE, FINDINGS, OUR_FAULT, end, record_fault

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.publish import PublishSummary
    from flows.steps.trace import Trace
    from warehouse.catalog.period import Period
    from warehouse.workspace import Workspace

_HERE = Path()
_SHOWN = 12


def report_quarter(
    written: PeriodArgument = None,
    period: MaybePeriodOption = None,
    release: ReleaseOption = None,
    workspace: WorkspaceOption = _HERE,
    via: ViaOption = Via.STEPS,
    as_json: JsonOption = False,
) -> None:
    """生成季度通报，或列出某个发布版本中的。

    通报有 .docx 和带图表的 .html，另有统计表 .xlsx；写出之前逐句、逐格与数据表核对，不一致的不写出（退出码 3）。
    """
    asked, opened = parse_period(one_period(written, period), is_year=False), open_workspace(workspace)
    if release is not None:
        _list_published(opened, asked, [], release, as_json=as_json)
        return
    _report(opened, asked, [], via, as_json=as_json)


def report_annual(
    written: PeriodArgument = None,
    period: MaybePeriodOption = None,
    unit: UnitsOption = None,
    release: ReleaseOption = None,
    workspace: WorkspaceOption = _HERE,
    via: ViaOption = Via.STEPS,
    as_json: JsonOption = False,
) -> None:
    """生成区级和各单位的年度报告，或列出某个发布版本中的。

    各有 .xlsx、.docx、.html 三种。
    """
    asked, opened = parse_period(one_period(written, period), is_year=True), open_workspace(workspace)
    if release is not None:
        _list_published(opened, asked, unit or [], release, as_json=as_json)
        return
    _report(opened, asked, unit or [], via, as_json=as_json)


def _report(opened: Workspace, period: Period, units: list[str], via: Via, *, as_json: bool) -> None:
    from flows.cli.screen import emit, say

    say(f"正在生成{period.label}文件……")
    written = _write(opened, period, units, via)
    folder = opened.documents / str(period)
    said = [f"{period.label}：已生成 {len(written)} 个文件，在 {folder}", *_listed(written, folder)]
    emit({"period": period, "documents": written}, lambda: said, as_json=as_json)


def _list_published(opened: Workspace, period: Period, units: list[str], asked: str, *, as_json: bool) -> None:
    from flows.cli.screen import emit
    from flows.steps.published import find_documents

    found = find_documents(opened, period, asked, units)
    release = found.release
    said = [
        f"{period.label}：发布版本 {release.release_id}（数据截至 {release.as_of:%Y-%m-%d}）有 {len(found.paths)} 个文件，"
        f"在 {found.folder}",
        *_listed(found.paths, found.folder),
    ]
    document = {"period": period, "release_id": release.release_id, "documents": found.paths}
    emit(document, lambda: said, as_json=as_json)


def _listed(paths: Sequence[Path], folder: Path) -> list[str]:
    shown = [f"  {path.relative_to(folder)}" for path in paths[:_SHOWN]]
    return shown + ([f"  ……其余 {len(paths) - _SHOWN} 个略"] if len(paths) > _SHOWN else [])


def _write(opened: Workspace, period: Period, units: list[str], via: Via) -> list[Path]:
    if not on_server(via):
        from flows.steps.reports import write_documents

        return write_documents(opened, period, units)
    from flows.orchestration import commands as prefect_flows

    if period.is_year:
        return prefect_flows.annual(workspace=str(opened.root), period=str(period), units=units)
    return prefect_flows.quarter(workspace=str(opened.root), period=str(period))


def publish(
    period: MaybePeriodOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    via: ViaOption = Via.STEPS,
    as_json: JsonOption = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="各表、文件、网页全部重新生成，不沿用上一版中没有变化的。")
    ] = False,
) -> None:
    """发布新版本：数据库、数据表和文件。

    核对通过后切换；不通过则保留现行版本并说明原因。内容未变则不另发布；与更正无关的表、文件、网页逐字节沿用上一版。
    """
    asked = None if period is None else parse_period(period)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, say

    say("正在汇总、核对并生成发布版本……")
    if on_server(via):
        from flows.orchestration.commands import publish as publish_flow

        of = None if asked is None else str(asked)
        summary = publish_flow(workspace=str(opened.root), period=of, as_of=as_of, anew=anew)
    else:
        from flows.schedule import office_time
        from flows.steps.publish import publish as publish_now

        summary = publish_now(opened, asked, office_time(as_of), anew=anew)
    emit(summary, lambda: _publish_screen(summary), as_json=as_json)
    if summary.errors:
        record_fault(summary.errors)
        end(OUR_FAULT)
    end(FINDINGS if summary.failures else DONE)


def _publish_screen(summary: PublishSummary) -> Iterator[str]:
    refused = (*summary.failures, *summary.errors)
    if refused:
        yield "未发布新版本，原因："
        yield from (f"  {sentence}" for sentence in refused)
    elif not summary.is_new:
        yield "内容与现行版本相同，未另发布。"
    elif summary.revised:
        yield f"与上一版本相比，有 {summary.revised} 个已发布的数字修订，逐个的原因请看 zwgk diff（版本见 zwgk releases）。"
    yield "尚无现行版本。" if summary.release_id is None else f"现行版本：{summary.release_id}，在 {summary.path}"
    if summary.touched is not None:
        yield summary.touched.sentence
    if summary.is_new:
        yield f"用浏览器看：{summary.front_page}"


def trace(
    words: Annotated[
        list[str],
        typer.Argument(
            help="报告期、单位（或“汇总”）、单元格代码如 T3:new.total（任务写作 task:一(一)1，指标写作 indicator:代码），次序不限",
            metavar="报告期 单位 单元格",
        ),
    ],
    period: MaybePeriodOption = None,
    unit: Annotated[
        str | None, typer.Option("--unit", "-u", help="单位（代码、全称或简称），不填为汇总", metavar="单位")
    ] = None,
    release: ReleaseOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """查一个数的来历：哪些文件的哪些单元格；一项任务的进展、一个指标的分子分母也可以查。

    不给单位或写“汇总”则查本级汇总的数；给出 --release 则查该版本发布的数。
    """
    asked, cell, body = trace_words(words, period, unit)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit

    if cell.startswith(TASK_PREFIX):
        from flows.cli.task_screen import trace_screen
        from flows.steps.tasks.trace import trace_task

        task = trace_task(opened, asked, cell.removeprefix(TASK_PREFIX), body)
        emit({"period": asked, "trace": task}, lambda: trace_screen(task, asked, opened.catalog), as_json=as_json)
        return
    if cell.startswith(INDICATOR_PREFIX):
        show_origins(opened, asked, cell.removeprefix(INDICATOR_PREFIX), body, as_json=as_json)
        return
    from flows.steps.trace import trace as trace_cell

    found = trace_cell(opened, asked, cell, body, release)
    document = {"period": asked, "cell": cell, "unit": body, "trace": found}
    emit(document, lambda: _trace_screen(found, asked, cell), as_json=as_json)


def _trace_screen(found: Trace, period: Period, cell: str) -> Iterator[RenderableType]:
    from flows.cli.screen import figure, table

    rows = [
        (
            part.unit_name,
            part.period,
            part.value,
            part.text,
            f"{part.submission_id}（第{part.version}版）",
            f"{part.received_at:%Y-%m-%d}",
            f"{part.rules_passed}/{part.rules_passed + part.rules_failed}",
            part.file_name,
            part.sheet,
            part.address,
        )
        for part in found.contributions
    ]
    columns = ("单位", "报告期", "数值", "原文", "编号", "收到", "通过规则", "文件", "工作表", "单元格")
    where = "" if found.release_id is None else f"　发布版本 {found.release_id}"
    yield f"{period.label} {found.label}（{cell}）= {figure(found.value)}{where}"
    yield table("", columns, rows, wide=("单位", "文件"))


def handbook(
    folder: Annotated[Path, typer.Argument(help="写到哪个目录", metavar="目录")] = _HERE, as_json: JsonOption = False
) -> None:
    """生成核对规则手册。

    发给各单位：查什么、为什么、会收到什么话、怎么办。有 .html、.xlsx 两种。
    """
    from flows.cli.screen import emit
    from reports.rule_handbook import TITLE_TEXT, render_rule_handbook, write_rule_handbook
    from warehouse.catalog.catalog import load_catalog

    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"{TITLE_TEXT}{suffix}" for suffix in (".html", ".xlsx")]
    written[0].write_text(render_rule_handbook(load_catalog()), encoding="utf-8")
    written[1].write_bytes(write_rule_handbook(load_catalog()))
    emit({"documents": written}, lambda: [f"已生成：{path}" for path in written], as_json=as_json)
