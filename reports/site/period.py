"""The page of a quarter or a year: every unit's figures, the district's indicators, tasks, problems, and the documents published."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from reports.site import paths
from reports.site.blocks import Block, Cards, Cell, Column, Links, Page, Section, Table, hint, plain
from reports.site.cells import count_cell, day, figure_cell, said, status_cell, task_cell, unit_cell
from reports.site.facts import Row, Site
from reports.site.indicator_tables import district_table
from reports.site.tables import coverage_table, problem_table, task_counts

_FORMS = {"docx": "Word", "xlsx": "Excel", "html": "网页", "pdf": "PDF"}


def period_pages(site: Site) -> Iterator[Page]:
    """The list of periods and the page of each."""
    lead = (plain("每一期一页：报送情况、各单位数字、全区指标、任务和问题。"),)
    yield Page(
        paths.PERIODS, "各报告期", "periods", (Section("list", "各期报送情况", (coverage_table(site),)),), lead=lead
    )
    for period in site.periods:
        yield _page(site, period)


def _page(site: Site, period: Row) -> Page:
    sections = [
        Section("figures", "各单位数字", tuple(_figures(site, period))),
        Section("absent", "未报、逾期和退回", tuple(_absent(site, period))),
    ]
    if not period["is_year"]:
        sections.append(Section("indicators", "全区工作指标", tuple(_indicators(site, period["period"]))))
        if any(row["period"] == period["period"] for row in site.rows("task_status")):
            sections.append(Section("tasks", "工作要点任务", (_tasks(site, period["period"]),)))
        problems = [row for row in site.rows("problem") if row["period"] == period["period"]]
        if problems:
            sections.append(Section("problems", "列入本期问题清单", (problem_table(site, "本期列入的问题", problems),)))
    if period["period"] == site.facts.period and site.facts.documents:
        sections.append(Section("documents", "文件", (_documents(site),)))
    trail = (Cell("各报告期", paths.PERIODS),)
    return Page(
        paths.period_path(period["period"]),
        period["period_name"],
        "periods",
        tuple(sections),
        lead=tuple(_lead(site, period)),
        trail=trail,
    )


def _lead(site: Site, period: Row) -> Iterator[Block]:
    due = (
        f"报送期限 {period['due_on']:%Y-%m-%d}。"
        if period["due_on"]
        else "报送期限待定（当年工作日安排未公布），不判断逾期。"
    )
    yield plain(due)
    yield Cards(
        (
            ("应报", count_cell(period["units_expected"])),
            ("已报", count_cell(period["units_in"])),
            ("零报送", count_cell(period["units_nil"])),
            ("逾期", count_cell(period["units_late"], tone="warn")),
            ("退回过", count_cell(period["units_returned"], tone="warn")),
            ("未报", count_cell(period["units_missing"], tone="bad")),
        )
    )
    others = [row for row in site.periods if row["period"] != period["period"]]
    yield Links(tuple(Cell(row["period_name"], paths.period_path(row["period"])) for row in others))


def _figures(site: Site, period: Row) -> Iterator[Block]:
    code = period["period"]
    owing = [unit for unit in site.units if (code, unit) in site.coverage]
    shown = site.words.headline
    district = (
        Cell(f"{site.facts.district_name}（合计）"),
        Cell(f"{period['units_in']}/{period['units_expected']} 家"),
        Cell(""),
    )
    rows = [(*district, *(figure_cell(site, code, site.district, one.cell) for one in shown))]
    for unit in owing:
        figures = (figure_cell(site, code, unit, one.cell) for one in shown)
        rows.append(
            (
                unit_cell(site, unit),
                status_cell(site, site.coverage[code, unit]),
                Cell(site.units[unit]["group_name"]),
                *figures,
            )
        )
    names = (Column("单位"), Column("报送"), Column("分组"), *(Column(one.name, is_number=True) for one in shown))
    yield Table(f"{period['period_name']}各单位数字", names, tuple(rows))
    yield hint("点单位的数字，看到它在报表中的位置和原文。全区数为已报单位的合计。")


def _absent(site: Site, period: Row) -> Iterator[Block]:
    code = period["period"]
    standing = [row for (held, _), row in site.coverage.items() if held == code]
    told = [row for row in standing if not row["is_in"] or row["is_late"] or row["returned_count"]]
    if not told:
        yield plain("各单位都按期报送，没有退回。")
        return
    rows = tuple(
        (
            unit_cell(site, row["unit_code"]),
            status_cell(site, row),
            day(None if row["received_at"] is None else row["received_at"].date(), "没有收到"),
            count_cell(row["returned_count"], tone="warn"),
            said(row["reasons"]),
        )
        for row in told
    )
    columns = (Column("单位"), Column("现状"), Column("收到日期"), Column("退回次数", is_number=True), Column("原因"))
    yield Table("未报、逾期和退回过的单位", columns, rows)


def _indicators(site: Site, code: str) -> Iterator[Block]:
    table = district_table(site, code)
    if not table.rows:
        yield plain("本季度没有指标数据。")
        return
    yield table
    yield hint("指标值由各单位的分子、分母分别相加后得出，不是各单位比率的平均。")


def _tasks(site: Site, code: str) -> Table:
    rows = []
    for (document, task_id), states in site.task_states.items():
        if code in states:
            task = site.task_by_id[document, task_id]
            rows.append(
                (task_cell(task), *task_counts(site, states[code], paths.task_path(document, task["task_order"])))
            )
    columns = (
        Column("任务"),
        Column("全区"),
        *(Column(one.label, is_number=True) for one in site.catalog.tasks.statuses),
    )
    return Table("各项任务进展（家）", columns, tuple(rows))


def _documents(site: Site) -> Table:
    """Each document once, with the forms that it was published in."""
    held: dict[str, dict[str, str]] = {}
    for path in site.facts.documents:
        stem, _, form = path.rpartition(".")
        held.setdefault(stem, {})[form] = path
    forms = [form for form in _FORMS if any(form in paths_of for paths_of in held.values())]
    rows = tuple(
        (
            Cell(stem.rsplit("/", 1)[-1]),
            *(
                Cell(_FORMS[form], f"../{quote(paths_of[form])}") if form in paths_of else Cell("—", tone="none")
                for form in forms
            ),
        )
        for stem, paths_of in held.items()
    )
    return Table("本期发布的文件", (Column("文件"), *(Column(_FORMS[form]) for form in forms)), rows)
