"""The data dictionary: every published table and column with the comment that BI shows."""

from __future__ import annotations

from reports.site import paths
from reports.site.blocks import Cell, Column, Links, Page, Section, Table, plain
from reports.site.facts import Site


def dictionary_page(site: Site) -> Page:
    """All of it on one page; a table's section is named as the table is."""
    tables = site.facts.dictionary
    lead = (
        plain(
            "发布库 zwgk.duckdb 的表在模式 mart 中，tables 目录另有同名的 Parquet 文件。每张表前面还有一列 release_id（发布编号）。"
        ),
        Links(tuple(Cell(table.name, paths.table_anchor(table.name)) for table in tables)),
    )
    sections = tuple(
        Section(
            table.name,
            f"mart.{table.name}",
            (
                plain(f"{table.comment}。"),
                Table(
                    f"{table.name} 的列",
                    tuple(Column(name) for name in ("列", "类型", "说明")),
                    tuple((Cell(name), Cell(kind), Cell(comment)) for name, kind, comment in table.columns),
                ),
            ),
        )
        for table in tables
    )
    return Page(paths.DICTIONARY, "数据字典", "dictionary", sections, lead=lead)
