"""The page of an indicator: what it is, what the district comes to, and every unit's value over the quarters."""

from __future__ import annotations

from collections.abc import Iterator

from reports.chart import draw_chart
from reports.site import paths
from reports.site.blocks import Block, Cell, Charts, Column, Facts, Page, Section, Table, hint, plain
from reports.site.cells import demand, met_cell, period_cell, unit_cell, value_cell
from reports.site.facts import Row, Site
from reports.site.indicator_tables import part_cell


def indicator_pages(site: Site) -> Iterator[Page]:
    """The list of indicators and the page of each that has values."""
    lead = (plain("每个指标一页：定义、依据、全区和各单位的数。"),)
    yield Page(
        paths.INDICATORS, "工作指标", "indicators", (Section("list", "指标目录", tuple(_list(site))),), lead=lead
    )
    for indicator in site.indicators.values():
        yield _page(site, indicator)


def _list(site: Site) -> Iterator[Block]:
    if not site.indicators:
        yield plain("还没有指标数据。")
        return
    latest = site.quarters[-1]["period"] if site.quarters else ""
    rows = []
    for code, indicator in site.indicators.items():
        for source in site.sources[code]:
            row = site.value_of.get((code, source, site.district, latest))
            rows.append(
                (
                    Cell(indicator["name"], paths.indicator_path(code), key=f"{indicator['indicator_order']:04}"),
                    Cell(indicator["group_name"]),
                    Cell(site.catalog.indicators.words.sources[source]),
                    Cell(demand(site, indicator), tone="none" if indicator["operator"] is None else ""),
                    value_cell(site, row, indicator["unit"]),
                    met_cell(site, row),
                )
            )
    value = Column(f"全区{site.period_names.get(latest, '')}", is_number=True)
    yield Table(
        "指标目录",
        (Column("指标"), Column("指标组"), Column("来源"), Column("要求"), value, Column("结论")),
        tuple(rows),
    )


def _page(site: Site, indicator: Row) -> Page:
    code = indicator["indicator_code"]
    sections = [
        Section("district", "全区", tuple(_district(site, indicator))),
        *(
            Section(
                "units" if place == 0 else f"units-{source}",
                _units_title(site, source),
                tuple(_units(site, indicator, source)),
            )
            for place, source in enumerate(site.sources[code])
        ),
    ]
    trail = (Cell("工作指标", paths.INDICATORS),)
    return Page(
        paths.indicator_path(code),
        indicator["name"],
        "indicators",
        tuple(sections),
        lead=(_facts(site, indicator),),
        trail=trail,
    )


def _facts(site: Site, indicator: Row) -> Facts:
    units = site.catalog.indicators.words.units
    told = (
        ("定义", indicator["definition"]),
        ("分子", indicator["numerator_name"]),
        ("分母", indicator["denominator_name"] or "没有分母，是计数"),
        ("计量", units[indicator["unit"]]),
        ("要求", demand(site, indicator)),
        ("依据", indicator["basis"]),
    )
    return Facts(tuple((name, Cell(text)) for name, text in told))


def _district(site: Site, indicator: Row) -> Iterator[Block]:
    code, unit = indicator["indicator_code"], indicator["unit"]
    words = site.catalog.indicators.words.sources
    charts, rows = [], []
    for source in site.sources[code]:
        held = [site.value_of.get((code, source, site.district, row["period"])) for row in site.quarters]
        points = [
            (
                f"{str(row['year'])[2:]}年{row['quarter']}季",
                None if value is None or value["value"] is None else float(value["value"]),
            )
            for row, value in zip(site.quarters, held, strict=True)
        ]
        if any(value is not None for _, value in points):
            charts.append(draw_chart(f"{indicator['name']}（{words[source]}）", points, is_share=unit == "ratio"))
        rows += [_district_row(site, indicator, value) for value in reversed(held) if value is not None]
    if charts:
        yield Charts(tuple(charts))
    names = ("分子", "分母", "指标值")
    columns = (
        Column("季度"),
        Column("来源"),
        *(Column(name, is_number=True) for name in names),
        Column("结论"),
        Column("计入单位", is_number=True),
    )
    yield Table("全区各季", columns, tuple(rows))


def _district_row(site: Site, indicator: Row, row: Row) -> tuple[Cell, ...]:
    return (
        period_cell(site, row["period"]),
        Cell(site.catalog.indicators.words.sources[row["source"]]),
        part_cell(row["numerator"]),
        part_cell(row["denominator"]),
        value_cell(site, row, indicator["unit"]),
        met_cell(site, row),
        Cell("" if row["units_in"] is None else str(row["units_in"])),
    )


def _units_title(site: Site, source: str) -> str:
    return f"各单位（{site.catalog.indicators.words.sources[source]}）"


def _units(site: Site, indicator: Row, source: str) -> Iterator[Block]:
    code, unit = indicator["indicator_code"], indicator["unit"]
    quarters = [row["period"] for row in reversed(site.quarters)]
    lines = []
    for one in site.units:
        held = {row["period"]: row for row in site.values.get((one, code), ()) if row["source"] == source}
        if held:
            lines.append((one, held))
    shown = _shown(site, lines, quarters)
    rows = []
    for one, held in shown:
        last = held.get(quarters[0]) if quarters else None
        parts = (
            part_cell(None if last is None else last["numerator"]),
            part_cell(None if last is None else last["denominator"]),
        )
        rows.append(
            (
                unit_cell(site, one),
                *parts,
                *(value_cell(site, held.get(period), unit) for period in quarters),
                met_cell(site, last),
            )
        )
    names = (*("本期分子", "本期分母"), *(site.period_names[period] for period in quarters))
    label = f"{indicator['name']}各单位（{site.catalog.indicators.words.sources[source]}）"
    yield Table(
        label, (Column("单位"), *(Column(name, is_number=True) for name in names), Column("本期结论")), tuple(rows)
    )
    if len(shown) < len(lines):
        yield plain(
            f"共 {len(lines)} 家单位，以上为最近一季未达到要求或没有数的 {len(shown)} 家，其余见各单位的页面和数据库 mart.fct_indicator。"
        )
    yield hint("点数字看到它从哪里来。")


Line = tuple[str, dict[str, Row]]


def _shown(site: Site, lines: list[Line], quarters: list[str]) -> list[Line]:
    """All units of a district; of many, those that fall short or have no number in the latest quarter."""
    if len(lines) <= site.words.most_rows or not quarters:
        return lines
    latest = [(one, held, held.get(quarters[0])) for one, held in lines]
    wanted = [
        (one, held) for one, held, row in latest if row is not None and (row["is_met"] is False or row["value"] is None)
    ]
    return wanted[: site.words.most_rows]
