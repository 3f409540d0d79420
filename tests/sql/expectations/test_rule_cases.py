"""Every rule query has a golden case."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from expectations.rules import SQL, query_name
from tests.sql.expectations.rule_cases import case_folders, differences
from warehouse.catalog.catalog import load_catalog


@pytest.mark.parametrize("case", list(case_folders()), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_the_checks_come_out_as_the_case_expects(case: Path) -> None:
    assert differences(case) == ([], [])


def test_every_query_has_a_golden_case() -> None:
    covered = {query_name(load_catalog().rule(case.parent.name)) for case in case_folders()}
    assert covered == {path.stem for path in SQL.glob("*.sql")}


def test_every_golden_case_shows_a_pass_a_failure_and_a_check_that_cannot_be_made() -> None:
    shown: dict[str, set[str]] = {case.parent.name: set() for case in case_folders()}
    for case in case_folders():
        shown[case.parent.name] |= {
            line.split(",")[2] for line in (case / "expect.csv").read_text("utf-8").splitlines()[1:]
        }
    two = {"pass", "fail"}  # what reading noticed is there or not: nothing about it can be unknown
    assert {rule: outcomes for rule, outcomes in shown.items() if outcomes != two | {"not_assessable"}} == {
        "FILE-LABEL": two
    }


def test_a_check_that_differs_is_named(tmp_path: Path) -> None:
    source = next(case for case in case_folders() if case.parent.name == "T4-TOTAL")
    case = tmp_path / "T4-TOTAL" / "wrong"
    shutil.copytree(source, case)
    expect = (case / "expect.csv").read_text("utf-8")
    (case / "expect.csv").write_text(expect.replace("fail,11,0", "fail,11,1"), "utf-8")
    missing, surplus = differences(case)
    assert [row["actual"] for row in missing] == ["1"]
    assert [row["actual"] for row in surplus] == ["0"]
