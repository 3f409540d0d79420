"""Tables that more than one page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.quality.privacy import masked
from reports.site.blocks import Cell, Column, Table
from reports.site.cells import count_cell, day, period_cell, place_cell, said, task_state, unit_cell
from reports.site.facts import Row, Site
from reports.site.paths import document_path, indicator_path, period_path, task_path, unit_path

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


def problem_table(site: Site, label: str, problems: Iterable[Row], *, with_unit: bool = True) -> Table:
    """Entries of the list of problems, with what is demanded and by when."""
    words = site.catalog.problems
    rows = tuple(
        (
            *((unit_cell(site, row["unit_code"]),) if with_unit else ()),
            Cell(words.kind(row["kind"]).label),
            _problem(site, row),
            said(row["demand"]),
            period_cell(site, row["period"]),
            day(row["due_on"], words.unknown_due),
            _standing(site, row),
        )
        for row in problems
    )
    of_unit = (words.columns.unit,) if with_unit else ()
    names = (
        words.columns.kind,
        words.columns.text,
        words.columns.demand,
        words.columns.listed,
        words.columns.due_on,
        words.columns.status,
    )
    return Table(label, tuple(Column(name) for name in (*of_unit, *names)), rows)


def _problem(site: Site, row: Row) -> Cell:
    """A problem in its last words, which lead to where it shows; who answers for it where that is another unit now."""
    heir = site.units.get(row["holder_code"] or "")
    held = "" if heir is None or row["holder_code"] == row["unit_code"] else f"（由{heir['unit_name']}承接）"
    return Cell(masked(row["latest_text"] or row["text"]), _shows(site, row), note=held)


def _shows(site: Site, row: Row) -> str | None:
    code = row["source_code"] or ""
    document, _, task_id = code.partition(":")
    if (document, task_id) in site.task_by_id:
        return task_path(document, site.task_by_id[document, task_id]["task_order"])
    if code in site.indicators:
        return f"{indicator_path(code)}#units"
    if row["unit_code"] not in site.units:
        return None
    return unit_path(
        row["unit_code"], "tasks" if row["kind"] == "link" and row["unit_code"] in site.unit_progress else "sent"
    )


def _standing(site: Site, row: Row) -> Cell:
    words = site.catalog.problems
    text = words.statuses[row["status"]]
    if row["status"] != "closed":
        return Cell(text, tone="bad" if row["status"] == "overdue" else "warn")
    told = (
        site.period_name(row["closed_period"]) if row["closed_period"] else "",
        words.closings[row["closed_by"]] if row["closed_by"] else "",
        masked(row["closed_reason"] or ""),
    )
    return Cell(text, note="，".join(one for one in told if one), tone="good")


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
            place_cell(row["sheet"], row["address"]),
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
