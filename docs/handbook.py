"""Writes the handbooks from what is declared: `python -m docs.handbook` (make docs). A test holds that they are up to date."""

from __future__ import annotations

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
    """The data dictionary in Markdown: every table and column as tables.yaml declares it, published ones first."""
    declared = sorted(tables().values(), key=lambda table: not table.published)
    return _page(
        "# 数据字典",
        "由 `warehouse/tables.yaml` 生成（`make docs`），请勿手改。"
        "发布库 `zwgk.duckdb` 的表在模式 `mart` 中，每行前面还有 `release_id`（发布编号）。",
        *(_table(table) for table in declared),
    )


def _table(table: Table) -> str:
    name = f"mart.{table.mart_name}" if table.published else f"{table.name}（工作库）"
    heading = [f"## {name}", "", f"{table.comment}。{_ROLE[table.role]}。", "", "| 列 | 类型 | 说明 |", "|---|---|---|"]
    return "\n".join([*heading, *(f"| `{key}` | {c.type} | {c.comment} |" for key, c in table.columns.items())])


def _page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def handbooks() -> dict[Path, str]:
    """Every generated page and what should stand in it."""
    return {DOCS / "rules.md": render_rules(load_catalog()), DOCS / "tables.md": render_tables()}


if __name__ == "__main__":
    for path, text in handbooks().items():
        path.write_text(text, encoding="utf-8")
