"""The flows on Prefect: the same steps as the command line, with schedules, runs to look at and summaries as artifacts.

Tasks are coarse and hand on summaries, never tables. Only what needs the network is retried, the fetch and the visit to links: all else
would fail the same way again. What is wrong with a unit's figures is a finding and the run ends Completed; a rule that breaks, a source
that can't be reached and our own faults end Failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from prefect import flow, runtime, task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from pydantic import Field

from flows.labels import status_labels
from flows.orchestration import artifacts as artifacts
from flows.orchestration.hooks import HOOKS
from flows.orchestration.hooks import RunFailedError as RunFailedError
from flows.orchestration.spread import batches_as_task_runs
from flows.schedule import office_time, quarter_to_collect, year_to_report
from flows.sources.drop import out_of_reach
from flows.sources.harvest import Harvest
from flows.sources.web import SourceError
from flows.steps import collect as collecting
from flows.steps import publish as publishing
from flows.steps import reports as reporting
from flows.steps.collect import CollectSummary
from flows.steps.links.patrol import LinksSummary, check_links
from flows.steps.publish import PublishSummary
from flows.steps.status import StatusTable, period_status
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

QuarterText = Annotated[str, Field(pattern=r"^20\d{2}[Qq][1-4]$")]
YearText = Annotated[str, Field(pattern=r"^20\d{2}$")]
PeriodText = Annotated[str, Field(pattern=r"^20\d{2}([Qq][1-4])?$")]


def _is_transient(_: Any, __: TaskRun, state: State[Any]) -> bool:  # noqa: ANN401 - Prefect hands over the task
    failed = state.result(raise_on_failure=False)
    return isinstance(failed, SourceError) and failed.is_transient


@task(
    name="下载",
    retries=3,
    retry_delay_seconds=[10, 60, 300],
    retry_condition_fn=_is_transient,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def fetch(workspace: Path) -> Harvest:
    """The drop's new files: the one task that is tried again."""
    return collecting.fetch(Workspace.open(workspace))


@task(name="入库、读取、核对", cache_policy=NO_CACHE, persist_result=False)
def land_read_check(
    workspace: Path, harvest: Harvest, as_of: datetime | None, units: list[str], period: Period | None
) -> CollectSummary:
    """Everything that came, to the ledger."""
    opened = Workspace.open(workspace)
    with batches_as_task_runs(opened):
        return collecting.collect(opened, as_of=as_of, units=units, period=period, harvest=harvest)


@task(name="汇总", cache_policy=NO_CACHE, persist_result=False)
def build(workspace: Path, period: Period) -> StatusTable:
    """The tables of the period, and who is in them."""
    return period_status(Workspace.open(workspace), period)


@task(name="成文", cache_policy=NO_CACHE, persist_result=False)
def write_documents(workspace: Path, period: Period, units: list[str]) -> list[Path]:
    """The quarter's tables, or the annual reports."""
    return reporting.write_documents(Workspace.open(workspace), period, units)


@task(name="发布", cache_policy=NO_CACHE, persist_result=False)
def publish_release(
    workspace: Path, period: Period | None, as_of: datetime | None, anew: bool = False
) -> PublishSummary:
    """Builds a release aside, checks it, and switches to it."""
    return publishing.publish(Workspace.open(workspace), period, as_of, anew=anew)


@task(
    name="巡检链接",
    retries=2,
    retry_delay_seconds=[60, 600],
    retry_condition_fn=_is_transient,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def visit_links(workspace: Path, period: Period | None) -> LinksSummary:
    """Looks at the evidence links; tried again only where nobody at all could be reached."""
    return check_links(Workspace.open(workspace), period)


@flow(
    name="collect",
    description="收表：下载、入库、读取、核对，给出台账。重复运行不会改变已有结果。",
    persist_result=False,
    **HOOKS,
)
def collect(
    workspace: str, period: PeriodText | None = None, units: list[str] | None = None, as_of: datetime | None = None
) -> CollectSummary:
    """Fetches, lands, reads and checks everything new. (Prefect shows the descriptions below to the analyst.)

    Args:
        workspace: 工作区目录（绝对路径）。
        period: 要重新核对的报告期，写作 2025Q1 或 2025；不填则只处理新收到的文件，台账显示上一季度。
        units: 只重新核对这些单位（代码、全称或简称）；不填为全部。
        as_of: 按此时间（北京时间）登记收到时间；不填为现在。
    """
    opened = Workspace.open(Path(workspace))
    progress = create_progress_artifact(0.0, key="collect-progress", description="收表进度")
    harvest, missed = fetch_or_go_on(opened)
    update_progress_artifact(progress, 30.0)  # type: ignore[arg-type]  # Prefect types the id loosely
    asked = None if period is None else Period.parse(period)
    summary = land_read_check(opened.root, harvest, office_time(as_of), units or [], asked)
    update_progress_artifact(progress, 80.0)  # type: ignore[arg-type]
    labels = status_labels(opened.catalog)
    artifacts.publish_collect_summary(summary, labels)
    for shown in _periods_to_show(asked):
        artifacts.publish_status_table(build(opened.root, shown), labels)
    update_progress_artifact(progress, 100.0)  # type: ignore[arg-type]
    fail_for([*summary.errors, *missed])
    return summary


@flow(name="quarter", description="季度汇总：生成本级汇总和各单位的季度表。", persist_result=False, **HOOKS)
def quarter(workspace: str, period: QuarterText | None = None) -> list[Path]:
    """Builds the quarter and writes its tables.

    Args:
        workspace: 工作区目录（绝对路径）。
        period: 季度，写作 2025Q1；不填则为计划运行时间的上一季度。
    """
    opened = Workspace.open(Path(workspace))
    asked = quarter_to_collect(scheduled_time()) if period is None else Period.parse(period)
    return _build_and_write(opened, asked, [], f"{asked.label}通报")


@flow(
    name="annual", description="年度报告：生成区级和各单位的政府信息公开工作年度报告。", persist_result=False, **HOOKS
)
def annual(workspace: str, period: YearText | None = None, units: list[str] | None = None) -> list[Path]:
    """Builds the year and writes the annual reports.

    Args:
        workspace: 工作区目录（绝对路径）。
        period: 年度，写作 2025；不填则为计划运行时间的上一年度。
        units: 只生成这些单位的报告（代码、全称或简称）；不填为区级和全部单位。
    """
    opened = Workspace.open(Path(workspace))
    asked = year_to_report(scheduled_time()) if period is None else Period.parse(period)
    return _build_and_write(opened, asked, units or [], f"{asked.label}报告")


@flow(
    name="publish",
    description="发布：生成新的发布版本，核对通过后切换；不通过则保留上一版本。",
    persist_result=False,
    **HOOKS,
)
def publish(
    workspace: str,
    period: PeriodText | None = None,
    form: Literal["quarter", "annual"] = "quarter",
    as_of: datetime | None = None,
    anew: bool = False,
) -> PublishSummary:
    """Publishes a release.

    Args:
        workspace: 工作区目录（绝对路径）。
        period: 随版本发布哪个报告期的文件，写作 2025Q1 或 2025；不填则按计划运行时间推定。
        form: 推定报告期时取上一季度（quarter）还是上一年度（annual）。
        as_of: 发布时间（北京时间）；不填为现在。
        anew: 各表、文件、网页全部重新生成，不沿用上一版中没有变化的。
    """
    opened = Workspace.open(Path(workspace))
    ended = year_to_report if form == "annual" else quarter_to_collect
    asked = ended(scheduled_time()) if period is None else Period.parse(period)
    summary = publish_release(opened.root, asked, office_time(as_of), anew)
    artifacts.publish_release_summary(asked, summary)
    fail_for(summary.errors)
    return summary


@flow(
    name="links",
    description="巡检链接：单位填的佐证、文件、阅办联动网页还打不打得开，一天之内不重复访问。",
    persist_result=False,
    **HOOKS,
)
def links(workspace: str, period: PeriodText | None = None) -> LinksSummary:
    """Looks whether the pages that units name are there. A dead one is the unit's to mend: the run ends Completed.

    Args:
        workspace: 工作区目录（绝对路径）。
        period: 只看这个报告期的，写作 2025Q1 或 2025；不填为全部计数的报送。
    """
    opened = Workspace.open(Path(workspace))
    summary = visit_links(opened.root, None if period is None else Period.parse(period))
    artifacts.publish_links_summary(summary, opened.catalog.links.state_labels)
    return summary


def scheduled_time() -> datetime:
    """When this run was to start, which is not when it did. Started by hand, it is the same."""
    scheduled: datetime = runtime.flow_run.scheduled_start_time
    return scheduled


def fetch_or_go_on(workspace: Workspace) -> tuple[Harvest, tuple[str, ...]]:
    """A drop that is out of reach must not keep the inbox waiting: the run goes on, and ends Failed with that sentence."""
    state = fetch(workspace.root, return_state=True)
    failed = state.result(raise_on_failure=False)
    if not isinstance(failed, SourceError):
        return state.result(), ()
    return out_of_reach(workspace.settings.drop_url or "", failed), (f"网上收件目录：{failed}",)


def _periods_to_show(asked: Period | None) -> list[Period]:
    """The period asked for; else the quarter being collected and, in the first quarter, the year that ended with it."""
    if asked is not None:
        return [asked]
    ended = quarter_to_collect(scheduled_time())
    return [ended, Period(ended.year)] if ended.quarter == 4 else [ended]


def _build_and_write(workspace: Workspace, period: Period, units: list[str], title: str) -> list[Path]:
    artifacts.publish_status_table(build(workspace.root, period), status_labels(workspace.catalog))
    written = write_documents(workspace.root, period, units)
    artifacts.publish_document_list(workspace.root, written, f"documents-{str(period).lower()}", title)
    return written


def fail_for(sentences: Sequence[str]) -> None:
    """Ends the run Failed with these sentences. Raises RunFailedError."""
    if sentences:
        raise RunFailedError("；".join(sentences))
