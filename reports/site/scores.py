"""Scores: by period and group, and of each unit line by line, where the office has chosen a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reports.site import paths
from reports.site.blocks import Cell, Column, Page, Section, Table, hint
from reports.site.cells import said, unit_cell
from reports.site.facts import Row, Site
from reports.site.paths import unit_path
from reports.statement import render_number


def score_pages(site: Site) -> Iterator[Page]:
    """The scores of all units, where there are any."""
    rows = site.rows("score")
    if not rows:
        return
    sections: list[Section] = []
    for (period, scheme, group), found in groupby(
        rows, key=lambda row: (row["period"], row["scheme_code"], row["group_name"])
    ):
        title = f"{site.period_name(period)}　{group}"
        sections.append(Section(f"g{len(sections)}", title, (_table(site, f"{title}得分（{scheme}）", list(found)),)))
    yield Page(paths.SCORES, "评估得分", "scores", tuple(sections), lead=(hint("点得分，看逐项的得分理由。"),))


def _table(site: Site, label: str, rows: list[Row]) -> Table:
    shown = tuple(
        (
            unit_cell(site, row["unit_code"]),
            Cell("不参加排名" if row["rank"] is None else str(row["rank"]), tone="none" if row["rank"] is None else ""),
            Cell(render_number(row["score"]), unit_path(row["unit_code"], "scores")),
            Cell(render_number(row["full_marks"])),
            Cell(row["band"] or "—"),
        )
        for row in rows
    )
    names = ("名次", "得分", "适用项目满分")
    return Table(label, (Column("单位"), *(Column(name, is_number=True) for name in names), Column("等次")), shown)


def unit_scores(site: Site, unit_code: str) -> list[Section]:
    """A unit's scores, each item with its reason; none without a scheme."""
    tables = []
    for row in site.scores.get(unit_code, ()):
        period = site.period_name(row["period"])
        rank = "，不参加排名" if row["rank"] is None else f"，{row['group_name']}第 {row['rank']} 名"
        label = f"{period}得分 {render_number(row['score'])}{rank}{'，' + row['band'] if row['band'] else ''}"
        lines = site.score_lines.get((row["scheme_code"], unit_code, row["period"]), ())
        shown = tuple(
            (
                Cell(line["name"]),
                Cell(render_number(line["weight"])),
                Cell(render_number(line["points"])),
                said(line["reason"]),
            )
            for line in lines
        )
        columns = (Column("项目"), Column("满分", is_number=True), Column("得分", is_number=True), Column("理由"))
        tables.append(Table(label, columns, shown))
    return [Section("scores", "评估得分", tuple(tables))] if tables else []
