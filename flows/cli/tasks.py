"""The command about key-point tasks: how far they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import (
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
