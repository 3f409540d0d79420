"""Runs rule queries in DuckDB, one after the other; a rule that breaks is set apart and stops none of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

# Counted first, listed only where something failed: a batch of 1,700 clean submissions is a million passes that nobody reads.
_COUNTS = """
    SELECT
        $rule_id AS rule_id, submission_id, count(*) AS checks,
        count(*) FILTER (outcome = 'pass') AS passed,
        count(*) FILTER (outcome = 'fail') AS failed,
        count(*) FILTER (outcome = 'not_assessable') AS not_assessable
    FROM ({query}
    ) AS check_row
    GROUP BY submission_id
"""
_FAILURES = """
    WITH r AS (  -- a column that a rule leaves NULL has no type of its own
        SELECT
            submission_id, check_key::VARCHAR AS check_key,
            expected::DECIMAL(38, 6) AS expected, actual::DECIMAL(38, 6) AS actual,
            table_code::VARCHAR AS table_code, row_code::VARCHAR AS row_code, column_code::VARCHAR AS column_code,
            cell_code::VARCHAR AS cell_code, sheet::VARCHAR AS sheet, address::VARCHAR AS address,
            text::VARCHAR AS text, detail::VARCHAR AS detail
        FROM ({query}
        ) AS check_row
        WHERE outcome = 'fail'
    )
    SELECT $rule_id AS rule_id, r.*, r.actual - r.expected AS difference, s.edition, s.period
    FROM r
    JOIN check_submission AS s ON s.submission_id = r.submission_id
    LEFT JOIN cat_cell AS k ON k.edition = s.edition AND k.cell_code = r.cell_code
    ORDER BY r.submission_id, k.sort_order, r.check_key
"""
_NO_CHECK = """
    SELECT
        NULL::BIGINT AS submission_id, NULL::VARCHAR AS check_key, NULL AS outcome, NULL AS expected, NULL AS actual,
        NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
        NULL AS sheet, NULL AS address, NULL AS text, NULL AS detail
    WHERE FALSE
"""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the queries said. `broken` has the reason for each rule that could not be run: our fault, no failure of data."""

    counts: pl.DataFrame
    failures: pl.DataFrame
    broken: dict[str, str]


class OutcomeError(ValueError):
    """A rule returned rows that are no checks: for no submission, or with an outcome that nobody declared."""


def check_rules(connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> Outcomes:
    """Runs every query over the batch in `connection`: counts by rule and submission, and every failure, uncapped."""
    counts = [_fetch(connection, _COUNTS, "", _NO_CHECK)]  # for the columns, where there are no rules or no failures
    failures = [_fetch(connection, _FAILURES, "", _NO_CHECK)]
    broken: dict[str, str] = {}
    for rule_id, query in queries.items():
        try:
            counted = _counted(connection, rule_id, query)
            failed = [_fetch(connection, _FAILURES, rule_id, query)] if counted["failed"].sum() else []
        except (duckdb.Error, OutcomeError) as reason:
            broken[rule_id] = str(reason)
            continue
        counts.append(counted)
        failures += failed
    return Outcomes(pl.concat(counts), pl.concat(failures), broken)


def _counted(connection: duckdb.DuckDBPyConnection, rule_id: str, query: str) -> pl.DataFrame:
    counted = _fetch(connection, _COUNTS, rule_id, query)
    named = counted["passed"] + counted["failed"] + counted["not_assessable"]
    if counted["submission_id"].has_nulls() or (counted["checks"] != named).any():
        raise OutcomeError(f"{rule_id}: a check without submission, or with an outcome that is none")
    return counted


def _fetch(connection: duckdb.DuckDBPyConnection, frame: str, rule_id: str, query: str) -> pl.DataFrame:
    return connection.execute(frame.replace("{query}", query), {"rule_id": rule_id}).pl()
