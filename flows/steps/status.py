"""Status: who is in, late, returned, missing for a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flows.steps.standing import open_standing
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.tables import quoted
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One unit that owes a report. `status` is the ledger's, or `missing`; `warnings` are those on it that nobody has waived."""

    unit_code: str
    unit_name: str
    group: str
    status: str
    received_at: datetime | None
    is_late: bool | None
    returned_count: int
    submission_id: int | None
    reasons: str | None
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class StatusTable:
    """All units of a period, in the order of the register; `unplaced` are files that no unit or period could be found for."""

    period: Period
    due_on: date | None
    rows: tuple[StatusRow, ...]
    unplaced: tuple[StatusRow, ...]

    @property
    def received(self) -> int:
        """How many units are counted."""
        return sum(row.status in ("accepted", "nil") for row in self.rows)


def period_status(workspace: Workspace, period: Period) -> StatusTable:
    """The state of a period from the ledger. Raises StoreBusyError while another run writes."""
    with open_standing(workspace) as store:
        return read_status(store, workspace, period)


def read_status(store: Store, workspace: Workspace, period: Period) -> StatusTable:
    """As period_status, from what the last collection built."""
    written = quoted(str(period))  # a parameter would make DuckDB import pandas: half a second
    found = {
        row["unit_code"]: row for row in store.rows(f"SELECT * FROM rpt_quarterly_coverage WHERE period = {written}")
    }
    warnings = _warnings(store, written)
    groups = {kind.code: kind.group for kind in workspace.catalog.unit_kinds}
    rows = [
        _row(found[unit.code], unit.name, warnings)
        if unit.code in found
        else StatusRow(unit.code, unit.name, groups[unit.kind], "missing", None, None, 0, None, None)
        for unit in workspace.register.reporting(period)
    ]
    due = store.rows(f"SELECT due_on FROM core_period WHERE period = {written}")
    return StatusTable(period, due[0]["due_on"] if due else None, tuple(rows), tuple(_unplaced(store)))


def _warnings(store: Store, written: str) -> dict[object, int]:
    """By submission: what it was told that returned nothing, such as a figure that the portal has otherwise."""
    rows = store.rows(
        f"""SELECT v.submission_id, count(*) AS n FROM dq_violation v
            JOIN core_submission s ON s.submission_id = v.submission_id AND s.period = {written}
            WHERE v.severity = 'warning' AND NOT EXISTS (
                SELECT 1 FROM raw_waiver w WHERE w.submission_id = v.submission_id AND w.rule_id = v.rule_id
                    AND (w.check_key IS NULL OR w.check_key = v.check_key))
            GROUP BY v.submission_id"""
    )
    return {row["submission_id"]: row["n"] for row in rows}


def _row(row: dict[str, object], name: str, warnings: dict[object, int]) -> StatusRow:
    told = warnings.get(row["submission_id"], 0)
    names = ("unit_code", "status", "received_at", "is_late", "returned_count", "submission_id", "reasons")
    return StatusRow(unit_name=name, group=row["group_name"], warnings=told, **{key: row[key] for key in names})  # type: ignore[arg-type]


def _unplaced(store: Store) -> list[StatusRow]:
    rows = store.rows(
        """SELECT s.*, r.file_name FROM core_submission s JOIN raw_receipt r USING (submission_id)
           WHERE (s.unit_code IS NULL OR s.period IS NULL) AND s.status IN ('returned', 'unreadable') ORDER BY s.submission_id"""
    )
    return [
        StatusRow(
            "", row["file_name"], "", row["status"], row["received_at"], None, 1, row["submission_id"], row["reasons"]
        )
        for row in rows
    ]
