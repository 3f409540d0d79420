"""The first page: how the latest quarter stands, the lines over the quarters, and the way to everything else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.chart import draw_chart
from reports.site import paths
from reports.site.bars import draw_bars
from reports.site.blocks import Bars, Block, Cards, Cell, Charts, Column, Page, Section, Table, hint, plain
from reports.site.cells import count_cell, figure_cell, period_cell
from reports.site.facts import Row, Site
from reports.site.tables import coverage_table, document_table
from warehouse.catalog.site import DrawnLine

_ARRIVALS = ("按期", "逾期", "未报")


def overview_page(site: Site) -> Page:
    """The overview. A district that has published no quarter yet has no lines."""
    sections = [Section("periods", "各期报送", tuple(_arrivals(site)))]
    if site.quarters:
        sections.insert(0, Section("trend", "各季走势", tuple(_lines(site))))
    if site.tasks:
        sections.append(Section("tasks", "工作要点任务", (document_table(site),)))
    return Page(paths.OVERVIEW, "政务公开工作总览", "overview", tuple(sections), lead=tuple(_lead(site)))


def _lead(site: Site) -> Iterator[Block]:
    if not site.quarters:
        yield plain("还没有季度报送。")
        return
    latest = site.quarters[-1]
    yield plain(f"最近一个季度是{latest['period_name']}。点数字可以看到它从哪里来。")
    yield Cards(tuple(_cards(site, latest)))


def _cards(site: Site, quarter: Row) -> Iterator[tuple[str, Cell]]:
    page = paths.period_path(quarter["period"])
    yield "应报单位", count_cell(quarter["units_expected"], f"{page}#figures")
    yield "已报", count_cell(quarter["units_in"], f"{page}#figures")
    yield "未报", count_cell(quarter["units_missing"], f"{page}#absent", "bad")
    yield "逾期", count_cell(quarter["units_late"], f"{page}#absent", "warn")
    for one in site.words.headline[1:3]:
        yield one.name, figure_cell(site, quarter["period"], site.district, one.cell)
    if site.rows("problem"):
        still_open = sum(row["status"] != "closed" for row in site.rows("problem"))
        yield "未销号问题", count_cell(still_open, paths.PROBLEMS, "bad")


def _lines(site: Site) -> Iterator[Block]:
    lines = [(line, _points(site, line)) for line in site.words.charts]
    known = [(line, points) for line, points in lines if any(value is not None for _, value in points)]
    yield Charts(tuple(draw_chart(line.title, points, is_share=_is_share(site, line)) for line, points in known))
    shown = tuple(Column(one.name, is_number=True) for one in site.words.headline)
    rows = tuple(
        (
            period_cell(site, quarter["period"]),
            *(figure_cell(site, quarter["period"], site.district, one.cell) for one in site.words.headline),
        )
        for quarter in reversed(site.quarters)
    )
    yield Table("全区各季的数字", (Column("季度"), *shown), rows)
    yield hint("全区数为已报单位的合计，未报单位不计在内。")


def _is_share(site: Site, line: DrawnLine) -> bool:
    return line.indicator is not None and site.catalog.indicators.by_code[line.indicator].unit == "ratio"


def _points(site: Site, line: DrawnLine) -> list[tuple[str, float | None]]:
    return [(f"{str(row['year'])[2:]}年{row['quarter']}季", _value(site, line, row["period"])) for row in site.quarters]


def _value(site: Site, line: DrawnLine, period: str) -> float | None:
    if line.cell is not None:
        row = site.figures.get((period, site.district, line.cell))
    else:
        row = site.value_of.get((line.indicator or "", line.source or "", site.district, period))
    value: Decimal | None = None if row is None else row["value"]
    return None if value is None else float(value)


def _arrivals(site: Site) -> Iterator[Block]:
    drawn = [
        (row["period_name"], (row["units_in"] - row["units_late"], row["units_late"], row["units_missing"]))
        for row in reversed(site.periods)
    ]
    if drawn:
        yield Bars(draw_bars("各期报送情况（家）", _ARRIVALS, drawn))
    yield coverage_table(site)
