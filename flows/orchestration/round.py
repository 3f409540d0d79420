"""The daily round on Prefect: what the calendar asks for on a day, so that a quarter runs from its templates to its release by itself.

A day that fails is tried again by the next round within its grace; one that is done is never done twice. What fails keeps nothing else of
the day from being done, and fails the run at its end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.orchestration import artifacts as artifacts
from flows.orchestration.commands import (
    build,
    fail_for,
    fetch_or_go_on,
    land_read_check,
    publish_release,
    scheduled_time,
    write_documents,
)
from flows.orchestration.hooks import HOOKS
from flows.schedule import office_day
from flows.steps.intake import local_now
from flows.steps.publish import PublishSummary
from flows.steps.remind import chasing as chase_steps
from flows.steps.remind import notices
from flows.steps.remind.chasing import Chased
from flows.steps.remind.days import Days
from flows.steps.remind.notify import Notice, notify
from flows.steps.remind.round import DayDone, due_milestones, mark_done
from flows.steps.templates import issue_templates
from warehouse.catalog.milestones import Action, Milestone
from warehouse.lake import LakeError
from warehouse.locks import StoreBusyError
from warehouse.workspace import Workspace, WorkspaceError

_HOUR = 8
_OUR_FAULT = "程序出错，详情见运行日志，请联系维护人员。"


@task(name="生成模板", cache_policy=NO_CACHE, persist_result=False)
def write_templates(workspace: Path, milestone: Milestone) -> list[Path]:
    """The units' workbooks of the period."""
    return issue_templates(Workspace.open(workspace), milestone.period)


@task(name="生成催报清单", cache_policy=NO_CACHE, persist_result=False)
def write_chasing(workspace: Path, milestone: Milestone, at: datetime) -> Chased:
    """Who has something to send or to mend, as of the day of the run."""
    return chase_steps.write_chasing(Workspace.open(workspace), milestone.period, at)


@flow(
    name="day",
    description="每日安排：按日程发模板、催报、生成季度文件和年度报告并发布。没有安排的日子什么也不做。",
    persist_result=False,
    **HOOKS,
)
def day(workspace: str, on: date | None = None) -> list[DayDone]:
    """Does what the calendar asks for on the day that the run was scheduled for.

    Args:
        workspace: 工作区目录（绝对路径）。
        on: 按这一天的日程运行，写作 2025-10-11；不填为计划运行的那一天。
    """
    opened = Workspace.open(Path(workspace))
    at = datetime.combine(on or office_day(scheduled_time()), time(_HOUR))
    due = due_milestones(opened, at.date())
    missed = _collect_before(opened) if any(one.action != "templates" for one in due) else ()
    done = [_perform(opened, milestone, at) for milestone in due]
    artifacts.publish_day(at.date(), done)
    fail_for([*missed, *(f"{one.name}：{one.said}" for one in done if not one.is_done)])
    return done


def _collect_before(workspace: Workspace) -> tuple[str, ...]:
    """Nobody is chased for what lies in the inbox. Gives what could not be fetched."""
    harvest, missed = fetch_or_go_on(workspace)
    summary = land_read_check(workspace.root, harvest, None, [], None)
    return (*summary.errors, *missed)


def _perform(workspace: Workspace, milestone: Milestone, at: datetime) -> DayDone:
    """One day; whatever breaks in it keeps no other from being done."""
    place = str(milestone.period), milestone.code, milestone.name
    try:
        notice, is_done = _ACTIONS[milestone.action](workspace, milestone, at)
    except (LakeError, StoreBusyError, WorkspaceError) as failed:
        return DayDone(*place, False, str(failed))
    except Exception:
        get_run_logger().exception("%s %s", milestone.period, milestone.code)
        return DayDone(*place, False, _OUR_FAULT)
    if is_done:
        mark_done(workspace, milestone, local_now())
    delivery = notify(workspace, notice)
    return DayDone(*place, is_done, f"{notice.title}\n{notice.body}", delivery.failed)


Done = tuple[Notice, bool]


def _templates(workspace: Workspace, milestone: Milestone, _: datetime) -> Done:
    written = write_templates(workspace.root, milestone)
    due_on = Days.of(workspace, milestone.period, milestone.day).due_on
    return notices.templates_notice(milestone.period, written, workspace.root, due_on), True


def _chasing(workspace: Workspace, milestone: Milestone, at: datetime) -> Done:
    return notices.chasing_notice(write_chasing(workspace.root, milestone, at), workspace.root), True


def _documents(workspace: Workspace, milestone: Milestone, _: datetime) -> Done:
    build(workspace.root, milestone.period)
    written = write_documents(workspace.root, milestone.period, [])
    return notices.documents_notice(milestone.period, written, workspace.root, ""), True


def _circular(workspace: Workspace, milestone: Milestone, at: datetime) -> Done:
    """Documents, then the release: one that is refused leaves the documents for people to see why."""
    build(workspace.root, milestone.period)
    written = write_documents(workspace.root, milestone.period, [])
    released, is_done = _publish(workspace, milestone, at)
    if not is_done:
        return released, False
    return notices.documents_notice(milestone.period, written, workspace.root, released.body), True


def _publish(workspace: Workspace, milestone: Milestone, _: datetime) -> Done:
    summary: PublishSummary = publish_release(workspace.root, milestone.period, None)
    artifacts.publish_release_summary(milestone.period, summary)
    if summary.failures or summary.errors:
        return notices.refused_notice(milestone.period, [*summary.failures, *summary.errors]), False
    said, released = artifacts.release_words(summary)
    return notices.release_notice(milestone.period, said, released), True


_ACTIONS: dict[Action, Callable[[Workspace, Milestone, datetime], Done]] = {
    "templates": _templates,
    "chasing": _chasing,
    "circular": _circular,
    "annual": _documents,
    "publish": _publish,
}
