"""Commands about key-point tasks: how far they are, and the links that units give as evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import (
    AsOfOption,
    JsonOption,
    MaybePeriodOption,
    UnitsOption,
    WorkspaceOption,
    open_workspace,
    parse_period,
)
from flows.cli.outcome import DONE, FINDINGS, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.links.patrol import EvidenceLink, LinksSummary
    from flows.steps.tasks.status import TaskTable
    from warehouse.catalog.catalog import Catalog

_HERE = Path()


def tasks(
    period: MaybePeriodOption = None,
    unit: UnitsOption = None,
    document: Annotated[
        str | None,
        typer.Option("--document", "-d", help="只看这份工作要点，如 baoshan-2025", metavar="名称", show_default=False),
    ] = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """看工作要点任务落实到哪一步：分章、分单位，逾期的、没报的、与数据不符的逐项列出。

    不给报告期则看刚结束的季度。有逾期未完成的，退出码为 1。
    """
    from flows.schedule import quarter_to_collect

    asked = quarter_to_collect(datetime.now(UTC)) if period is None else parse_period(period, is_year=False)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.steps.tasks.status import task_status

    shown = task_status(opened, asked, unit or (), document)
    emit(shown, lambda: _tasks_screen(shown, opened.catalog), as_json=as_json)
    end(FINDINGS if shown.of_status("overdue") else DONE)


def _tasks_screen(shown: TaskTable, catalog: Catalog) -> Iterator[RenderableType]:
    from flows.cli.task_screen import task_screen

    return task_screen(shown, catalog)


def links(
    period: MaybePeriodOption = None,
    is_again: Annotated[bool, typer.Option("--again", help="一天之内看过的也再看一遍")] = False,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """巡检佐证链接：单位在任务进展中填的网页还打不打得开。

    同一网站一次只访问一页，一天之内不重复；一时打不开的不算，隔日仍打不开才算。有打不开的，退出码为 1。
    """
    asked = None if period is None else parse_period(period)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, say
    from flows.schedule import office_time
    from flows.steps.links.patrol import check_links

    say("正在逐个访问佐证链接，同一网站要一页一页来，请稍候……")
    summary = check_links(opened, asked, is_again=is_again, as_of=office_time(as_of))
    emit(summary, lambda: _links_screen(summary, opened.catalog.links.state_labels), as_json=as_json)
    end(FINDINGS if any(link.state == "dead" for link in summary.links) else DONE)


def _links_screen(summary: LinksSummary, labels: dict[str, str]) -> Iterator[RenderableType]:
    from flows.cli.screen import count_by, table

    if not summary.links:
        yield "计数的报送中没有填佐证链接。"
        return
    left = f"，{summary.put_off} 个留待下次" if summary.put_off else ""
    counts = count_by(labels, Counter(link.state for link in summary.links))
    yield f"这次访问 {summary.asked} 个网址，{summary.kept} 个一天之内看过{left}。佐证 {len(summary.links)} 处：{counts}。"
    wanting = sorted((link for link in summary.links if link.state != "alive"), key=_cell)
    if wanting:
        columns = ("单位", "报告期", "任务", "状态", "填在", "说明")
        rows = (_link_cells(list(links), labels) for _, links in groupby(wanting, key=_cell))
        yield table("需要看一看的", columns, rows, wide=("单位", "任务", "说明"))


def _cell(link: EvidenceLink) -> tuple[str, str, str]:
    return link.period, link.unit_code, link.evidence


def _link_cells(links: Sequence[EvidenceLink], labels: dict[str, str]) -> tuple[object, ...]:
    """One line for what a unit gives as evidence, also where it gives it for several tasks."""
    first = links[0]
    tasks = "、".join(dict.fromkeys(link.task_id for link in links))
    where = f"{first.sheet}!{first.address}" + (" 等" if len(links) > 1 else "")
    return first.unit_name, first.period, tasks, labels[first.state], where, f"{first.evidence}　{first.detail}"
