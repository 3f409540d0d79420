"""Writes the handbooks from what is declared: `python -m docs.handbook` (make docs). A test holds that they are up to date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from reports.rule_handbook import INTRODUCTION, Entry, handbook_entries
from warehouse.catalog.catalog import Catalog, load_catalog
from warehouse.tables import Table, tables

DOCS = Path(__file__).parent
_ROLE = {"loaded": "流程装入", "built": "由 SQL 汇总而成", "declared": "先定下名称，本版没有数据"}


def render_rules(catalog: Catalog) -> str:
    """The rule handbook in Markdown: each rule as rules.yaml declares it, by level."""
    return _page(
        "# 核对规则手册",
        "由 `warehouse/catalog/data/rules.yaml` 生成（`make docs`），请勿手改。" + INTRODUCTION,
        *(line for title, entries in handbook_entries(catalog) for line in (f"## {title}", *map(_rule, entries))),
    )


def _rule(entry: Entry) -> str:
    lines = [f"### {entry.rule_id}　{entry.title}", ""]
    lines += [f"- {entry.checks}"] if entry.checks != entry.title else []
    lines += [f"- 程度：{entry.severity}", f"- 依据：{entry.basis}", f"- 给单位的话：{entry.message}"]
    return "\n".join([*lines, f"- 怎么办：{entry.remedy}"])


def render_tables() -> str:
    """The data dictionary in Markdown: a table of contents by layer, then every table and column as tables.yaml declares it."""
    layers = [(title, [table for table in tables().values() if belongs(table)]) for title, belongs in _LAYERS]
    return _page(
        "# 数据字典",
        "由 `warehouse/tables.yaml` 生成（`make docs`），请勿手改。库里的 COMMENT 出自同一处。怎样连接、怎样刷新、查询例子见[BI](bi.md)。",
        "发布库 `zwgk.duckdb` 的表在模式 `mart` 中，`tables/` 下各有一份 Parquet。每行前面还有 `release_id`（发布编号），下面不再列出。"
        "数值一律是十进制，比率 0.5 即 50%；时间是北京时间；NULL 是“没有”或“不知”，不是 0。",
        *(_contents(title, inside) for title, inside in layers),
        *(line for title, inside in layers for line in (f"## {title}", *map(_table, inside))),
    )


def _published(prefix: str) -> Callable[[Table], bool]:
    return lambda table: table.published and table.mart_name.startswith(prefix)


_LAYERS = (
    ("维表：数字所属的单位、时间、项目", _published("dim_")),
    ("事实：最细的数字", _published("fct_")),
    ("报表：汇总好的数字", _published("rpt_")),
    ("质量：检查、问题、答复", _published("dq_")),
    ("发布", _published("release")),
    ("工作库：不发布，BI 不读", lambda table: not table.published),
)


def _contents(title: str, inside: Sequence[Table]) -> str:
    rows = (f"| [`{_name(table)}`](#{_anchor(table)}) | {table.comment} |" for table in inside)
    return "\n".join([f"**{title}**", "", "| 表 | 一行是什么 |", "|---|---|", *rows])


def _table(table: Table) -> str:
    asking = "、".join(f"[{path.stem}](../examples/queries/{path.name})" for path in _asking(table))
    about = f"{table.comment}。{_ROLE[table.role]}。" + (f"查询例子：{asking}。" if asking else "")
    heading = [f"### {_name(table)}", "", about, "", "| 列 | 类型 | 说明 |", "|---|---|---|"]
    return "\n".join([*heading, *(f"| `{key}` | {c.type} | {c.comment} |" for key, c in table.columns.items())])


def _name(table: Table) -> str:
    return f"mart.{table.mart_name}" if table.published else table.name


def _anchor(table: Table) -> str:
    return _name(table).replace(".", "")


def _asking(table: Table) -> list[Path]:
    """The example queries that read a table: a question is the quickest way to see what a table is for."""
    word = re.compile(rf"\bmart\.{table.mart_name}\b")
    queries = sorted((DOCS.parent / "examples" / "queries").glob("*.sql"))
    return [path for path in queries if table.published and word.search(path.read_text(encoding="utf-8"))]


def _page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def handbooks() -> dict[Path, str]:
    """Every generated page and what should stand in it."""
    return {DOCS / "rules.md": render_rules(load_catalog()), DOCS / "tables.md": render_tables()}


if __name__ == "__main__":
    for path, text in handbooks().items():
        path.write_text(text, encoding="utf-8")
