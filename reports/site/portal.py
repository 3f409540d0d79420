"""The portal: where its figures come from, how the last visit went, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator

from reports.site.blocks import Block, Cell, Column, Page, Section, Table, hint, plain
from reports.site.cells import absent, count_cell, moment, said, written
from reports.site.facts import Row, Site
from reports.site.paths import PORTAL
from reports.statement import render_number

_OUTCOMES = {"good": "采用", "quarantined": "隔离，没有采用", "failed": "没有取到"}


def portal_pages(site: Site) -> Iterator[Page]:
    """The sources and the district's figures, where a source is declared."""
    if not site.rows("portal_source"):
        return
    sections = [Section("sources", "数据来源", (_sources(site),))]
    if site.portal.get(site.district):
        sections.append(Section("figures", "全区数据", tuple(_figures(site, site.district))))
    yield Page(PORTAL, "门户网站数据", "portal", tuple(sections))


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
    """A row for each metric, a column for each period."""
    wanted = "aggregate" if unit_code == site.district else "own"
    found = [row for row in site.portal[unit_code] if row["scope"] == wanted]
    if not found:
        yield plain("没有数据。")
        return
    periods = [row["period"] for row in site.periods if any(one["period"] == row["period"] for one in found)]
    held: dict[str, dict[str, Row]] = {}
    for row in found:
        held.setdefault(row["metric_code"], {})[row["period"]] = row
    columns = (
        Column("指标"),
        *(Column(site.period_name(period), is_number=True) for period in periods),
        Column("来源"),
    )
    yield Table("门户网站数据", columns, tuple(_line(site, of_period, periods) for of_period in held.values()))
    yield hint("括号内为分子和分母；“未完”是本期还没有全部取到。来源的取数情况见“门户数据”一页。")


def _line(site: Site, held: dict[str, Row], periods: list[str]) -> tuple[Cell, ...]:
    any_row = next(iter(held.values()))
    sources = "、".join(dict.fromkeys(row["source"] or "" for row in held.values()))
    return Cell(any_row["name"]), *(_figure(site, held.get(period)) for period in periods), Cell(sources)


def _figure(site: Site, row: Row | None) -> Cell:
    if row is None or (row["value"] is None and row["denominator"] != 0):
        return absent(site, "no_row")
    if row["value"] is None:
        return absent(site, "not_applicable")
    parts = (
        f"{render_number(row['numerator'])}/{render_number(row['denominator'])}"
        if row["denominator"] is not None
        else ""
    )
    told = "，".join(one for one in (parts, "" if row["is_complete"] else "未完") if one)
    unit = "ratio" if row["unit"] == site.words.share_unit else "count"
    return Cell(written(row["value"], unit), f"{PORTAL}#sources", note=f"（{told}）" if told else "")
