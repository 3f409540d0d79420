"""Scores: by period and group, and of each unit line by line, where the office has chosen a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reports.site import paths
from reports.site.blocks import Cell, Column, Page, Section, Table, plain
from reports.site.cells import origin, said, unit_cell, written
from reports.site.facts import Row, Site
from reports.statement import render_number


def score_pages(site: Site) -> Iterator[Page]:
    """The scores of all units, where there are any."""
    rows = site.rows("score")
    if not rows:
        return
    sections: list[Section] = []
    keys = ("period", "scheme_name", "group_name")
    for (period, scheme, group), found in groupby(rows, key=lambda row: tuple(row[key] for key in keys)):
        title = f"{site.period_name(period)}　{group}"
        sections.append(Section(f"g{len(sections)}", title, (_table(site, f"{title}（{scheme}）", list(found)),)))
    lead = plain("点得分，看逐项的得分和理由。")
    yield Page(paths.SCORES, "评估得分", "scores", tuple(sections), lead=(lead,))


def _table(site: Site, label: str, rows: list[Row]) -> Table:
    shown = tuple(
        (
            unit_cell(site, row["unit_code"]),
            Cell("不参加排名", tone="none") if row["rank"] is None else Cell(str(row["rank"])),
            _score(row, paths.unit_path(row["unit_code"], "scores")),
            Cell(render_number(row["full_marks"])),
            Cell("—", tone="none") if row["bonus"] is None else Cell(render_number(row["bonus"])),
            Cell(row["band"] or "—"),
        )
        for row in rows
    )
    names = ("名次", "得分", "适用项目满分", "其中加分")
    return Table(label, (Column("单位"), *(Column(name, is_number=True) for name in names), Column("等次")), shown)


def _score(row: Row, href: str | None = None) -> Cell:
    if row["score"] is None:
        return Cell("可评的项目不足", href, "none")
    return Cell(render_number(row["score"]), href)


def unit_scores(site: Site, unit_code: str) -> list[Section]:
    """A unit's scores, each item with its reason; none without a scheme."""
    tables = tuple(_lines(site, row) for row in site.scores.get(unit_code, ()))
    return [Section("scores", "评估得分", tables)] if tables else []


def _lines(site: Site, row: Row) -> Table:
    rank = "不参加排名" if row["rank"] is None else f"{row['group_name']} {row['ranked_count']} 家中第 {row['rank']} 名"
    told = (f"{site.period_name(row['period'])}得分 {_score(row).text}", rank, row["band"], row["scheme_name"])
    lines = site.score_lines.get((row["scheme_code"], row["unit_code"], row["period"]), ())
    columns = (
        Column("项目"),
        Column("满分", is_number=True),
        Column("得分", is_number=True),
        Column("依据的数"),
        Column("理由"),
    )
    return Table("，".join(one for one in told if one), columns, tuple(_line(site, line) for line in lines))


def _line(site: Site, line: Row) -> tuple[Cell, ...]:
    words = site.catalog.assessment.states
    weight = Cell("—", tone="none") if line["weight_in_force"] is None else Cell(render_number(line["weight_in_force"]))
    points = Cell(words[line["state"]], tone="none") if line["points"] is None else Cell(render_number(line["points"]))
    return Cell(line["name"], note=line["heading"] or ""), weight, points, _basis(site, line), said(line["reason"])


def _basis(site: Site, line: Row) -> Cell:
    """The value that the item goes by, of the quarter or of the year so far; it leads to where it comes from."""
    code, source = line["indicator_code"], line["source"]
    held = None if code is None else site.value_of.get((code, source or "", line["unit_code"], line["period"]))
    if held is None or line["value"] is None:
        return Cell("—", tone="none")
    return Cell(written(line["value"], site.indicators[code]["unit"]), origin(site, held))
