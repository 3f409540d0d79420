"""What the story came to, in Chinese, for the one who ran it: what came in, what was returned and why, where things lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from warehouse.catalog.period import Period
from warehouse.release import current_release
from warehouse.store import open_store
from warehouse.workspace import Workspace

_LEDGER_SQL = """
    WITH fault AS (
        SELECT submission_id, list(DISTINCT rule_id ORDER BY rule_id) AS rules,
               min_by(
                   {'message': message, 'sheet': sheet, 'address': address},
                   (NOT starts_with(rule_id, 'FILE-'), sheet, rule_id, check_key)
               ) AS first
        FROM dq_violation WHERE severity = 'error' AND submission_id > 0
        GROUP BY submission_id
    )
    SELECT s.submission_id, r.file_name, s.unit_code, s.period, s.status, coalesce(s.is_late, false) AS is_late,
           coalesce(fault.rules, []) AS rules,
           coalesce(fault.first.message, s.reasons, '') AS reason,
           coalesce(fault.first.sheet || '!' || fault.first.address, '') AS place
    FROM core_submission s
    JOIN raw_receipt r USING (submission_id)
    LEFT JOIN fault USING (submission_id)
    ORDER BY s.submission_id
"""
_REFUSED = ("returned", "unreadable")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One received file and what became of it: the rules it broke, and the first fault with its place."""

    submission_id: int
    file_name: str
    unit_code: str | None
    period: str | None
    status: str
    is_late: bool
    rules: tuple[str, ...]
    reason: str
    place: str


def read_ledger(workspace: Workspace) -> list[LedgerLine]:
    """The whole ledger in the order of arrival. Raises StoreBusyError while another run writes."""
    with open_store(workspace.database) as store:
        return [LedgerLine(**{**row, "rules": tuple(row["rules"])}) for row in store.rows(_LEDGER_SQL)]


def print_summary(console: Console, workspace: Workspace, ledger: Sequence[LedgerLine]) -> None:
    """Prints what came in, what was not taken and why, and where everything lies."""
    console.print(_received(workspace, ledger))
    console.print(_refused(workspace, ledger))
    for line in _places(workspace):
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def _received(workspace: Workspace, ledger: Sequence[LedgerLine]) -> Table:
    table = Table(title="收到的报表（份）", title_justify="left")
    statuses = workspace.catalog.statuses
    for heading in ("报告期", "应报单位", "收到", *(status.label for status in statuses), "逾期", "未报单位"):
        table.add_column(heading, justify="left" if heading in {"报告期", "未报单位"} else "right")
    periods = sorted(
        {line.period for line in ledger if line.period is not None}, key=lambda p: Period.parse(p).sort_key
    )
    for text in periods:
        lines = [line for line in ledger if line.period == text]
        owing = list(workspace.register.reporting(Period.parse(text)))
        counting = {line.unit_code for line in lines if line.status in _counting(workspace)}
        missing = [unit.name for unit in owing if unit.code not in counting]
        by_status = Counter(line.status for line in lines)
        late = sum(line.is_late for line in lines)
        cells = [len(owing), len(lines), *(by_status[status.code] for status in statuses), late]
        table.add_row(Period.parse(text).label, *(str(cell) for cell in cells), "、".join(missing) or "无")
    return table


def _refused(workspace: Workspace, ledger: Sequence[LedgerLine]) -> Table:
    table = Table(title="退回和无法读取的报表", title_justify="left", show_lines=True)
    for heading in ("单位", "报告期", "规则", "位置", "原因"):
        table.add_column(heading, overflow="fold")
    units = workspace.register.by_code
    for line in ledger:
        if line.status in _REFUSED:
            name = line.file_name if line.unit_code is None else units[line.unit_code].name
            table.add_row(name, line.period or "", " ".join(line.rules), line.place, line.reason)
    return table


def _places(workspace: Workspace) -> Iterable[str]:
    release = current_release(workspace.releases)
    yield f"季度报表：{workspace.documents}"
    if release is None:
        yield "没有发布。"
        return
    yield f"发布：{release.release_id}"
    yield f"年度报告：{release.path / 'documents'}"
    yield f"数据库：{workspace.releases / 'current' / 'zwgk.duckdb'}（只读打开，表在 mart 下）"
    yield f"查询示例：python examples/bi_query.py {workspace.releases / 'current' / 'zwgk.duckdb'}"


def _counting(workspace: Workspace) -> set[str]:
    return {status.code for status in workspace.catalog.statuses if status.counts}
