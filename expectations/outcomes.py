"""Runs rule queries in DuckDB, one after the other; a rule that breaks is set apart and stops none of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import polars as pl

CHECK_ROW = (
    "rule_id VARCHAR, submission_id BIGINT, check_key VARCHAR, outcome VARCHAR, "
    "expected DECIMAL(38, 6), actual DECIMAL(38, 6), table_code VARCHAR, row_code VARCHAR, column_code VARCHAR, "
    "cell_code VARCHAR, sheet VARCHAR, address VARCHAR, text VARCHAR, detail VARCHAR"
)
_COUNTS = """
    SELECT
        rule_id, submission_id, count(*) AS checks,
        count(*) FILTER (outcome = 'pass') AS passed,
        count(*) FILTER (outcome = 'fail') AS failed,
        count(*) FILTER (outcome = 'not_assessable') AS not_assessable
    FROM check_row
    GROUP BY rule_id, submission_id
"""
_FAILURES = """
    SELECT r.*, r.actual - r.expected AS difference, s.edition
    FROM check_row AS r
    LEFT JOIN check_submission AS s USING (submission_id)
    LEFT JOIN cat_cell AS k ON k.edition = s.edition AND k.cell_code = r.cell_code
    WHERE r.outcome = 'fail'
    ORDER BY r.submission_id, k.sort_order, r.check_key
"""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the queries said. `broken` has the reason for each rule that could not be run: our fault, no failure of data."""

    counts: pl.DataFrame
    failures: pl.DataFrame
    broken: dict[str, str] = field(default_factory=dict)


def check_rules(connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> Outcomes:
    """Runs every query over the batch in `connection`: counts by rule and submission, and every failure, uncapped."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE check_row ({CHECK_ROW})")
    counts, failures, broken = [_counts(connection)], [_failures(connection)], {}
    for rule_id, query in queries.items():
        try:
            _run(connection, rule_id, query)
        except (duckdb.Error, OutcomeError) as reason:
            broken[rule_id] = str(reason)
            continue
        counts.append(_counts(connection))
        failures.append(_failures(connection))
    connection.execute("DROP TABLE check_row")
    return Outcomes(pl.concat(counts), pl.concat(failures), broken)


class OutcomeError(ValueError):
    """A rule returned rows that are no checks: another rule's, or with an outcome of its own invention."""


def _run(connection: duckdb.DuckDBPyConnection, rule_id: str, query: str) -> None:
    connection.execute("DELETE FROM check_row")
    connection.execute(f"INSERT INTO check_row BY NAME {query}")
    strange = connection.execute(
        "SELECT count(*) FROM check_row WHERE rule_id IS DISTINCT FROM $1 OR submission_id IS NULL "
        "OR outcome IS NULL OR outcome NOT IN ('pass', 'fail', 'not_assessable')",
        [rule_id],
    ).fetchone()
    if strange != (0,):
        raise OutcomeError(f"{rule_id}: {strange} rows with a wrong rule_id or outcome")


def _counts(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return connection.execute(_COUNTS).pl()


def _failures(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return connection.execute(_FAILURES).pl()
