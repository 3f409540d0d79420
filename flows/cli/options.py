"""Options that several commands share, and what is read from them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.catalog.period import Period, PeriodError

if TYPE_CHECKING:
    from warehouse.workspace import Workspace


class Via(StrEnum):
    """Where a command runs its steps."""

    STEPS = "steps"
    PREFECT = "prefect"


WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", "-w", envvar="ZWGK_WORKSPACE", help="工作区目录", show_default="当前目录")
]
_WHOLE_DISTRICT = {"汇总", "全区", "全市"}
TASK_PREFIX = "task:"
INDICATOR_PREFIX = "indicator:"
PERIOD_FORM = re.compile(r"20\d{2}([Qq][1-4])?")
PeriodOption = Annotated[str, typer.Option("--period", "-p", help="报告期，写作 2025Q1 或 2025", metavar="报告期")]
MaybePeriodOption = Annotated[
    str | None, typer.Option("--period", "-p", help="报告期，写作 2025Q1 或 2025", metavar="报告期", show_default=False)
]
UnitsOption = Annotated[
    list[str] | None,
    typer.Option("--unit", "-u", help="只涉及这个单位（代码、全称或简称），可重复", metavar="单位", show_default=False),
]
AsOfOption = Annotated[
    datetime | None, typer.Option("--as-of", help="按此北京时间登记，缺省为现在", metavar="时间", show_default=False)
]
ReleaseOption = Annotated[
    str | None,
    typer.Option(
        "--release",
        "-r",
        help="以这个发布版本为准：编号、序号、current，或日期（当日有效的版本，如 2025-04-20）",
        metavar="版本",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="标准输出只给出一个 JSON 文档")]
ViaOption = Annotated[
    Via, typer.Option("--via", help="steps：直接运行；prefect：在 PREFECT_API_URL 的服务器上留下运行记录")
]


def open_workspace(root: Path) -> Workspace:
    """The workspace of a command; from now on tracebacks of our own faults go into its log. Raises WorkspaceError."""
    from flows.cli import outcome
    from warehouse.workspace import Workspace

    workspace = Workspace.open(root)
    outcome.keep_log_in(workspace.log)
    return workspace


PeriodArgument = Annotated[
    str | None,
    typer.Argument(help="报告期，写作 2025Q1 或 2025；也可写作 --period", metavar="报告期", show_default=False),
]


def one_period(written: str | None, option: str | None) -> str:
    """The period, given in its place or as an option. Raises PeriodError where it is in neither or differs."""
    given = {text for text in (written, option) if text is not None}
    if len(given) != 1:
        raise PeriodError("请给出一个报告期，例如 2025Q1。")
    return given.pop()


def trace_words(words: Sequence[str], period: str | None, unit: str | None) -> tuple[Period, str, str | None]:
    """Period, cell code and unit (None for the district) of `zwgk trace 2025 汇总 T3:new.total`, told apart by their form.

    Raises PeriodError or BadParameter.
    """
    cells = [word for word in words if ":" in word]
    periods = [*([period] if period else []), *(word for word in words if PERIOD_FORM.fullmatch(word))]
    units = [*([unit] if unit else []), *(word for word in words if word not in cells and word not in periods)]
    if len(cells) != 1 or len(units) > 1:
        raise typer.BadParameter("请给出一个单元格代码和至多一个单位，例如 zwgk trace 2025 汇总 T3:new.total。")
    body = units[0] if units and units[0] not in _WHOLE_DISTRICT else None
    return parse_period(one_period(periods[0] if periods else None, periods[-1] if periods else None)), cells[0], body


def parse_period(text: str, *, is_year: bool | None = None) -> Period:
    """The period as written; `is_year` says which kind the command needs. Raises PeriodError."""
    period = Period.parse(text)
    if is_year is not None and period.is_year != is_year:
        wanted = "年度，写作 2025" if is_year else "季度，写作 2025Q1"
        raise PeriodError(f"报告期“{text}”不合适，此处应为{wanted}。")
    return period


def on_server(via: Via) -> bool:
    """Whether to run as a flow. Raises ServerError where no server is named, since Prefect would start one of its own for half a minute,
    or the one that is named does not answer, since Prefect would try for a minute.
    """
    if via is Via.STEPS:
        return False
    from flows.orchestration.server import ServerError, is_healthy

    api = os.environ.get("PREFECT_API_URL")
    if not api:
        raise ServerError(
            "没有指定 Prefect 服务器：请先运行 zwgk serve，再把它显示的地址加 /api 设为 PREFECT_API_URL；"
            "服务器设了密码的，另把密码设为 PREFECT_API_AUTH_STRING。"
        )
    if not is_healthy(api):
        raise ServerError(
            f"Prefect 服务器 {api} 没有应答。请检查 zwgk serve 是否在运行；不加 --via prefect 可以不经服务器直接运行。"
        )
    return True
