from __future__ import annotations

import os
from collections.abc import Iterator

import duckdb
import great_expectations as gx
import pytest
from great_expectations.expectations import ExpectColumnValuesToBeBetween, UnexpectedRowsExpectation

from expectations.gx_duckdb import borrowed
from expectations.gx_suite import expectation
from expectations.verdict import Question
from warehouse.catalog.catalog import load_catalog


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TEMP TABLE figure AS SELECT range AS value FROM range(300)")
        yield connection


def _batch(connection: duckdb.DuckDBPyConnection) -> gx.core.batch.Batch:
    context = gx.get_context(mode="ephemeral")
    source = context.data_sources.add_duckdb("any", connection_string="duckdb://", kwargs=borrowed(connection))
    return source.add_table_asset("figure", table_name="figure").add_batch_definition_whole_table("all").get_batch()


def test_an_open_connections_temporary_table_is_a_batch(connection: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT * FROM {batch} WHERE value >= 290"
    result = _batch(connection).validate(UnexpectedRowsExpectation(unexpected_rows_query=query))
    assert (result.success, result.result["observed_value"]) == (False, 10)


def test_expectations_on_columns_run_in_duckdb_too(connection: duckdb.DuckDBPyConnection) -> None:
    batch = _batch(connection)
    assert batch.validate(ExpectColumnValuesToBeBetween(column="value", min_value=0, max_value=299)).success
    assert not batch.validate(ExpectColumnValuesToBeBetween(column="value", min_value=1)).success


def test_an_expectation_that_breaks_says_so(connection: duckdb.DuckDBPyConnection) -> None:
    result = _batch(connection).validate(UnexpectedRowsExpectation(unexpected_rows_query="SELECT nothing FROM {batch}"))
    assert not result.success
    assert "nothing" in str(result.exception_info)


def test_after_a_run_the_connection_is_the_callers_again(connection: duckdb.DuckDBPyConnection) -> None:
    _batch(connection).validate(UnexpectedRowsExpectation(unexpected_rows_query="SELECT * FROM {batch} WHERE FALSE"))
    connection.begin()
    connection.execute("INSERT INTO figure VALUES (300)")
    connection.rollback()
    assert connection.execute("SELECT count(*) FROM figure").fetchone() == (300,)


def test_an_expectation_carries_the_rule_with_its_severity_and_basis() -> None:
    rule = load_catalog().rule("T2-STOCK")
    made = expectation(Question.on(rule, "SELECT {1: 2} AS outcome"))
    assert made.severity == "warning"
    assert made.meta is not None
    assert made.meta["basis"] == rule.basis
    assert "{{1: 2}}" in str(made.unexpected_rows_query)


def test_analytics_are_off_when_a_suite_runs() -> None:
    from tests.unit.expectations.batch import Batch

    batch = Batch()
    batch.submit("a", "2025Q1", {})
    batch.judge(engine="gx", rule_ids=["T4-TOTAL"])
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
