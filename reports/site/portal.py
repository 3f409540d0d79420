"""The portal: where its figures come from, how the last visit went, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator

from reports.site import paths
from reports.site.blocks import Block, Cell, Column, Page, Section, Table, hint, plain
from reports.site.cells import count_cell, moment, period_cell, said, written
from reports.site.facts import Row, Site
from reports.site.indicator_tables import part_cell

_OUTCOMES = {"good": "采用", "quarantined": "隔离，没有采用", "failed": "没有取到"}


def portal_pages(site: Site) -> Iterator[Page]:
    """The sources and the district's figures, where a source is declared."""
    if not site.rows("portal_source"):
        return
    sections = [Section("sources", "数据来源", (_sources(site),))]
    if site.portal.get(site.district):
        sections.append(Section("figures", "全区数据", tuple(_figures(site, site.district))))
    yield Page(paths.PORTAL, "门户网站数据", "portal", tuple(sections))


def _sources(site: Site) -> Table:
    rows = tuple(
        (
            Cell(row["title"]),
            Cell(row["source"]),
            count_cell(row["visits"]),
            count_cell(row["good"]),
            moment(row["good_at"]),
            Cell(
                _OUTCOMES.get(row["last_outcome"] or "", "还没有取过"),
                tone="" if row["last_outcome"] == "good" else "warn",
            ),
            said(row["last_detail"]),
        )
        for row in site.rows("portal_source")
    )
    columns = (Column("来源"), Column("代码"), Column("取数次数", is_number=True), Column("采用次数", is_number=True))
    return Table("数据来源", (*columns, *(Column(name) for name in ("最近采用", "最近一次", "原因"))), rows)


def unit_portal(site: Site, unit_code: str) -> list[Section]:
    """A unit's figures of the portal; none where the portal gives none."""
    return [Section("portal", "门户网站数据", tuple(_figures(site, unit_code)))] if site.portal.get(unit_code) else []


def _figures(site: Site, unit_code: str) -> Iterator[Block]:
    wanted = "aggregate" if unit_code == site.district else "own"
    found = [row for row in site.portal[unit_code] if row["scope"] == wanted]
    if not found:
        yield plain("没有数据。")
        return
    columns = (
        Column("指标"),
        Column("报告期"),
        *(Column(name, is_number=True) for name in ("数值", "分子", "分母")),
        Column("来源"),
    )
    yield Table("门户网站数据", columns, tuple(_line(site, row) for row in found))
    yield hint("“（未完）”是本期还没有全部取到。来源的取数情况见“门户网站数据”一页。")


def _line(site: Site, row: Row) -> tuple[Cell, ...]:
    value = row["value"]
    shown = (
        Cell(site.words.absent["not_applicable" if row["denominator"] == 0 else "no_row"], tone="none")
        if value is None
        else Cell(written(value, row["unit"]), f"{paths.PORTAL}#sources", note="" if row["is_complete"] else "（未完）")
    )
    return (
        Cell(row["name"]),
        period_cell(site, row["period"]),
        shown,
        part_cell(row["numerator"]),
        part_cell(row["denominator"]),
        Cell(row["source"] or ""),
    )
