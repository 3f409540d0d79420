"""Commands about former releases: which there are, and what one says otherwise than another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import JsonOption, WorkspaceOption, open_workspace
from flows.cli.outcome import DONE, FINDINGS, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.diff import ReleaseDiff
    from reports.revision_xlsx import RevisionLine
    from warehouse.catalog.catalog import Catalog
    from warehouse.releases import PublishedRelease
    from warehouse.task_revision import TaskChange

_HERE = Path()
_SHOWN = 60
ReleaseArgument = Annotated[
    str,
    typer.Argument(help="发布编号或其开头几位、序号、current，或日期（当日有效的版本）", metavar="版本"),
]


def releases(workspace: WorkspaceOption = _HERE, as_json: JsonOption = False) -> None:
    """列出历次发布的版本。

    以前的版本原样留存，可随时打开。
    """
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, table
    from warehouse.releases import list_releases

    known = list_releases(opened.releases)
    columns = ("编号", "报告期", "数据截至", "内容", "行数", "现行")
    rows = [
        (r.release_id, r.period, f"{r.as_of:%Y-%m-%d %H:%M}", r.content_hash[:12], sum(r.rows.values()), _mark(r))
        for r in known
    ]
    nothing = "还没有发布过任何版本。"
    emit({"releases": known}, lambda: [table("历次发布", columns, rows) if known else nothing], as_json=as_json)


def _mark(release: PublishedRelease) -> str:
    return "是" if release.is_current else ""


def diff(
    one: ReleaseArgument,
    other: ReleaseArgument = "current",
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="另存为这个 Excel 文件", metavar="文件", show_default=False)
    ] = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """比较两个发布版本：哪些数字改了，为什么；哪些要点任务的进展变了。

    没有差别时退出码为 0，有差别为 1。
    """
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, say
    from flows.steps.diff import diff_releases
    from flows.steps.revision_lines import revision_lines

    found = diff_releases(opened, one, other)
    lines = list(revision_lines(found.figures, opened.catalog))
    if xlsx is not None:
        _save(xlsx, found, lines)
        say(f"已存为 {xlsx}")
    emit(found, lambda: (*_screen(found, lines), *_tasks_screen(found.tasks, opened.catalog)), as_json=as_json)
    end(FINDINGS if found.figures or found.tasks else DONE)


def _save(path: Path, found: ReleaseDiff, lines: Sequence[RevisionLine]) -> None:
    from flows.steps.revision_lines import BLANK_NOTE, TITLE
    from reports.revision_xlsx import write_revision_workbook
    from warehouse.workspace import WorkspaceError

    content = write_revision_workbook(TITLE, (_versions(found), BLANK_NOTE), lines)
    try:
        path.write_bytes(content)
    except OSError as refused:
        raise WorkspaceError(f"无法写入 {path}（{refused.strerror}）。") from refused


def _versions(found: ReleaseDiff) -> str:
    former, present = found.former, found.present
    return (
        f"{former.release_id}（数据截至 {former.as_of:%Y-%m-%d}）→ {present.release_id}（{present.as_of:%Y-%m-%d}）："
        f"修订 {len(found.figures)} 个数字"
    )


def _screen(found: ReleaseDiff, lines: Sequence[RevisionLine]) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    yield f"{_versions(found)}。"
    if found.new_periods:
        yield f"新增报告期（不算修订）：{'、'.join(found.new_periods)}。"
    if len(lines) > _SHOWN:
        yield table("按原因", ("报告期", "单位", "数字", "个数", "原因"), _by_reason(lines), wide=("单位", "原因"))
    if lines:
        columns = ("报告期", "单位", "数字", "项目", "原发布", "现为", "相差", "原因")
        rows = (
            (x.period, x.unit_name, x.measure, x.label, x.published_value, x.value, x.difference, x.reason)
            for x in lines[:_SHOWN]
        )
        yield table("逐个", columns, rows, wide=("单位", "项目", "原因"))
    if len(lines) > _SHOWN:
        yield f"……其余 {len(lines) - _SHOWN} 个略，全部请用 --xlsx 文件 或 --json。"


def _tasks_screen(changes: Sequence[TaskChange], catalog: Catalog) -> Iterator[RenderableType]:
    """Tasks whose state is another one now; said only where there are any."""
    from flows.cli.screen import table

    if not changes:
        return
    columns = ("报告期", "单位", "任务", "名称", "原发布", "现为", "原因")
    rows = (_task_cells(one, catalog) for one in changes[:_SHOWN])
    yield table(f"要点任务进展有变化 {len(changes)} 项", columns, rows, wide=("单位", "名称", "原因"))
    if len(changes) > _SHOWN:
        yield f"……其余 {len(changes) - _SHOWN} 项略，全部请用 --json。"


def _task_cells(one: TaskChange, catalog: Catalog) -> tuple[object, ...]:
    states = (
        _task_state(one.published_status, catalog, is_disputed=one.was_disputed),
        _task_state(one.status, catalog, is_disputed=one.is_disputed),
    )
    return one.period_name, one.unit_name, f"{one.document}/{one.task_id}", one.name, *states, _task_reason(one)


def _task_state(status: str | None, catalog: Catalog, *, is_disputed: bool) -> str:
    said = "不承担" if status is None else catalog.tasks.status_labels[status]
    return f"{said}（与数据不符）" if is_disputed else said


def _task_reason(one: TaskChange) -> str:
    """Which reports the two sides rest on; the same one where the task, its holders or the figures beside it have changed."""
    match one.published_submission_id, one.submission_id:
        case before, now if before == now:
            return "任务、承担单位或有关数据有变化"
        case None, now:
            return f"编号 {now} 计入"
        case before, None:
            return f"编号 {before} 不再计入"
        case before, now:
            return f"编号 {now} 取代编号 {before}"


def _by_reason(lines: Sequence[RevisionLine]) -> list[tuple[object, ...]]:
    counts = Counter((line.period, line.unit_name, line.measure, line.reason) for line in lines)
    return [(*place, count, reason) for (*place, reason), count in counts.items()]
