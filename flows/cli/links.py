"""The command `zwgk links`: looks at the links that units give and the portal shows, and says unit by unit which are broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import AsOfOption, JsonOption, MaybePeriodOption, WorkspaceOption, open_workspace, parse_period
from flows.cli.outcome import DONE, FINDINGS, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.links.given import GivenLink
    from flows.steps.links.patrol import LinksSummary
    from warehouse.catalog.links import LinkWords

_HERE = Path()


def links(
    period: MaybePeriodOption = None,
    is_again: Annotated[bool, typer.Option("--again", help="一天之内看过的也再看一遍")] = False,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """巡检链接：任务佐证、文件台账和门户栏目（来源声明 is_patrolled 的）中的网页还打不打得开。

    同一网站一次只访问一页，一天之内不重复；一时打不开的不算，隔日仍打不开才算。有打不开的，退出码为 1。
    """
    asked = None if period is None else parse_period(period)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, say
    from flows.schedule import office_time
    from flows.steps.links.patrol import check_links

    say("正在逐个访问链接，同一网站要一页一页来，请稍候……")
    summary = check_links(opened, asked, is_again=is_again, as_of=office_time(as_of))
    emit(summary, lambda: _screen(summary, opened.catalog.links), as_json=as_json)
    end(FINDINGS if any(link.state == "dead" for link in summary.links) else DONE)


def _screen(summary: LinksSummary, words: LinkWords) -> Iterator[RenderableType]:
    from flows.cli.screen import count_by, table

    if not summary.links:
        yield "计数的报送中没有填链接，也没有要巡检的门户栏目。"
        return
    labels = words.state_labels
    left = f"，{summary.put_off} 个留待下次" if summary.put_off else ""
    counts = count_by(labels, Counter(link.state for link in summary.links))
    yield f"这次访问 {summary.asked} 个网址，{summary.kept} 个一天之内看过{left}。链接 {len(summary.links)} 处：{counts}。"
    of_units = ((unit, sum(n.values()), *(n.get(state, 0) for state in labels)) for unit, n in summary.by_unit.items())
    yield table("各单位的链接（同一链接计一次）", ("单位", "链接", *labels.values()), of_units, wide=("单位",))
    wanting = sorted((link for link in summary.links if link.state != "alive"), key=_cell)
    if wanting:
        columns = ("单位", "报告期", "任务或文件", "状态", "断链自", "填在", "说明")
        rows = (_cells(list(same), words) for _, same in groupby(wanting, key=_cell))
        yield table("需要看一看的", columns, rows, wide=("单位", "任务或文件", "说明"))
    yield from (f"〔已恢复〕{_mended(link)}" for link in _once(summary.links) if link.mended_at is not None)


def _cell(link: GivenLink) -> tuple[str, str, str]:
    return link.period or "", link.unit_code, link.text


def _cells(links: Sequence[GivenLink], words: LinkWords) -> tuple[object, ...]:
    """One line for what a unit gives as one link, also where it gives it for several tasks or documents."""
    first = links[0]
    where = "门户网站" if first.sheet is None else f"{first.sheet}!{first.address}"
    since = "" if first.dead_since is None else f"{first.dead_since:%Y-%m-%d}"
    told = (words.state_labels[first.state], since, where + (" 等" if len(links) > 1 else ""))
    return first.unit_name, first.period, _items(links, words), *told, f"{first.text}　{first.detail}"


def _items(links: Sequence[GivenLink], words: LinkWords) -> str:
    """What the link stands for: tasks, or documents by title."""
    items: dict[str, list[str]] = {}
    for link in links:
        items.setdefault(words.kind_labels[link.kind], []).append(link.item or "")
    return "；".join(f"{label} {'、'.join(dict.fromkeys(found))}".strip() for label, found in items.items())


def _once(links: Sequence[GivenLink]) -> Iterator[GivenLink]:
    """The first place of each link of a unit."""
    yield from {(link.unit_code, link.text): link for link in reversed(links)}.values()


def _mended(link: GivenLink) -> str:
    return f"{link.unit_name}　{link.text}：{link.broken_since:%Y-%m-%d} 起打不开，{link.mended_at:%Y-%m-%d} 又能打开。"
