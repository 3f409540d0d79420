"""A caller lays the relations that it has; the others are there and empty."""

from __future__ import annotations

import duckdb

from expectations.inputs import INPUTS, lay_missing
from expectations.suite import check_batch_plain
from tests.unit.expectations.batch import Batch, unit


def test_what_is_there_is_left_alone_and_what_is_missing_is_empty() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TEMP TABLE check_problem AS SELECT 7 AS submission_id")
        connection.execute("CREATE TEMP VIEW counting_cell AS SELECT 8 AS submission_id")
        lay_missing(connection)
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in INPUTS}
    assert counts == {name: (1,) if name in {"check_problem", "counting_cell"} else (0,) for name in INPUTS}


def test_a_batch_without_text_is_judged_as_before() -> None:
    batch = Batch(unit("a"))
    batch.submit("a", "2025Q1", {})
    with batch.lay() as connection:
        for name in ("check_paragraph", "check_claim", "check_similarity"):
            connection.execute(f"DROP TABLE {name}")
        result = check_batch_plain(connection, batch.catalog)
    assert (result.errors.height, result.violations.height) == (0, 0)
    assert [rule for rule in result.results["rule_id"] if rule.startswith("TEXT-")] == []
