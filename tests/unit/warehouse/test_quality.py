"""The numbers of the quality page, counted over a district of three units: one in time, one returned once and late, one silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conventions.source import ROOT
from warehouse.quality import read_quality
from warehouse.store import Store, open_store

QUARTER, YEAR = "2025Q1", "2025"
SQL = ROOT / "warehouse" / "sql" / "quality"
FILL = """
    INSERT INTO dim_unit (unit_code, unit_name, group_name, parent_code, is_rolled_up) VALUES
        ('district', '某区', '区', NULL, false), ('bureau', '甲局', '部门', 'district', true),
        ('street', '乙街道', '街镇', 'district', true), ('town', '丙镇', '街镇', 'district', true);
    INSERT INTO dim_period VALUES
        ('2025Q1', '2025年第一季度', 2025, 1, false, '2025-01-01', '2025-03-31', '2025-04-10'),
        ('2025', '2025年度', 2025, NULL, true, '2025-01-01', '2025-12-31', NULL);
    INSERT INTO core_submission (submission_id, unit_code, period, form_code, scope, version, status) VALUES
        (1, 'bureau', '2025Q1', 'quarter', 'own', 1, 'nil'), (2, 'street', '2025Q1', 'quarter', 'own', 1, 'returned'),
        (3, 'street', '2025Q1', 'quarter', 'own', 2, 'accepted'), (4, 'street', '2025Q1', 'quarter', 'own', 3, 'duplicate'),
        (5, 'bureau', '2025', 'annual', 'own', 1, 'accepted'), (6, NULL, NULL, NULL, 'own', 1, 'unreadable'),
        (7, 'town', '2025Q1', 'quarter', 'own', 1, 'withdrawn');
    INSERT INTO rpt_quarterly_coverage
        (period, unit_code, unit_name, group_name, status, is_in, is_nil, is_late, returned_count, submission_id) VALUES
        ('2025Q1', 'bureau', '甲局', '部门', 'nil', true, true, false, 0, 1),
        ('2025Q1', 'street', '乙街道', '街镇', 'accepted', true, false, true, 1, 3),
        ('2025Q1', 'town', '丙镇', '街镇', 'withdrawn', false, false, NULL, 0, 7),
        ('2025', 'bureau', '甲局', '部门', 'accepted', true, false, NULL, 0, 5),
        ('2025', 'street', '乙街道', '街镇', 'missing', false, false, NULL, 0, NULL),
        ('2025', 'town', '丙镇', '街镇', 'missing', false, false, NULL, 0, NULL);
    INSERT INTO dim_cell (edition, cell_code, label) VALUES
        ('2021', 'T2:normative_document.in_force', '行政规范性文件 现行有效件数');
    INSERT INTO core_cell (submission_id, unit_code, period, form_code, scope, edition, cell_code, value) VALUES
        (1, 'bureau', '2025Q1', 'quarter', 'own', '2021', 'T2:normative_document.in_force', 0),
        (3, 'street', '2025Q1', 'quarter', 'own', '2021', 'T2:normative_document.in_force', 8),
        (5, 'bureau', '2025', 'annual', 'own', '2021', 'T2:normative_document.in_force', 4);
    INSERT INTO dq_result (submission_id, rule_id, severity, outcome) VALUES
        (1, 'T2-STOCK', 'warning', 'not_assessable'), (2, 'T2-STOCK', 'warning', 'fail'), (3, 'T2-STOCK', 'warning', 'fail'),
        (5, 'T2-STOCK', 'warning', 'fail'), (2, 'T3-BALANCE', 'error', 'fail'), (3, 'T3-BALANCE', 'error', 'pass'),
        (0, 'ROLL-UP', 'error', 'pass'), (-1, 'ROLL-UP', 'error', 'pass');
    INSERT INTO dq_violation (submission_id, rule_id, severity, check_key, expected, actual, table_code, cell_code, address, message) VALUES
        (2, 'T3-BALANCE', 'error', 'natural_person', 64, 62, 'T3', NULL, 'D6', '不平'),
        (2, 'T3-BALANCE', 'error', 'total', 66, 64, 'T3', NULL, 'J6', '不平'),
        (2, 'T2-STOCK', 'warning', 'n', 9, 8, 'T2', 'T2:normative_document.in_force', 'D6', '不符'),
        (3, 'T2-STOCK', 'warning', 'n', 9, 8, 'T2', 'T2:normative_document.in_force', 'D6', '不符'),
        (5, 'T2-STOCK', 'warning', 'n', 5, 4, 'T2', 'T2:normative_document.in_force', 'D7', '不符');
    INSERT INTO dq_answer VALUES
        (5, 'explanation', 'T2-STOCK', 'n', 'T2', 'T2:normative_document.in_force', '一件期满失效', '2026-01-20 09:00'),
        (2, 'waiver', 'T3-BALANCE', NULL, NULL, NULL, '已核实', '2025-05-01 09:00');
    INSERT INTO dq_run (run_no, ran_at, received, read, judged, returned, findings) VALUES
        (4, '2025-04-03 09:00', 3, 3, 3, 1, 2), (8, '2025-04-09 09:00', 4, 3, 4, 1, 0);
    INSERT INTO rpt_revision
        (table_name, column_name, period, scope, unit_code, edition, cell_code, value, reason, former_release_id) VALUES
        ('rpt_quarterly_units', 'value', '2025Q1', 'own', 'street', '2021', 'a', 1, '补报：编号 3', '0001'),
        ('rpt_quarterly_units', 'value', '2025Q1', 'own', 'street', '2021', 'b', 1, '补报：编号 3', '0001'),
        ('rpt_quarterly_units', 'value', '2025Q1', 'aggregate', 'district', '2021', 'a', 1, '乙街道 补报：编号 3', '0001')
"""


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    with open_store(tmp_path_factory.mktemp("work") / "zwgk.duckdb") as store:
        store.connection.execute(FILL)
        return read_quality(store)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "zwgk.duckdb") as store:
        yield store


def only(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


@pytest.mark.parametrize("path", sorted(SQL.glob("*.sql")), ids=lambda path: path.stem)
def test_every_section_is_one_select(path: Path) -> None:
    assert [s.type for s in duckdb.extract_statements(path.read_text(encoding="utf-8"))] == [
        duckdb.StatementType.SELECT
    ]


def test_what_is_owed_is_in_or_missing_and_the_units_are_named(sections: dict[str, list[dict[str, Any]]]) -> None:
    year, quarter = sections["coverage"]
    assert (year["period"], quarter["period"]) == (YEAR, QUARTER)
    numbers = ("units_expected", "units_in", "units_nil", "units_late", "units_returned", "units_missing")
    assert [quarter[name] for name in numbers] == [3, 2, 1, 1, 1, 1]
    assert [year[name] for name in numbers] == [3, 1, 0, 0, 0, 2]
    assert quarter["due_on"] == date(2025, 4, 10)
    assert (quarter["nil_names"], quarter["late_names"]) == (["甲局"], ["乙街道"])
    assert quarter["returned_names"] == [{"unit_name": "乙街道", "times": 1}]
    assert quarter["missing_names"] == [{"unit_name": "丙镇", "status": "withdrawn"}]
    assert (year["nil_names"], year["returned_names"]) == ([], [])


def test_the_head_counts_every_file_once(sections: dict[str, list[dict[str, Any]]]) -> None:
    [total] = sections["total"]
    assert total["submissions"] == total["counting"] + total["returned"] + total["set_aside"] == 3 + 2 + 2
    assert only(total, "unplaced", "periods", "errors", "warnings") == {
        "unplaced": 1,
        "periods": 2,
        "errors": 2,
        "warnings": 3,
    }


def test_a_quarters_shares_leave_out_duplicates_and_what_was_taken_back(
    sections: dict[str, list[dict[str, Any]]],
) -> None:
    [quarter] = sections["trend"]
    assert only(quarter, "attempts", "returned", "errors", "units_in", "units_late") == {
        "attempts": 3,  # 1, 2 and 3
        "returned": 1,
        "errors": 2,
        "units_in": 2,
        "units_late": 1,
    }
    assert (quarter["returned_ratio"], quarter["errors_each"], quarter["late_ratio"]) == (1 / 3, 2 / 3, 1 / 2)


def test_a_run_has_the_findings_of_what_came_with_it_and_what_became_of_them(
    sections: dict[str, list[dict[str, Any]]],
) -> None:
    latest, first = sections["run"]
    names = ("run_no", "received", "judged", "returned", "errors", "warnings", "closed", "open")
    # of the first run: two errors and a warning at a version that was corrected since, a warning that nobody answered
    assert only(first, *names) == dict(zip(names, (4, 3, 3, 1, 2, 2, 3, 1), strict=True))
    # of the second: a warning that was explained
    assert only(latest, *names) == dict(zip(names, (8, 4, 4, 1, 0, 1, 1, 0), strict=True))
    assert only(first, "errors_each", "closed_ratio") == {"errors_each": 2 / 3, "closed_ratio": 3 / 4}
    assert only(latest, "errors_each", "closed_ratio", "total") == {"errors_each": 0, "closed_ratio": 1, "total": 2}


def test_units_stand_in_the_order_of_their_faults_and_files_of_no_unit_last(
    sections: dict[str, list[dict[str, Any]]],
) -> None:
    rows = sections["unit"]
    assert [row["unit_code"] for row in rows] == ["street", "bureau", "town", None]
    names = (
        "periods_owed",
        "periods_in",
        "periods_on_time",
        "periods_late",
        "submissions",
        "returned",
        "errors",
        "warnings",
    )
    assert [rows[0][name] for name in names] == [2, 1, 0, 1, 3, 1, 2, 2]
    assert [rows[1][name] for name in names] == [2, 2, 1, 0, 2, 0, 0, 1]
    assert [rows[2][name] for name in names] == [2, 0, 0, 0, 1, 0, 0, 0]
    assert [rows[3][name] for name in names] == [0, 0, 0, 0, 1, 1, 0, 0]
    assert [row["is_spotless"] for row in rows] == [False] * 4


def test_a_rule_is_counted_by_version_and_the_districts_tables_apart(sections: dict[str, list[dict[str, Any]]]) -> None:
    stock, balance, roll_up = sections["rule"]
    names = (
        "rule_id",
        "submissions",
        "passed",
        "failed",
        "not_assessable",
        "units",
        "findings",
        "tables",
        "tables_passed",
    )
    assert [stock[name] for name in names] == ["T2-STOCK", 4, 0, 3, 1, 2, 3, 0, 0]
    assert [balance[name] for name in names] == ["T3-BALANCE", 2, 1, 1, 0, 1, 2, 0, 0]
    assert [roll_up[name] for name in names] == ["ROLL-UP", 0, 0, 0, 0, 0, 0, 2, 2]
    assert (stock["failed_ratio"], stock["not_assessable_ratio"]) == (3 / 4, 1 / 4)
    assert roll_up["passed_ratio"] is None


def test_a_warning_is_open_until_it_is_answered_and_only_at_a_report_that_counts(
    sections: dict[str, list[dict[str, Any]]],
) -> None:
    [warning] = sections["open_warning"]
    assert only(warning, "unit_name", "period_name", "address", "actual", "expected", "total") == {
        "unit_name": "乙街道",
        "period_name": "2025年第一季度",
        "address": "D6",
        "actual": 8,
        "expected": 9,
        "total": 1,
    }


def test_an_answer_stands_with_its_cell_and_never_with_a_name(sections: dict[str, list[dict[str, Any]]]) -> None:
    [answer] = sections["answer"]
    assert only(answer, "unit_name", "kind", "rule_id", "address", "label", "answer", "answered_on") == {
        "unit_name": "甲局",
        "kind": "explanation",
        "rule_id": "T2-STOCK",
        "address": "D7",
        "label": "行政规范性文件 现行有效件数",
        "answer": "一件期满失效",
        "answered_on": datetime(2026, 1, 20).date(),
    }
    assert {name for rows in sections.values() for row in rows for name in row if name.endswith("_by")} == set()


def test_revisions_are_counted_by_where_they_come_from(sections: dict[str, list[dict[str, Any]]]) -> None:
    district, street = sections["revised"]
    assert only(district, "unit_name", "figures", "total") == {"unit_name": "某区", "figures": 1, "total": 3}
    assert only(street, "unit_name", "figures", "reason") == {
        "unit_name": "乙街道",
        "figures": 2,
        "reason": "补报：编号 3",
    }


def test_of_nothing_there_is_nothing_to_say(empty: Store) -> None:
    found = read_quality(empty)
    [total] = found.pop("total")
    assert {name: value for name, value in total.items() if value} == {}
    assert {name: rows for name, rows in found.items() if rows} == {}
