"""One table, one SQL file, one SELECT, one golden case."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.conventions.source import ROOT
from tests.sql.golden import CASES, built_tables, case_folders, differences

SQL = ROOT / "warehouse" / "sql"


@pytest.mark.parametrize("case", case_folders(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_the_table_comes_out_as_the_case_expects(case: Path) -> None:
    assert differences(case) == []


def test_every_built_table_has_its_sql_file_and_no_file_is_left_over() -> None:
    assert {path.stem for path in SQL.glob("*.sql")} == set(built_tables())


def test_every_built_table_has_a_golden_case() -> None:
    assert set(built_tables()) - {case.parent.name for case in case_folders()} == set()


def test_every_folder_of_cases_is_a_built_table() -> None:
    folders = {path.name for path in CASES.iterdir() if path.is_dir() and path.name[0] != "_"}
    assert folders - {"expectations", "revision"} <= set(built_tables())


@pytest.mark.parametrize("table", built_tables())
def test_a_table_is_one_select(table: str) -> None:
    statements = duckdb.extract_statements(built_tables()[table].sql)
    assert [statement.type for statement in statements] == [duckdb.StatementType.SELECT]


def test_a_row_that_differs_is_named(tmp_path: Path) -> None:
    case = tmp_path / "dim_cell" / "wrong"
    case.mkdir(parents=True)
    columns = (
        "edition,cell_code,table_code,row_code,column_code,row_label,column_label,label,unit,aggregation,sort_order"
    )
    given = "2021,T3:new.total,T3,new,total,新收,总计,新收 总计,件,sum,7"
    (case / "cat_cell.csv").write_text(f"{columns}\n{given}\n", encoding="utf-8")
    (case / "expect.csv").write_text(f"{columns}\n{given[:-1]}8\n", encoding="utf-8")
    missing, surplus = differences(case)
    assert missing.startswith("missing: edition=2021")
    assert missing.endswith("sort_order=8")
    assert surplus.endswith("sort_order=7")
