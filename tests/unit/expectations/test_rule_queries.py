from __future__ import annotations

import re

import duckdb
import pytest

from expectations.rules import SQL, query_name, rule_queries, rule_query
from tests.unit.expectations.batch import Batch
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.rules import Rule

CATALOG = load_catalog()
COLUMNS = {
    *("rule_id", "submission_id", "check_key", "outcome", "expected", "actual", "table_code", "row_code"),
    *("column_code", "cell_code", "sheet", "address", "text", "detail"),
}


def _rule(**fields: object) -> Rule:
    declared = CATALOG.rule("PERIOD-CHAIN").model_dump()
    return Rule.model_validate({**declared, **fields})


def test_every_declared_rule_has_its_query_in_declared_order() -> None:
    assert list(rule_queries(CATALOG)) == [rule.id for rule in CATALOG.rules]


def test_no_sql_file_is_left_without_a_rule() -> None:
    assert {path.stem for path in SQL.glob("*.sql")} == {query_name(rule) for rule in CATALOG.rules}


def test_a_rule_without_sql_says_which_file_is_missing() -> None:
    with pytest.raises(FileNotFoundError, match=r"no_such\.sql"):
        rule_query(_rule(query="no_such"))


def test_a_parameter_that_the_rule_does_not_declare_is_named() -> None:
    with pytest.raises(KeyError, match="form_codes"):
        rule_query(_rule(forms=()))


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_a_query_is_one_select_with_the_columns_of_a_check(rule: Rule) -> None:
    query = rule_query(rule)
    assert [one.type for one in duckdb.extract_statements(query)] == [duckdb.StatementType.SELECT]
    with Batch().lay() as connection:
        assert {row[0] for row in connection.execute(f"DESCRIBE {query}").fetchall()} == COLUMNS


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_sqlalchemy_sees_no_parameter_in_a_query(rule: Rule) -> None:
    # sqlalchemy.text() reads :name after anything but a word or a colon as a parameter
    assert re.findall(r"(?<![:\w\\]):\w+(?!:)", rule_query(rule)) == []
