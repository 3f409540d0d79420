"""Summaries as Prefect artifacts: what a run did, for the person who looks at the Prefect page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.steps.collect import CollectSummary
from flows.steps.links.patrol import LinksSummary
from flows.steps.publish import PublishSummary
from flows.steps.remind.round import DayDone
from flows.steps.status import StatusRow, StatusTable
from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.period import Period

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


def plain(text: object) -> str:
    """Text from outside (file names, cells) inside Markdown: one line, no markup, no HTML."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def publish_collect_summary(summary: CollectSummary, labels: Mapping[str, str]) -> None:
    """One page: how many came, what became of them, what did not come and what broke."""
    lines = [
        f"新收 {summary.received} 份，读取 {summary.read} 份，判定 {summary.judged} 份，错误级问题 {summary.findings} 处。",
        "",
    ]
    lines += [f"- {labels.get(status, status)}：{count}" for status, count in summary.statuses.items()]
    lines += _section("未能收取的文件", summary.not_fetched)
    lines += _section("程序规则出错（与单位无关，请联系维护人员）", summary.errors)
    if summary.is_unchanged:
        lines.append("没有新的报送，一切未变。")
    create_markdown_artifact("\n".join(lines), key="collect-summary", description="收表小结")


def publish_status_table(table: StatusTable, labels: Mapping[str, str]) -> None:
    """Who is in, late, returned, missing: one row a unit, and the files that no unit could be found for."""
    rows = [_status_row(row, labels) for row in (*table.rows, *table.unplaced)]
    due = "" if table.due_on is None else f"，应于 {table.due_on} 前报送"
    description = f"{table.period.label}：{len(table.rows)} 家应报，{table.received} 家已报{due}"
    create_table_artifact(rows, key=f"status-{str(table.period).lower()}", description=description)


def publish_document_list(root: Path, written: Sequence[Path], key: str, title: str) -> None:
    """Where the documents are, relative to the workspace."""
    rows = [
        {"文件": str(path.relative_to(root)), "大小（KB）": round(path.stat().st_size / 1024, 1)} for path in written
    ]
    create_table_artifact(rows, key=key, description=f"{title}：{len(rows)} 个文件")


def publish_release_summary(period: Period, summary: PublishSummary) -> None:
    """Which release is in force, and why a new one was refused."""
    said, in_force = release_words(summary)
    lines = [f"{period.label}：{said}。{plain(in_force)}"]
    lines += [] if summary.touched is None else ["", plain(summary.touched.sentence)]
    lines += _section("未通过的核对", summary.failures)
    lines += _section("程序规则出错（请联系维护人员）", summary.errors)
    create_markdown_artifact("\n".join(lines), key="release-summary", description="发布小结")


def release_words(summary: PublishSummary) -> tuple[str, str]:
    """What became of a publication, and which release is in force."""
    said = "已发布新版本" if summary.is_new else "内容与现行版本相同，未另发布"
    said = "核对未通过，保留现行版本" if summary.failures or summary.errors else said
    return said, f"现行版本：{'（尚无）' if summary.release_id is None else summary.release_id}"


def publish_day(today: date, done: Sequence[DayDone]) -> None:
    """What the calendar asked for on a day and what became of it; a day without anything says so."""
    lines = [f"{day_in_words(today)}：" + ("" if done else "日程上没有要办的事。")]
    for one in done:
        lines += ["", f"### {plain(one.period)} {plain(one.name)}：{'已办' if one.is_done else '未办成'}"]
        lines += (f"- {plain(line)}" for line in (*one.said.splitlines(), *one.not_told))
    create_markdown_artifact("\n".join(lines), key="day", description="每日安排")


def publish_links_summary(summary: LinksSummary, labels: Mapping[str, str]) -> None:
    """Every link that is not known to be alive, with what was seen."""
    rows = [
        {
            "单位": link.unit_name,
            "报告期": link.period,
            "任务或文件": link.item or "",
            "状态": labels[link.state],
            "链接": link.text,
            "说明": link.detail or "",
        }
        for link in summary.links
        if link.state != "alive"
    ]
    description = f"链接 {len(summary.links)} 处，这次访问 {summary.asked} 个网址，需要看一看的 {len(rows)} 处"
    create_table_artifact(rows, key="links", description=description)


def _status_row(row: StatusRow, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "单位": row.unit_name,
        "组别": row.group,
        "状态": labels.get(row.status, row.status),
        "收到时间": "" if row.received_at is None else f"{row.received_at:%Y-%m-%d %H:%M}",
        "逾期": {True: "是", False: "", None: ""}[row.is_late],
        "编号": "" if row.submission_id is None else row.submission_id,
        "退回原因": row.reasons or "",
    }


def _section(title: str, sentences: Sequence[str]) -> list[str]:
    return ["", f"### {title}", *(f"- {plain(sentence)}" for sentence in sentences)] if sentences else []
