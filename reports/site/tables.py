"""Tables that more than one page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.quality.privacy import masked
from reports.site.blocks import Cell, Column, Table
from reports.site.cells import count_cell, day, period_cell, said, task_state, unit_cell
from reports.site.facts import Row, Site
from reports.site.paths import document_path, period_path

_COUNTED = (
    ("units_expected", ""),
    ("units_in", ""),
    ("units_nil", ""),
    ("units_late", "warn"),
    ("units_returned", "warn"),
    ("units_missing", "bad"),
)


def coverage_table(site: Site) -> Table:
    """Who owed and who sent, by period."""
    names = ("应报", "已报", "其中零报送", "逾期", "退回过", "未报")
    rows = tuple(
        (
            period_cell(site, row["period"]),
            day(row["due_on"], "待定"),
            *(count_cell(row[name], f"{period_path(row['period'])}#figures", tone) for name, tone in _COUNTED),  # type: ignore[arg-type]
        )
        for row in site.periods
    )
    columns = (Column("报告期"), Column("报送期限"), *(Column(name, is_number=True) for name in names))
    return Table("各期报送情况", columns, rows)


def document_table(site: Site) -> Table:
    """The key-point documents with how their tasks stand in the latest quarter that has any answer."""
    labels = {one.code: one.label for one in site.catalog.tasks.statuses}
    rows = []
    for document, tasks in site.tasks.items():
        states = [site.task_states.get((document, task["task_id"]), {}) for task in tasks]
        latest = max((period for held in states for period in held), default=None)
        stands = [held[latest]["status"] for held in states if latest in held]
        rows.append(
            (
                Cell(site.document_title(document), document_path(document)),
                Cell(tasks[0]["document_number"] or ""),
                Cell("还没有填报", tone="none") if latest is None else period_cell(site, latest),
                count_cell(len(tasks), document_path(document)),
                *(count_cell(stands.count(code), document_path(document)) for code in labels),
            )
        )
    columns = (Column("文件"), Column("文号"), Column("截至"), Column("任务", is_number=True))
    return Table("工作要点", (*columns, *(Column(name, is_number=True) for name in labels.values())), tuple(rows))


def problem_table(site: Site, label: str, problems: Iterable[Row], *, with_unit: bool) -> Table:
    """Entries of the list of problems, with what is demanded and by when."""
    words = site.words
    rows = tuple(
        (
            *((unit_cell(site, row["unit_code"]),) if with_unit else ()),
            Cell(words.problem_kinds[row["kind"]]),
            said(row["text"]),
            said(row["demand"]),
            period_cell(site, row["period"]),
            day(row["due_on"], "待定"),
            _standing(site, row),
        )
        for row in problems
    )
    names = ("类别", "问题", "整改要求", "列入季度", "整改期限", "状态")
    return Table(label, tuple(Column(name) for name in (*(("单位",) if with_unit else ()), *names)), rows)


def _standing(site: Site, row: Row) -> Cell:
    words = site.words
    text = words.problem_statuses[row["status"]]
    if row["status"] != "closed":
        return Cell(text, tone="bad" if row["status"] == "overdue" else "warn")
    closed = site.period_names.get(row["closed_period"] or "", row["closed_period"] or "")
    by = words.closed_by[row["closed_by"]] if row["closed_by"] else ""
    return Cell(f"{text}（{'，'.join(one for one in (closed, by) if one)}）" if closed or by else text, tone="good")


def finding_table(site: Site, label: str, findings: Sequence[Row]) -> Table:
    """What the rules found in a report, with the answers given."""
    rows = tuple(
        (
            Cell(
                site.catalog.rules_by_id[row["rule_id"]].title
                if row["rule_id"] in site.catalog.rules_by_id
                else row["rule_id"]
            ),
            Cell(
                site.words.severities[row["severity"]],
                tone="bad" if row["severity"] == "error" else "warn",
            ),
            Cell("" if row["address"] is None else f"{masked(row['sheet'] or '')} {row['address']}".strip()),
            said(row["message"]),
            said(row["answer"]),
        )
        for row in findings
    )
    return Table(label, tuple(Column(name) for name in ("规则", "程度", "位置", "问题", "说明或豁免")), rows)


def task_counts(site: Site, row: Row | None, href: str) -> tuple[Cell, ...]:
    """How many units stand how with a task, after its state over all of them."""
    if row is None:
        return (Cell("没有数据", tone="none"), *(Cell("—", tone="none") for _ in site.catalog.tasks.statuses))
    return (
        task_state(site, row["status"], href),
        *(count_cell(row[one.code], href) for one in site.catalog.tasks.statuses),
    )
