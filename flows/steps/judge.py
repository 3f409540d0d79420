"""The ledger: which version of each report counts. Judged period by period, each against what counts of the periods before it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from expectations.suite import BatchResult, check_batch
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.tables import tables
from warehouse.workspace import Workspace

_BATCH_SQL = """
    SELECT c.submission_id, r.sha256, r.file_name, c.unit_code, u.kind AS unit_kind, c.period, c.form_code,
           coalesce(f.edition, '2021') AS edition, c.scope, coalesce(f.cover_is_nil, false) AS is_nil
    FROM to_judge j
    JOIN core_receipt c ON c.submission_id = j.submission_id
    JOIN raw_receipt r ON r.submission_id = c.submission_id
    JOIN stg_file f ON f.sha256 = r.sha256
    LEFT JOIN cat_unit u ON u.unit_code = c.unit_code
    WHERE c.period IS NOT DISTINCT FROM $period AND c.scope = $scope AND j.is_candidate
"""
# 零报送：单位自己说了各项为零，空白格才成为零
_CELL_SQL = """
    SELECT s.submission_id, s.unit_code, s.period, s.form_code, s.scope, s.edition,
           c.cell_code, c.table_code, c.row_code, c.column_code,
           CASE WHEN s.is_nil AND c.state = 'blank' THEN 'nil' ELSE c.state END AS state,
           CASE WHEN s.is_nil AND c.state = 'blank' THEN 0 ELSE c.value END AS value,
           c.text, c.sheet, c.address
    FROM check_submission s
    JOIN stg_cell c ON c.sha256 = s.sha256
"""
_PROBLEM_SQL = """
    SELECT s.submission_id, p.rule_id, p.detail, p.sheet, p.address, p.text
    FROM check_submission s JOIN stg_problem p ON p.sha256 = s.sha256
    UNION ALL
    SELECT s.submission_id, p.rule_id, p.detail, NULL, NULL, NULL
    FROM check_submission s JOIN core_receipt_problem p ON p.submission_id = s.submission_id
    UNION ALL
    SELECT s.submission_id, 'FILE-READABLE', f.error_detail, NULL, NULL, NULL
    FROM check_submission s JOIN stg_file f ON f.sha256 = s.sha256 WHERE f.error_code IS NOT NULL
"""
_COUNTING_SQL = """
    SELECT submission_id, unit_code, period, form_code, scope, cell_code, value FROM core_cell
    WHERE period IS DISTINCT FROM $period
"""
_MEMBER_SQL = """
    SELECT u.parent AS parent_code, c.unit_code AS member_code, c.period, c.form_code, c.cell_code, c.value
    FROM core_cell c JOIN cat_unit u ON u.unit_code = c.unit_code
    WHERE c.scope = 'own' AND u.is_rolled_up AND u.parent IS NOT NULL AND c.period IS NOT DISTINCT FROM $period
"""
# 重复：内容与同一单位同一报告期的上一份（未撤回的）相同
_TO_JUDGE_SQL = """
    WITH receipt AS (
        SELECT c.*, r.sha256, w.submission_id IS NOT NULL AS is_withdrawn, f.error_code IS NOT NULL AS is_unreadable
        FROM core_receipt c
        JOIN raw_receipt r USING (submission_id)
        JOIN stg_file f USING (sha256)
        LEFT JOIN (SELECT DISTINCT submission_id FROM raw_withdrawal) w USING (submission_id)
    ),
    marked AS (
        SELECT *, sha256 IS NOT DISTINCT FROM lag(sha256) OVER (
            PARTITION BY unit_code, period, form_code, scope, is_withdrawn ORDER BY submission_id) AND NOT is_withdrawn AS is_duplicate
        FROM receipt
    )
    SELECT *, NOT is_withdrawn AND NOT is_duplicate AS is_candidate,
           row_number() OVER (PARTITION BY unit_code, period, form_code, scope ORDER BY submission_id) AS version
    FROM marked
"""
_VERDICT_SQL = """
    WITH failed AS (
        SELECT submission_id,
               array_to_string(list(message ORDER BY rule_id, sheet, address, check_key)[1:3], ' ')
               || CASE WHEN count(*) > 3 THEN '（共 ' || count(*) || ' 处）' ELSE '' END AS reasons
        FROM dq_violation WHERE severity = 'error' GROUP BY submission_id
    ),
    verdict AS (
        SELECT j.*, r.received_at, r.sha256 AS content, coalesce(f.cover_is_nil, false) AS is_nil,
               failed.reasons,
               j.is_candidate AND NOT j.is_unreadable AND failed.submission_id IS NULL AND j.unit_code IS NOT NULL AS passes
        FROM to_judge j
        JOIN raw_receipt r ON r.submission_id = j.submission_id
        JOIN stg_file f ON f.sha256 = r.sha256
        LEFT JOIN failed ON failed.submission_id = j.submission_id
        WHERE j.period IS NOT DISTINCT FROM $period AND j.scope = $scope
    )
    SELECT v.submission_id, v.unit_code, v.period, v.form_code, v.scope, v.version::INTEGER AS version,
           CASE
               WHEN v.is_withdrawn THEN 'withdrawn'
               WHEN v.is_duplicate THEN 'duplicate'
               WHEN v.is_unreadable THEN 'unreadable'
               WHEN NOT v.passes THEN 'returned'
               WHEN v.submission_id < max(v.submission_id) FILTER (v.passes) OVER (PARTITION BY v.unit_code, v.form_code)
                   THEN 'superseded'
               WHEN v.is_nil THEN 'nil'
               ELSE 'accepted'
           END AS status,
           v.received_at, v.received_at::DATE > d.due_on AS is_late, v.content AS sha256, v.reasons
    FROM verdict v
    LEFT JOIN core_period d ON d.period = v.period
"""
_COUNTED_CELLS_SQL = """
    SELECT c.submission_id, c.unit_code, c.period, c.form_code, c.scope, c.edition, c.cell_code, c.state, c.value, c.text, c.sheet, c.address
    FROM check_cell c
    JOIN judged v ON v.submission_id = c.submission_id AND v.status IN ('accepted', 'nil')
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """Submissions judged in this run, and rules that broke."""

    submissions: tuple[int, ...]
    errors: tuple[str, ...]


def judge(store: Store, workspace: Workspace, changed: Collection[int]) -> Judged:
    """Judges the submissions that the changed ones can have an effect on: those of the same units, of the units that took over from
    them and of the jurisdiction itself, from the first changed period on.
    """
    if not changed:
        return Judged((), ())
    store.connection.execute(f"CREATE OR REPLACE TEMP TABLE to_judge AS {_TO_JUDGE_SQL}")
    _narrow(store, changed)
    errors: list[str] = []
    for period in _periods(store):
        for scope in ("own", "aggregate"):
            errors += _judge_batch(store, workspace, period, scope)
    return Judged(tuple(row["submission_id"] for row in store.rows("SELECT submission_id FROM to_judge ORDER BY 1")), tuple(errors))


def _narrow(store: Store, changed: Collection[int]) -> None:
    """Keeps in `to_judge` what the changed submissions can have an effect on."""
    store.temporary("changed", pl.DataFrame({"submission_id": sorted(changed)}))
    store.connection.execute(
        """CREATE OR REPLACE TEMP TABLE affected AS
           WITH RECURSIVE unit AS (
               SELECT DISTINCT unit_code FROM to_judge SEMI JOIN changed USING (submission_id)
               UNION SELECT s.successor_code FROM unit JOIN cat_succession s USING (unit_code)
           )
           SELECT unit_code FROM unit UNION SELECT unit_code FROM cat_unit WHERE parent IS NULL"""
    )
    store.connection.execute(
        """DELETE FROM to_judge t
           WHERE NOT EXISTS (SELECT 1 FROM affected a WHERE a.unit_code IS NOT DISTINCT FROM t.unit_code)
              OR (t.period IS NOT NULL AND (SELECT ends_on FROM cat_period p WHERE p.period = t.period) < (
                  SELECT min(p.ends_on) FROM to_judge j SEMI JOIN changed USING (submission_id) JOIN cat_period p ON p.period = j.period))"""
    )


def _periods(store: Store) -> list[str | None]:
    periods = [row["period"] for row in store.rows("SELECT DISTINCT period FROM to_judge")]
    known = sorted((p for p in periods if p is not None), key=lambda text: Period.parse(text).sort_key)
    return [*([None] if None in periods else []), *known]


def _judge_batch(store: Store, workspace: Workspace, period: str | None, scope: str) -> list[str]:
    slots = {"period": period, "scope": scope}
    for name, sql in (("check_submission", _BATCH_SQL), ("check_cell", _CELL_SQL), ("check_problem", _PROBLEM_SQL)):
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", slots if "$" in sql else None)
    for name, sql in (("counting_cell", _COUNTING_SQL), ("member_cell", _MEMBER_SQL)):
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", {"period": period})
    if not store.rows("SELECT 1 FROM to_judge WHERE period IS NOT DISTINCT FROM $period AND scope = $scope LIMIT 1", slots):
        return []
    result = check_batch(store.connection, workspace.catalog)
    _record(store, slots, result)
    return [f"{error['rule_id']}：{error['detail']}" for error in result.errors]


def _record(store: Store, slots: dict[str, str | None], result: BatchResult) -> None:
    """One transaction: results, ledger rows and counting cells of this batch in the place of the former ones."""
    with store.transaction():
        mine = "submission_id IN (SELECT submission_id FROM to_judge WHERE period IS NOT DISTINCT FROM $period AND scope = $scope)"
        for table in ("dq_result", "dq_violation", "core_submission"):
            store.connection.execute(f"DELETE FROM {table} WHERE {mine}", slots)
        store.connection.execute(
            """DELETE FROM core_cell c WHERE c.period = $period AND c.scope = $scope
               AND c.unit_code IN (SELECT unit_code FROM to_judge)""",
            slots,
        )
        store.insert("dq_result", result.results)
        store.insert("dq_violation", result.violations)
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE judged AS {_VERDICT_SQL}", slots)
        store.connection.execute(f"INSERT INTO core_submission SELECT {_columns('core_submission')} FROM judged")
        store.connection.execute(f"INSERT INTO core_cell SELECT {_columns('core_cell')} FROM ({_COUNTED_CELLS_SQL})")


def _columns(table: str) -> str:
    return ", ".join(tables()[table].columns)
