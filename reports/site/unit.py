"""The page of a unit: what it sent, its figures over time, its indicators, tasks, problems and scores."""

from __future__ import annotations

from collections.abc import Iterator

from reports.quality.privacy import masked
from reports.site import paths
from reports.site.blocks import Block, Cell, Column, Facts, Page, Section, Table, hint, plain
from reports.site.cells import (
    count_cell,
    day,
    figure_cell,
    moment,
    period_cell,
    said,
    state_cell,
    status_cell,
    task_cell,
)
from reports.site.facts import Row, Site
from reports.site.indicator_tables import unit_tables
from reports.site.portal import unit_portal
from reports.site.scores import unit_scores
from reports.site.tables import finding_table, problem_table


def unit_pages(site: Site) -> Iterator[Page]:
    """The list of units and the page of each."""
    yield Page(
        paths.UNITS,
        "各单位",
        "units",
        (Section("list", "单位名单", (_list(site),)),),
        lead=(plain("可以按名称筛选，按任一列排序。"),),
    )
    for unit in site.units.values():
        yield _page(site, unit)


def _list(site: Site) -> Table:
    latest = site.periods[0]["period"] if site.periods else ""
    rows = []
    for code, unit in site.units.items():
        sent = [row for row in site.submissions.get(code, ()) if row["status"] in ("returned", "unreadable")]
        still_open = [row for row in site.problems.get(code, ()) if row["status"] != "closed"]
        rows.append(
            (
                Cell(unit["unit_name"], paths.unit_path(code)),
                Cell(unit["group_name"]),
                status_cell(site, site.coverage.get((latest, code))),
                count_cell(site.late[code], paths.unit_path(code, "sent"), "warn"),
                count_cell(len(sent), paths.unit_path(code, "sent"), "warn"),
                *(
                    (count_cell(len(still_open), paths.unit_path(code, "problems") if still_open else None, "bad"),)
                    if site.rows("problem")
                    else ()
                ),
            )
        )
    counted = ("逾期期数", "退回份数", *(("未销号问题",) if site.rows("problem") else ()))
    status = Column(f"{site.period_names.get(latest, '')}报送")
    return Table(
        "单位名单",
        (Column("单位"), Column("分组"), status, *(Column(name, is_number=True) for name in counted)),
        tuple(rows),
    )


def _page(site: Site, unit: Row) -> Page:
    code = unit["unit_code"]
    sections = [Section("figures", "各期数字", tuple(_figures(site, code)))]
    sections += unit_scores(site, code)
    sections += _indicators(site, code)
    if code in site.unit_progress:
        sections.append(Section("tasks", "工作要点任务", tuple(_tasks(site, code))))
    if site.problems.get(code):
        sections.append(
            Section("problems", "问题清单", (problem_table(site, "问题清单", site.problems[code], with_unit=False),))
        )
    sections += unit_portal(site, code)
    sections.append(Section("sent", "报送台账", tuple(_sent(site, code))))
    trail = (Cell("各单位", paths.UNITS),)
    return Page(
        paths.unit_path(code), unit["unit_name"], "units", tuple(sections), lead=tuple(_lead(site, unit)), trail=trail
    )


def _lead(site: Site, unit: Row) -> Iterator[Block]:
    items = [
        ("类别", Cell(unit["kind_name"])),
        ("分组", Cell(unit["group_name"] + ("" if unit["is_ranked"] else "（不参加排名）"))),
    ]
    if unit["valid_from"]:
        items.append(("设立", day(unit["valid_from"])))
    if unit["valid_to"]:
        heirs = "、".join(
            str(site.units[one]["unit_name"]) for one in (unit["successor_codes"] or "").split(";") if one in site.units
        )
        items.append(("撤并", Cell(f"{unit['valid_to']:%Y-%m-%d}" + (f"，由{heirs}承接" if heirs else ""))))
    yield Facts(tuple(items))


def _figures(site: Site, code: str) -> Iterator[Block]:
    shown = site.words.headline
    rows = tuple(
        (
            period_cell(site, period["period"]),
            status_cell(site, site.coverage.get((period["period"], code))),
            *(figure_cell(site, period["period"], code, one.cell) for one in shown),
        )
        for period in site.periods
    )
    yield Table(
        "各期数字", (Column("报告期"), Column("报送"), *(Column(one.name, is_number=True) for one in shown)), rows
    )
    yield hint("点数字看到它在报表中的位置和原文；没有年度报表的，年度数由各季度归并。")


def _indicators(site: Site, code: str) -> list[Section]:
    tables = unit_tables(site, code)
    words = "“全区”由各单位的分子、分母分别相加得出。"
    return [Section("indicators", "工作指标", (*tables, hint(words)))] if tables else []


def _tasks(site: Site, code: str) -> Iterator[Block]:
    """A table for each document: a row a task, its state in every quarter, and what was said last."""
    by_document: dict[str, list[Row]] = {}
    for row in site.unit_progress[code]:
        by_document.setdefault(row["document"], []).append(row)
    for document, told in by_document.items():
        yield _document_tasks(site, document, told)


def _document_tasks(site: Site, document: str, told: list[Row]) -> Table:
    quarters = sorted({row["period"] for row in told}, reverse=True)
    held: dict[str, dict[str, Row]] = {}
    for row in told:
        held.setdefault(row["task_id"], {})[row["period"]] = row
    rows = tuple(
        (task_cell(task), *_task(site, held[task["task_id"]], quarters))
        for task in site.tasks[document]
        if task["task_id"] in held
    )
    states = (Column(site.period_name(quarter)) for quarter in quarters)
    names = ("角色", "时限", "完成日期", "进展情况", "佐证链接")
    return Table(site.document_title(document), (Column("任务"), *states, *(Column(name) for name in names)), rows)


def _task(site: Site, held: dict[str, Row], quarters: list[str]) -> tuple[Cell, ...]:
    last = held[max(held)]
    return (
        *(state_cell(site, held.get(quarter)) for quarter in quarters),
        Cell(site.catalog.tasks.roles[last["role"]]),
        day(last["due_on"], "未定到日"),
        day(last["done_on"], "—"),
        said(last["progress"]),
        _evidence(site, last),
    )


def _evidence(site: Site, row: Row) -> Cell:
    """The state of the link and the link as text: a page without network has no links out of it."""
    if row["evidence"] is None:
        return Cell("无", tone="none")
    state = site.catalog.links.state_labels.get(row["evidence_state"] or "", "")
    return Cell(state, note=masked(row["evidence"]), tone="bad" if row["evidence_state"] == "dead" else "")


def _sent(site: Site, code: str) -> Iterator[Block]:
    sent = site.submissions.get(code, [])
    if not sent:
        yield plain("没有收到过报送。")
        return
    yield Table(
        "收到的每一份",
        tuple(Column(name) for name in ("报告期", "版本", "收到时间", "状态", "文件", "原因")),
        tuple(_version(site, row) for row in sent),
    )
    for row in sent:
        found = site.findings.get(row["submission_id"], [])
        if found and row["submission_id"] not in site.reported:
            label = f"{site.period_names.get(row['period'], row['period'])}第{row['version']}版查出的问题"
            yield finding_table(site, label, found)


def _version(site: Site, row: Row) -> tuple[Cell, ...]:
    labels = {status.code: status.label for status in site.catalog.statuses}
    number = row["submission_id"]
    late = "（逾期）" if row["is_late"] else ""
    href = paths.report_path(number) if number in site.reported else None
    return (
        period_cell(site, row["period"]),
        Cell(f"第{row['version']}版" if row["version"] else "—", key=str(row["version"] or 0)),
        moment(row["received_at"]),
        Cell(f"{labels[row['status']]}{late}", href),
        said(row["file_name"]),
        said(row["reasons"]),
    )
