"""The list of problems at the end of a quarter, and how the office takes one off it: with a reason and a name, never silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.steps.build import build_tables
from flows.steps.intake import CLOSED, journal_of, local_now
from flows.steps.state import refresh
from reports.problem_list import Problem, ProblemList
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class Closed:
    """A problem that the office closed, and the quarter after which it would be a new one."""

    problem_id: str
    unit_name: str
    text: str
    period: str


def list_problems(workspace: Workspace, period: Period | None = None, units: Sequence[str] = ()) -> ProblemList:
    """The list at the end of a quarter (the latest in play if None): what is open, and what that quarter closed.

    Raises WorkspaceError where nothing was ever received, StoreBusyError while another run writes.
    """
    codes = [unit.code for unit in workspace.units_named(units)]
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        build_tables(store)
        return read_problems(store, workspace, period or latest_quarter(store), codes)


def read_problems(store: Store, workspace: Workspace, period: Period, units: Sequence[str] = ()) -> ProblemList:
    """As list_problems, from the built tables; in the order of the register, the oldest first."""
    rows = store.rows(_PROBLEMS, {"period": str(period), "units": list(units)})
    order = {unit.code: number for number, unit in enumerate(workspace.register.units)}
    rows.sort(key=lambda row: order[row["unit_code"]])
    return ProblemList(workspace.register.root.name, period, tuple(Problem(**row) for row in rows))


def latest_quarter(store: Store) -> Period:
    """The last quarter in play. Raises WorkspaceError."""
    periods = [Period.parse(row["period"]) for row in store.rows("SELECT period FROM core_period")]
    quarters = [period for period in periods if not period.is_year]
    if not quarters:
        raise WorkspaceError("还没有收到任何季度报表，没有问题清单。")
    return max(quarters, key=lambda period: period.sort_key)


def close_problem(workspace: Workspace, problem_id: str, reason: str, by: str, as_of: datetime | None = None) -> Closed:
    """Takes a problem off the list as of the last quarter in play. A cause that shows in a later quarter is a new problem.

    Raises WorkspaceError for a problem that there is not, or that is closed already, and without reason or name.
    """
    if not reason.strip() or not by.strip():
        raise WorkspaceError("核销必须写明理由和经办人。")
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        build_tables(store)
        period = latest_quarter(store)
        problem = _open_problem(store, problem_id)
        facts = {"problem_id": problem_id, "period": str(period), "reason": reason.strip(), "by": by.strip()}
        journal_of(workspace).append(CLOSED, as_of or local_now(), [facts])
        refresh(store, workspace)
        build_tables(store)
    return Closed(problem_id, problem["unit_name"], problem["text"], str(period))


def _open_problem(store: Store, problem_id: str) -> dict[str, str]:
    rows = store.rows(
        """SELECT p.status, p.text, p.closed_period, u.unit_name FROM fct_problem p JOIN dim_unit u USING (unit_code)
           WHERE p.problem_id = $id""",
        {"id": problem_id},
    )
    if not rows:
        raise WorkspaceError(f"没有编号为“{problem_id}”的问题；编号见 zwgk problems。")
    if rows[0]["status"] == "closed":
        raise WorkspaceError(f"问题“{problem_id}”已于 {rows[0]['closed_period']} 销号。")
    return rows[0]


_PROBLEMS = """
SELECT p.problem_id, p.unit_code, u.unit_name, h.unit_name AS holder_name, p.kind, p.period AS listed_period,
       CASE WHEN s.is_new THEN p.text ELSE p.latest_text END AS text, p.demand, p.due_on, s.status, s.is_new, s.quarters_carried,
       CASE WHEN s.status = 'closed' THEN p.closed_by END AS closed_by,
       CASE WHEN s.status = 'closed' THEN p.closed_reason END AS closed_reason, f.closed_period AS former_closed_period
FROM rpt_problem_status s
JOIN fct_problem p ON p.problem_id = s.problem_id
JOIN dim_unit u ON u.unit_code = p.unit_code
JOIN dim_unit h ON h.unit_code = p.holder_code
LEFT JOIN fct_problem f ON f.problem_id = p.former_id
WHERE s.period = $period AND (len($units::VARCHAR[]) = 0 OR p.unit_code IN (SELECT unnest($units::VARCHAR[])))
ORDER BY p.period, p.kind, p.problem_id
"""
