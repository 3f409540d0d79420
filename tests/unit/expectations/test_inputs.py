from __future__ import annotations

import duckdb
import polars as pl
import pytest

from expectations.inputs import INPUTS, lay_inputs


def test_relations_that_nobody_gives_are_there_and_empty() -> None:
    with duckdb.connect() as connection:
        lay_inputs(connection, {})
        for name in INPUTS:
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)


def test_columns_go_by_name_and_a_missing_one_is_null() -> None:
    with duckdb.connect() as connection:
        lay_inputs(connection, {"check_cell": pl.DataFrame({"value": [0.5], "submission_id": [7]})})
        row = connection.execute("SELECT submission_id, value::DOUBLE, cell_code FROM check_cell").fetchone()
    assert row == (7, 0.5, None)


def test_a_column_that_nobody_declared_is_refused() -> None:
    with duckdb.connect() as connection, pytest.raises(duckdb.BinderException, match="colour"):
        lay_inputs(connection, {"check_cell": pl.DataFrame({"colour": ["red"]})})


def test_a_second_batch_replaces_the_first() -> None:
    with duckdb.connect() as connection:
        for number in (1, 2):
            lay_inputs(connection, {"check_submission": pl.DataFrame({"submission_id": [number]})})
        assert connection.execute("SELECT submission_id FROM check_submission").fetchall() == [(2,)]


def test_what_is_laid_goes_before_a_table_of_the_same_name_and_leaves_it_alone() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cat_cell AS SELECT 'kept' AS cell_code")
        lay_inputs(connection, {"cat_cell": pl.DataFrame({"cell_code": ["laid"]})})
        assert connection.execute("FROM cat_cell").fetchall() == [("laid",)]
        assert connection.execute("FROM memory.main.cat_cell").fetchall() == [("kept",)]
