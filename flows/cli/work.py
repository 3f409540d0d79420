"""Commands of the daily work: templates, collect, status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli.options import (
    AsOfOption,
    JsonOption,
    MaybePeriodOption,
    PeriodOption,
    UnitsOption,
    Via,
    ViaOption,
    WorkspaceOption,
    on_server,
    open_workspace,
    parse_period,
)
from flows.cli.outcome import DONE, FINDINGS, OUR_FAULT, WRONG_USE, end, record_fault

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.sources.harvest import Harvest
    from flows.steps.collect import CollectSummary
    from flows.steps.status import StatusRow, StatusTable
    from warehouse.catalog.period import Period
    from warehouse.workspace import Workspace

_HERE = Path()
_BAD = ("returned", "unreadable")


def templates(
    period: PeriodOption, unit: UnitsOption = None, workspace: WorkspaceOption = _HERE, as_json: JsonOption = False
) -> None:
    """为每个应报单位生成一份报送模板。

    期初数按已接收的上期数填好。
    """
    asked, opened = parse_period(period), open_workspace(workspace)
    from flows.cli.screen import emit, say
    from flows.steps.templates import issue_templates

    say(f"正在生成{asked.label}模板……")
    written = issue_templates(opened, asked, unit or ())
    said = [f"{asked.label}：已生成 {len(written)} 份模板，在 {opened.templates / str(asked)}"]
    emit({"period": asked, "templates": written}, lambda: said, as_json=as_json)


def collect(
    period: MaybePeriodOption = None,
    unit: UnitsOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    via: ViaOption = Via.STEPS,
    as_json: JsonOption = False,
) -> None:
    """收表：取来、存档、读取、核对、记入台账。

    从收件夹和网上收件目录收取新文件。给出报告期或单位时，另将这些报送重新核对。
    """
    asked = None if period is None else parse_period(period)
    opened = open_workspace(workspace)
    from flows.cli.screen import count_by, emit, say
    from flows.labels import status_labels

    say("正在收取、读取和核对……")
    summary = _collect(opened, asked, unit or [], as_of, via)

    def screen() -> Iterator[str]:
        if summary.is_unchanged:
            yield "没有新的报送，一切未变。"
        else:
            outcome = count_by(status_labels(opened.catalog), summary.statuses)
            former = f"，已有更正的以前版本 {summary.replaced}" if summary.replaced else ""
            yield f"新收 {summary.received} 份，读取 {summary.read} 份，判定 {summary.judged} 份：{outcome}{former}。"
            if summary.touched is not None:
                yield summary.touched.sentence
            yield f"错误级问题 {summary.findings} 处。" + ("逐家情况请看 zwgk status。" if summary.findings else "")
        yield from (f"未能收取：{sentence}" for sentence in summary.not_fetched)

    emit(summary, screen, as_json=as_json)
    _end_collect(summary)


def _collect(
    opened: Workspace, period: Period | None, units: list[str], as_of: datetime | None, via: Via
) -> CollectSummary:
    if on_server(via):
        from flows.orchestration.commands import collect as collect_flow

        return collect_flow(
            workspace=str(opened.root), period=None if period is None else str(period), units=units, as_of=as_of
        )
    from flows.steps.foreseen import foresee_new

    foresee_new(opened)  # before this process loads what collects
    from flows.schedule import office_time
    from flows.steps import collect as collecting

    return collecting.collect(opened, as_of=office_time(as_of), units=units, period=period, harvest=_harvest(opened))


def _harvest(opened: Workspace) -> Harvest:
    from flows.sources.harvest import NOTHING_FETCHED

    if opened.settings.drop_url is None:
        return NOTHING_FETCHED
    from flows.sources.drop import out_of_reach
    from flows.sources.web import SourceError
    from flows.steps import collect as collecting

    try:
        return collecting.fetch(opened)
    except SourceError as failed:  # the inbox need not wait for the drop; the exit code will say that it failed
        return out_of_reach(opened.settings.drop_url, failed)


def _end_collect(summary: CollectSummary) -> None:
    if summary.errors:
        record_fault(summary.errors)
        end(OUR_FAULT)
    end(WRONG_USE if summary.not_fetched else FINDINGS if summary.findings else DONE)


def status(period: MaybePeriodOption = None, workspace: WorkspaceOption = _HERE, as_json: JsonOption = False) -> None:
    """看台账：谁已报、迟报、被退回、未报。

    退回的列出原因。不给报告期则看刚结束的季度。
    """
    from flows.schedule import quarter_to_collect

    asked = quarter_to_collect(datetime.now(UTC)) if period is None else parse_period(period)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.labels import status_labels
    from flows.steps.status import period_status

    shown = period_status(opened, asked)
    emit(shown, lambda: _status_screen(shown, status_labels(opened.catalog)), as_json=as_json)
    end(FINDINGS if any(row.status in _BAD for row in (*shown.rows, *shown.unplaced)) else DONE)


def _status_screen(shown: StatusTable, labels: dict[str, str]) -> Iterator[RenderableType]:
    from flows.cli.screen import count_by, table

    columns = ("单位", "组别", "状态", "收到", "迟报", "编号", "提醒")
    yield table(f"{shown.period.label}报送情况", columns, (_cells(row, labels) for row in shown.rows), wide=("单位",))
    due = "报送期限未知（缺少工作日安排）" if shown.due_on is None else f"应于 {shown.due_on} 前报送"
    counts = count_by(labels, Counter(row.status for row in shown.rows))
    yield f"{len(shown.rows)} 家应报，{shown.received} 家已报；{due}。{counts}。"
    if shown.unplaced:
        yield table(
            "无法认定单位或报告期的文件", columns, (_cells(row, labels) for row in shown.unplaced), wide=("单位",)
        )
    if any(row.warnings for row in shown.rows):
        yield "有提醒的报送已计入，提醒的内容在 feedback 文件夹的核对提示中，由单位核实或说明。"
    # Sentences of any length: below the table, where they don't squeeze its columns.
    for row in (*shown.rows, *shown.unplaced):
        if row.reasons is not None:
            yield f"\n编号 {row.submission_id} {row.unit_name} {labels.get(row.status, row.status)}：\n  {row.reasons}"


def _cells(row: StatusRow, labels: dict[str, str]) -> tuple[object, ...]:
    received = "" if row.received_at is None else f"{row.received_at:%m-%d %H:%M}"
    is_late = {True: "是", False: "", None: ""}[row.is_late]
    return (
        row.unit_name,
        row.group,
        labels.get(row.status, row.status),
        received,
        is_late,
        row.submission_id,
        row.warnings or None,
    )
