"""Writes the handbooks from what is declared: `python -m docs.handbook` (make docs). A test holds that they are up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from warehouse.catalog.catalog import Catalog, load_catalog
from warehouse.catalog.forms import Edition
from warehouse.catalog.rules import Rule
from warehouse.tables import Table, tables

DOCS = Path(__file__).parent
_SEVERITY = {"error": "错误（退回，不计入）", "warning": "提醒（计入）", "info": "提示（计入）"}
_ONLY_DETAIL = "{detail}"  # such a rule is told in the words of the finding alone
_LEVEL = ("文件", "一份报表之内", "同一单位的各期、各表之间", "单位与汇总之间", "与本单位其他来源之间")
_ROLE = {"loaded": "流程装入", "built": "由 SQL 汇总而成", "declared": "先定下名称，本版没有数据"}


def render_rules(catalog: Catalog) -> str:
    """The rule handbook in Markdown: each rule as rules.yaml declares it, by level."""
    return _page(
        "# 核对规则手册",
        "由 `warehouse/catalog/data/rules.yaml` 生成（`make docs`），请勿手改。"
        "有“错误”的报表退回单位，不计入任何数字。话中的花括号处由程序按所查的单元格填写。",
        *(line for level, title in enumerate(_LEVEL) for line in _level(title, level, catalog)),
    )


def _level(title: str, level: int, catalog: Catalog) -> Iterator[str]:
    mine = [rule for rule in catalog.rules if rule.level == level]
    if mine:
        yield f"## {title}"
        yield from (_rule(rule, catalog.editions[-1]) for rule in mine)


def _rule(rule: Rule, edition: Edition) -> str:
    lines = [f"### {rule.id}　{rule.title}", ""]
    if rule.kind == "identity":
        each = "每一列" if rule.each == "column" else "每一行"
        cells = edition.table_cells(rule.table or "")
        labels = (
            {c.row: c.row_label for c in cells} if rule.each == "column" else {c.column: c.column_label for c in cells}
        )
        lines.append(f"- {rule.table} {each}：{_sum(rule.left, labels)} ＝ {_sum(rule.right, labels)}")
    lines += [f"- 程度：{_SEVERITY[rule.severity]}", f"- 依据：{rule.basis}"]
    if rule.message != _ONLY_DETAIL:
        lines.append(f"- 给单位的话：{rule.message}")
    return "\n".join([*lines, f"- 怎么办：{rule.remedy}"])


def _sum(selectors: Iterable[str], labels: Mapping[str, str]) -> str:
    return " ＋ ".join("各项办理结果之和" if one == "role:result" else f"“{labels[one]}”" for one in selectors)


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
