"""What the story came to, in Chinese, for the one who ran it: what came in, what was returned and why, where things lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.demo.script import Shown
from warehouse.catalog.period import Period
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
    with open_store(workspace.warehouse) as store:
        return [LedgerLine(**{**row, "rules": tuple(row["rules"])}) for row in store.rows(_LEDGER_SQL)]


def print_summary(
    console: Console, workspace: Workspace, ledger: Sequence[LedgerLine], places: Sequence[Shown]
) -> None:
    """Prints what came in, what was not taken and why, and where everything lies."""
    console.print(_received(workspace, ledger))
    for title, lines in (("退回和无法读取的", _refused(workspace, ledger)), ("到哪里看", _places(workspace, places))):
        console.print(f"\n{title}", style="italic")
        for line in lines:
            console.print(line, soft_wrap=True, markup=False, highlight=False)


def _received(workspace: Workspace, ledger: Sequence[LedgerLine]) -> Table:
    """One column a period: units that owe a report, files received, what became of them, units that sent nothing."""
    known = {line.period for line in ledger if line.period is not None}
    periods = sorted(map(Period.parse, known), key=lambda period: period.sort_key)
    table = Table(title="收到的报表", title_justify="left")
    table.add_column("")
    for period in periods:
        table.add_column(str(period), justify="right")
    arrived = {period: [line for line in ledger if line.period == str(period)] for period in periods}
    owing = {period: [unit.name for unit in workspace.register.reporting(period)] for period in periods}
    missing = {period: _missing(workspace, period, arrived[period]) for period in periods}
    table.add_row("应报单位", *(str(len(owing[period])) for period in periods))
    table.add_row("收到文件", *(str(len(arrived[period])) for period in periods), end_section=True)
    for status in workspace.catalog.statuses:
        counts = (sum(line.status == status.code for line in arrived[period]) for period in periods)
        table.add_row(status.label, *map(str, counts))
    table.add_section()
    table.add_row("其中逾期", *(str(sum(line.is_late for line in arrived[period])) for period in periods))
    table.add_row("未报单位", *(str(len(missing[period])) for period in periods))
    table.caption = f"未报：{'、'.join(dict.fromkeys(name for names in missing.values() for name in names)) or '无'}"
    table.caption_justify = "left"
    return table


def _missing(workspace: Workspace, period: Period, arrived: Sequence[LedgerLine]) -> list[str]:
    counting = {status.code for status in workspace.catalog.statuses if status.counts}
    came = {line.unit_code for line in arrived if line.status in counting}
    return [unit.name for unit in workspace.register.reporting(period) if unit.code not in came]


def _refused(workspace: Workspace, ledger: Sequence[LedgerLine]) -> Iterator[str]:
    units = workspace.register.by_code
    for line in ledger:
        if line.status in _REFUSED:
            name = line.file_name if line.unit_code is None else units[line.unit_code].name
            where = f"（{line.place}）" if line.place else ""
            yield f"· {line.period or ''} {name}：{line.reason}{where} [{'、'.join(line.rules)}]"


def _places(workspace: Workspace, places: Sequence[Shown]) -> Iterator[str]:
    for place in places:
        found = find_place(workspace, place)
        if found is not None:
            yield f"{place.label}：{found}{place.note}"
    database = workspace.releases / "current" / "zwgk.duckdb"
    if database.exists():
        yield f"查询示例：python examples/bi_query.py {database}"


def find_place(workspace: Workspace, place: Shown) -> Path | None:
    """Where it lies: the last of what the pattern finds; None where there is nothing."""
    return max(workspace.root.glob(place.path), default=None)
