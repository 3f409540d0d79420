"""Commands about days: the calendar of a period, the chasing list, and the channels over which the office is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import (
    JsonOption,
    MaybePeriodOption,
    PeriodArgument,
    WorkspaceOption,
    open_workspace,
    parse_period,
)
from flows.cli.outcome import DONE, FINDINGS, end
from warehouse.catalog.period import Period

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.remind.calendar import Schedule
    from flows.steps.remind.chasing import Chased
    from flows.steps.remind.notify import Delivery
    from reports.chasing.chase import ChasingList
    from reports.narrative.figures import Fact
    from warehouse.catalog.reminders import Reminders
    from warehouse.workspace import Workspace

_HERE = Path()


def calendar(period: PeriodArgument = None, workspace: WorkspaceOption = _HERE, as_json: JsonOption = False) -> None:
    """看日程：发模板、催报、截止、收表、通报、整改各在哪一天。

    给出年度，列出其四个季度和年度报告的日程；不给则看当前这一年。遇节假日按工作日历顺延；没有工作日安排的年份只作说明，不作推算。
    """
    from flows.schedule import office_day

    today = office_day(datetime.now(UTC))
    asked = Period(today.year) if period is None else parse_period(period)
    from flows.cli.screen import emit
    from flows.steps.remind.calendar import schedule_of

    shown = schedule_of(open_workspace(workspace), asked)
    emit(shown, lambda: _calendar_screen(shown, today), as_json=as_json)


def remind(
    period: MaybePeriodOption = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", help="以这一天为准（北京时间），缺省为今天", metavar="日期", show_default=False),
    ] = None,
    is_sent: Annotated[
        bool, typer.Option("--notify", help="同时发到本办公室的通知渠道（设置文件中的 notify）")
    ] = False,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """催报清单：谁没有报、谁被退回待更正、谁的任务和整改未办，每家附可粘贴的文字。

    截止日以前和以后措辞不同。不给报告期则看刚结束的季度。有需要提醒的单位，退出码为 1。
    """
    from flows.schedule import OFFICE_ZONE, office_time, quarter_to_collect

    day = datetime.now(UTC) if as_of is None else as_of.replace(tzinfo=as_of.tzinfo or OFFICE_ZONE)
    asked = quarter_to_collect(day) if period is None else parse_period(period)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit, say
    from flows.steps.remind.chasing import write_chasing

    say("正在核对报送、更正、任务和整改情况……")
    chased = write_chasing(opened, asked, office_time(as_of))
    delivery = _notify(opened, chased) if is_sent else None
    told = {"chasing": chased.chasing, "files": chased.files, "notified": delivery}
    emit(told, lambda: _remind_screen(chased, delivery, opened), as_json=as_json)
    end(FINDINGS if chased.chasing.units or (delivery is not None and delivery.failed) else DONE)


def notify(workspace: WorkspaceOption = _HERE, as_json: JsonOption = False) -> None:
    """试发一条通知，看设置文件中的 notify 各渠道是否可用。

    地址（含密码）只写在环境变量里，设置文件只写变量的名称。有渠道不可用，退出码为 1。
    """
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.steps.remind.notices import trial_notice
    from flows.steps.remind.notify import notify as send

    delivery = send(opened, trial_notice())
    emit(delivery, lambda: _delivery_lines(delivery), as_json=as_json)
    end(DONE if delivery.has_arrived else FINDINGS)


def _notify(opened: Workspace, chased: Chased) -> Delivery:
    from flows.steps.remind.notices import chasing_notice
    from flows.steps.remind.notify import notify as send

    return send(opened, chasing_notice(chased, opened.root))


def _calendar_screen(shown: Schedule, today: date) -> Iterator[RenderableType]:
    from flows.cli.screen import table
    from warehouse.catalog.calendar import day_in_words
    from warehouse.catalog.reminders import load_reminders

    actions = load_reminders().actions
    for period, days in groupby(shown.days, key=lambda one: one.period):
        rows = [
            (
                "未知" if one.day is None else day_in_words(one.day),
                one.name,
                actions[one.action],
                "今天" if one.day == today else "",
            )
            for one in days
        ]
        yield table(f"{period.label}日程", ("日期", "事项", "计划任务", ""), rows, wide=("事项",))
    yield from shown.unknown


def _remind_screen(chased: Chased, delivery: Delivery | None, opened: Workspace) -> Iterator[RenderableType]:
    from flows.cli.screen import table
    from reports.chasing.chase import counted, list_facts
    from reports.narrative.text import fill
    from warehouse.catalog.reminders import load_reminders

    chasing, words = chased.chasing, load_reminders()
    facts = list_facts(chasing, opened.catalog, words)
    rows = [
        (words.labels[kind], len(units), "、".join(units), text)
        for (kind, text), units in _alike(chasing, facts, words).items()
    ]
    if rows:
        yield table(fill(words.sheet.title, facts), ("事项", "家数", "单位", "说明"), rows, wide=("单位", "说明"))
    yield fill(words.sheet.cover, facts) + "。" + (f"{counted(chasing, words)}。" if rows else "")
    if chasing.stage == "unknown":
        yield words.message.unknown_calendar
    if chasing.unplaced:
        listed = "、".join(chasing.unplaced)
        yield fill(words.sheet.unplaced, {"count": str(len(chasing.unplaced)), "listed": listed})
    yield from (f"已写出：{file}" for file in chased.files)
    if delivery is not None:
        yield from _delivery_lines(delivery)


def _alike(chasing: ChasingList, facts: dict[str, Fact], words: Reminders) -> dict[tuple[str, str], list[str]]:
    """The units that are told the same, in the order of kinds: fifty that sent nothing are one line on a screen."""
    from reports.chasing.chase import said

    told: dict[tuple[str, str], list[str]] = {}
    for unit in chasing.units:
        for want in unit.wants:
            told.setdefault((want.kind, said(want, facts, words)), []).append(unit.unit_name)
    order = list(words.labels)
    return dict(sorted(told.items(), key=lambda item: order.index(item[0][0])))


def _delivery_lines(delivery: Delivery) -> Iterator[str]:
    if delivery.sent:
        yield f"已发出：{'、'.join(delivery.sent)}。对方服务器已收下，是否送到请在群里或邮箱中查看。"
    yield from delivery.failed
    if not delivery.sent and not delivery.failed:
        yield "没有设置通知渠道：请在设置文件的 notify 中写上环境变量的名称。"
