"""The checks that did not fail, one row each: what passed, and what could not be judged."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from expectations.rules import rule_queries
from warehouse.catalog.catalog import Catalog
from warehouse.store import Store

_OTHERS = """
    SELECT
        '{rule_id}' AS rule_id, submission_id::BIGINT AS submission_id, outcome::VARCHAR AS outcome,
        expected::DECIMAL(38, 6) AS expected, actual::DECIMAL(38, 6) AS actual,
        table_code::VARCHAR AS table_code, row_code::VARCHAR AS row_code, column_code::VARCHAR AS column_code,
        cell_code::VARCHAR AS cell_code, sheet::VARCHAR AS sheet, address::VARCHAR AS address, text::VARCHAR AS text,
        NULL::VARCHAR AS severity, NULL::VARCHAR AS message
    FROM ({query}
    ) AS check_row
    WHERE outcome <> 'fail'
"""


def other_outcomes(store: Store, catalog: Catalog, rule_ids: Collection[str]) -> pl.DataFrame:
    """Every check of these rules over the batch in `store` that did not fail; columns as those of violations."""
    queries = rule_queries(catalog)
    frames = [store.frame(_OTHERS.format(rule_id=rule_id, query=queries[rule_id])) for rule_id in rule_ids]
    return pl.concat(frames)
