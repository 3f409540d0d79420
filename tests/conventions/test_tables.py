"""Every table and column says what it holds, in words that BI shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from warehouse.assessment_tables import ASSESSMENT_SCHEMAS
from warehouse.built import relations_read
from warehouse.catalog_tables import SCHEMAS
from warehouse.keypoint_tables import KEYPOINT_SCHEMAS
from warehouse.offline import connect
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


KNOWN = {*SCHEMAS, *ASSESSMENT_SCHEMAS, *KEYPOINT_SCHEMAS, "cat_unit_kind"}
BUILT = [name for name, table in tables().items() if table.role == "built"]


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every node of a parsed SELECT."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for child in tree:
            yield from _nodes(child)


def _parsed(name: str) -> list[dict[str, Any]]:
    with connect() as connection:
        [(text,)] = connection.execute("SELECT json_serialize_sql($1::VARCHAR)", [tables()[name].sql]).fetchall()
    return list(_nodes(json.loads(text)))


@pytest.mark.parametrize("name", BUILT)
def test_what_a_built_table_is_said_to_read_is_what_its_select_reads(name: str) -> None:
    nodes = _parsed(name)
    own = {entry["key"] for node in nodes for entry in node.get("cte_map", {"map": []})["map"]}
    read = {node["table_name"] for node in nodes if node.get("type") == "BASE_TABLE"} - own
    assert set(relations_read(name)) >= read
    assert [one for one in relations_read(name) if one not in tables() and one not in KNOWN] == []
    assert name not in read
    assert own.isdisjoint(tables())


@pytest.mark.parametrize("name", BUILT)
def test_a_built_table_depends_on_nothing_but_rows(name: str) -> None:
    called = {node["function_name"] for node in _parsed(name) if node.get("class") == "FUNCTION"}
    with connect() as connection:
        changing = connection.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'"
        ).fetchall()
    words = set(re.findall(r"\w+", re.sub(r"--[^\n]*", "", tables()[name].sql).lower()))
    assert called.isdisjoint(one for (one,) in changing)
    assert words.isdisjoint({"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})


def test_no_column_hides_the_name_by_which_marks_mean_a_whole_row() -> None:
    assert [table.name for table in tables().values() if "whole_row" in table.columns] == []
