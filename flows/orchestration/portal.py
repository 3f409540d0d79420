"""The portal's flow on Prefect. The fetch tries again by itself, address by address, so no task is retried; a source that is quarantined
or out of reach is a finding that fails the run, after everything else is done: somebody has to look.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.orchestration.artifacts import plain
from flows.orchestration.hooks import HOOKS, RunFailedError
from flows.schedule import office_time
from flows.sources.portal import Visit
from flows.steps.portal import visit as steps
from flows.steps.portal.visit import PortalSummary, SourceOutcome
from warehouse.workspace import Workspace

_OUTCOMES = {"good": "采用", "quarantined": "隔离", "failed": "没有取到"}


@task(name="门户取数", cache_policy=NO_CACHE, persist_result=False)
def fetch(workspace: Path, sources: list[str]) -> tuple[Visit, ...]:
    """The declared sources; an interrupted run goes on where it was."""
    return steps.fetch(Workspace.open(workspace), sources)


@task(name="门户入库、读取", cache_policy=NO_CACHE, persist_result=False)
def land_and_stage(workspace: Path, visits: tuple[Visit, ...], as_of: datetime | None) -> PortalSummary:
    """What came, to the staged tables."""
    return steps.land_and_stage(Workspace.open(workspace), visits, as_of)


@flow(
    name="portal",
    description="门户取数：按声明的来源取来、存档、读取；有问题的隔离，沿用上次的数据。",
    persist_result=False,
    **HOOKS,
)
def portal(workspace: str, sources: list[str] | None = None, as_of: datetime | None = None) -> PortalSummary:
    """Fetches, lands and stages the portal's sources.

    Args:
        workspace: 工作区目录（绝对路径）。
        sources: 只取这些来源（来源文件名，不带 .yaml）；不填为全部。
        as_of: 按此时间（北京时间）登记；不填为现在。
    """
    root = Workspace.open(Path(workspace)).root
    summary = land_and_stage(root, fetch(root, sources or []), office_time(as_of))
    _publish(summary)
    said = (*summary.errors, *summary.faults)
    if said:
        raise RunFailedError("；".join(said))
    return summary


def _publish(summary: PortalSummary) -> None:
    create_table_artifact(
        [_row(one) for one in summary.sources], key="portal-sources", description=f"门户来源：{len(summary.sources)} 份"
    )
    lines = [f"- {plain(sentence)}" for sentence in summary.faults] or ["全部采用。"]
    lines += [f"- 名册中没有的单位：{plain(name)}（{count} 处）" for name, count in summary.unknown_units.items()]
    create_markdown_artifact("\n".join(lines), key="portal-summary", description="门户取数小结")


def _row(one: SourceOutcome) -> dict[str, object]:
    told = {"来源": one.feed, "名称": one.title, "结果": _OUTCOMES[one.outcome], "页数": one.pages}
    return {
        **told,
        "条数": "" if one.records is None else one.records,
        "新条目": one.new_items,
        "原因": one.detail or "",
    }
