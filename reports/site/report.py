"""The page of a report that counts: every number with the sheet and the cell that it stands in, and what is written there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reports.layout import TableLayout, Wording, layout_tables
from reports.site import paths
from reports.site.blocks import Block, Cell, Column, Facts, Page, Section, Table, hint, plain
from reports.site.cells import day, moment, period_cell, place_cell, said, task_cell, unit_cell
from reports.site.facts import Row, Site
from reports.site.forms import form_table
from reports.site.tables import finding_table
from reports.statement import render_number


class ReportPages:
    """Makes the pages of reports, one after the other: there may be more of them than fit into memory together."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._by_number = {row["submission_id"]: row for row in site.rows("submission")}
        self._metrics = _grouped(site, "metric")
        self._filings = _grouped(site, "filing")
        self._answers = _grouped(site, "answer")
        self._laid: dict[tuple[str, Wording, frozenset[str]], tuple[TableLayout, ...]] = {}

    def page(self, found: Row) -> Page:
        """The page of one report: `found` has its cells (warehouse/sql/site/turns)."""
        number = found["submission_id"]
        sent = self._by_number[number]
        sections = [Section("cells", "报表数字", tuple(self._forms(sent, found)))]
        if number in self._metrics:
            sections.append(Section("sheet", "工作指标", (_metrics(self.site, self._metrics[number]),)))
        if number in self._filings:
            sections.append(Section("filings", "文件台账", (_filings(self.site, self._filings[number]),)))
        if number in self._answers:
            sections.append(Section("tasks", "工作任务", (_answers(self.site, self._answers[number]),)))
        if self.site.findings.get(number):
            sections.append(
                Section("findings", "核对发现", (finding_table(self.site, "核对发现", self.site.findings[number]),))
            )
        unit = unit_cell(self.site, sent["unit_code"])
        trail = (Cell("各单位", paths.UNITS), unit)
        title = f"{unit.text}{self.site.period_names.get(sent['period'], sent['period'])}报表"
        return Page(
            paths.report_path(number), title, "units", tuple(sections), lead=(_facts(self.site, sent),), trail=trail
        )

    def _forms(self, sent: Row, found: Row) -> Iterator[Block]:
        if sent["status"] == "nil":
            yield plain("单位勾选了零报送，没有填的格即为 0。")
        cells = {cell["code"]: cell for cell in found["cells"]}
        for layout in self._layouts(found["edition"], self.site.catalog.form(sent["form_code"]).wording, cells):
            yield form_table(layout, cells)
        yield hint("数字下面是它所在的单元格；引号中是单元格里的原文，与读出的数字写法不同时才列出。")

    def _layouts(self, edition: str, wording: Wording, cells: Mapping[str, Row]) -> tuple[TableLayout, ...]:
        declared = self.site.catalog.edition(edition)
        merged = frozenset(cell.row for code, cell in declared.merged_cells.items() if code in cells)
        key = (edition, wording, merged)
        if key not in self._laid:
            self._laid[key] = layout_tables(declared, wording, merged)
        return self._laid[key]


def _grouped(site: Site, section: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in site.rows(section):
        found.setdefault(row["submission_id"], []).append(row)
    return found


def _facts(site: Site, sent: Row) -> Facts:
    labels = {status.code: status.label for status in site.catalog.statuses}
    return Facts(
        (
            ("报告期", period_cell(site, sent["period"])),
            ("状态", Cell(labels[sent["status"]] + ("（逾期）" if sent["is_late"] else ""))),
            ("版本", Cell(f"第{sent['version']}版")),
            ("收到", moment(sent["received_at"])),
            ("文件", said(sent["file_name"])),
            ("报送编号", Cell(str(sent["submission_id"]))),
            ("文件指纹", Cell(f"SHA-256 {sent['sha256']}")),
        )
    )


def _measure_rows(site: Site, rows: list[Row]) -> Iterator[tuple[Cell, ...]]:
    known = site.catalog.indicators.measure_by_code
    for row in rows:
        measure = known.get(row["measure_code"])
        name = Cell(row["measure_code"] if measure is None else measure.name)
        value = Cell("空白", tone="none") if row["value"] is None else Cell(render_number(row["value"]))
        yield name, value, said(row["text"]), place_cell(row["sheet"], row["address"])


def _metrics(site: Site, rows: list[Row]) -> Table:
    columns = (Column("基础数"), Column("读出", is_number=True), Column("原文"), Column("单元格"))
    return Table("工作指标", columns, tuple(_measure_rows(site, rows)))


def _filings(site: Site, rows: list[Row]) -> Table:
    openness = {one.code: one.label for one in site.catalog.indicators.words.openness}
    shown = tuple(
        (
            said(row["title"] or f"第{row['row_no']}行"),
            said(row["document_number"]),
            Cell(openness.get(row["openness"] or "", "空白")),
            *(
                day(row[name], "没有")
                for name in ("published_on", "interpreted_on", "filed_on", "pushed_on", "online_on")
            ),
            Cell("空白", tone="none") if row["ways_count"] is None else Cell(render_number(row["ways_count"])),
            place_cell(row["sheet"], row["address"]),
        )
        for row in rows
    )
    names = site.catalog.indicators.words.filing_sheet.columns
    dates = (names.published_on, names.interpreted_on, names.filed_on, names.pushed_on, names.online_on)
    columns = (names.title, names.document_number, names.openness, *dates, names.ways_count, "单元格")
    return Table("文件台账", tuple(Column(name) for name in columns), shown)


def _answers(site: Site, rows: list[Row]) -> Table:
    shown = tuple(
        (
            _task(site, row),
            said(row["status_text"]),
            said(row["progress"]),
            said(row["done_text"]),
            said(row["evidence"]),
            place_cell(row["sheet"], row["address"]),
        )
        for row in rows
    )
    return Table(
        "工作任务",
        tuple(Column(name) for name in ("任务", "完成状态", "进展情况", "完成日期", "佐证链接", "单元格")),
        shown,
    )


def _task(site: Site, row: Row) -> Cell:
    known = site.task_by_id.get((row["document"], row["task_id"]))
    return Cell(row["task_id"] or "") if known is None else task_cell(known)
