"""Every table and column says what it holds, in words that BI shows."""

from __future__ import annotations

import re

import pytest

from warehouse.tables import tables

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LAYERS = ("raw_", "stg_", "core_", "dim_", "fct_", "rpt_", "dq_")
# CONTRACT §4: what BI relies on, in schema mart of a release. `release` is its own word there.
MART = {
    *("dim_unit", "dim_period", "dim_cell", "dim_task", "fct_cell", "fct_portal_metric", "fct_task_progress"),
    *("rpt_annual_statutory", "rpt_quarterly_units", "rpt_quarterly_coverage", "dq_result", "dq_violation", "release"),
}


@pytest.mark.parametrize("name", tables())
def test_a_table_and_each_of_its_columns_has_a_comment_in_chinese(name: str) -> None:
    table = tables()[name]
    comments = {name: table.comment, **{f"{name}.{key}": column.comment for key, column in table.columns.items()}}
    assert [place for place, comment in comments.items() if not CHINESE.search(comment)] == []


@pytest.mark.parametrize("name", tables())
def test_a_table_is_named_by_its_layer(name: str) -> None:
    assert name == "release" or name.startswith(LAYERS)


def test_what_bi_relies_on_is_published() -> None:
    assert {table.mart_name for table in tables().values() if table.published} >= MART
