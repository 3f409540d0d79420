"""Build: core rows to report tables, then the same rules on the result as on any submission."""

from __future__ import annotations

from dataclasses import dataclass

from expectations.suite import check_batch
from warehouse.catalog.catalog import Catalog
from warehouse.store import Store
from warehouse.tables import tables

# 汇总表当作本级政府的一份报送来检查，编号从 0 往下
_STATEMENT_SQL = """
    SELECT -row_number() OVER (ORDER BY period) + 1 AS submission_id, NULL AS sha256, '汇总表 ' || period AS file_name,
           unit_code, u.kind AS unit_kind, period, form_code, edition, 'aggregate' AS scope, false AS is_nil
    FROM (SELECT DISTINCT period, unit_code, edition, form_code FROM built_cell WHERE scope = 'aggregate')
    JOIN cat_unit u USING (unit_code)
"""
_BUILT_SQL = """
    SELECT period, unit_code, scope, edition, 'annual' AS form_code, cell_code, value, blank_count FROM rpt_annual_statutory
    UNION ALL
    SELECT period, unit_code, scope, edition, 'quarter' AS form_code, cell_code, value, blank_count FROM rpt_quarterly_units
    WHERE units_in > 0
"""
# 某单位该格空白时，全区该格只是部分单位之和，勾稽关系无法判断；与单位之和的核对（ROLL-UP）仍可判断
_CELL_SQL = """
    SELECT s.submission_id, s.unit_code, s.period, s.form_code, s.scope, s.edition, b.cell_code, d.table_code, d.row_code, d.column_code,
           CASE WHEN {hidden} THEN 'blank' ELSE 'number' END AS state, CASE WHEN {hidden} THEN NULL ELSE b.value END AS value,
           b.value::VARCHAR AS text, NULL::VARCHAR AS sheet, NULL::VARCHAR AS address
    FROM check_submission s
    JOIN built_cell b ON b.period = s.period AND b.unit_code = s.unit_code AND b.scope = s.scope AND b.edition = s.edition
    JOIN cat_cell d ON d.edition = b.edition AND d.cell_code = b.cell_code
"""
_MEMBER_SQL = """
    SELECT u.parent AS parent_code, b.unit_code AS member_code, b.period, b.form_code, b.cell_code, b.value
    FROM built_cell b JOIN cat_unit u USING (unit_code)
    WHERE b.scope = 'own' AND u.is_rolled_up AND u.parent IS NOT NULL
"""
_EMPTY_PROBLEM = """
    SELECT NULL::BIGINT AS submission_id, NULL::VARCHAR AS rule_id, NULL::VARCHAR AS detail, NULL::VARCHAR AS sheet,
           NULL::VARCHAR AS address, NULL::VARCHAR AS text WHERE false
"""
_ROLL_UP = "ROLL-UP"


@dataclass(frozen=True, slots=True)
class Audit:
    """What the rules say of the built tables. `failures` are for people; `errors` are rules that broke."""

    failures: tuple[str, ...]
    errors: tuple[str, ...]


def build_tables(store: Store) -> None:
    """Builds every table that is declared as built, in declared order, from the core rows."""
    store.build(*(name for name, table in tables().items() if table.role == "built"))


def audit_tables(store: Store, catalog: Catalog) -> Audit:
    """Checks the district's tables: identities on whole figures, and every cell against the sum of the units' own rows."""
    run = store.connection.execute
    run(f"CREATE OR REPLACE TEMP TABLE built_cell AS {_BUILT_SQL}")
    run(f"CREATE OR REPLACE TEMP TABLE check_submission AS {_STATEMENT_SQL}")
    run(f"CREATE OR REPLACE TEMP TABLE check_problem AS {_EMPTY_PROBLEM}")
    run("CREATE OR REPLACE TEMP TABLE counting_cell AS SELECT submission_id, unit_code, period, form_code, scope, cell_code, value FROM core_cell WHERE false")
    run(f"CREATE OR REPLACE TEMP TABLE member_cell AS {_MEMBER_SQL}")
    if not store.rows("SELECT 1 FROM check_submission LIMIT 1"):
        return Audit((), ())
    within = [rule.id for rule in catalog.rules if rule.level == 1]
    failures: list[str] = []
    errors: list[str] = []
    with store.transaction():
        run("DELETE FROM dq_result WHERE submission_id <= 0")
        run("DELETE FROM dq_violation WHERE submission_id <= 0")
        for rule_ids, hidden in ((within, "b.blank_count > 0"), ([_ROLL_UP], "false")):
            run(f"CREATE OR REPLACE TEMP TABLE check_cell AS {_CELL_SQL.format(hidden=hidden)}")
            result = check_batch(store.connection, catalog, rule_ids=rule_ids)
            store.insert("dq_result", result.results)
            store.insert("dq_violation", result.violations)
            errors += (f"{error['rule_id']}：{error['detail']}" for error in result.errors)
        failures += _failures(store)
    return Audit(tuple(failures), tuple(errors))


def _failures(store: Store) -> list[str]:
    rows = store.rows(
        """SELECT s.file_name, v.rule_id, v.message FROM dq_violation v JOIN check_submission s USING (submission_id)
           WHERE v.severity = 'error' ORDER BY s.period, v.rule_id, v.check_key"""
    )
    return [f"{row['file_name']} {row['rule_id']}：{row['message']}" for row in rows]
