"""Five published annual reports give exactly the findings that their README names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.expectations.batch import Batch

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real"
KINDS = {"淮安市洪泽区人民政府": "district"}
FILES = ("002", "003", "005", "011", "012")


def _read(name: str) -> dict[str, Any]:
    path = REAL / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"the published figures are not beside this checkout: {path.name} is missing in ../shared/real")
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report


def _cells(report: dict[str, Any]) -> dict[str, float | None]:
    return {f"{table}:{cell}": value for table, cells in report["tables"].items() for cell, value in cells.items()}


def _batch(*names: str) -> Batch:
    """All reports as one batch, each with the years before it as what counts."""
    batch = Batch()
    for name in names:
        report = _read(name)
        cells = _cells(report)
        kind = KINDS.get(report["unit"], "city")
        number = batch.submit(report["unit"], str(report["year"]), cells, edition=report["form"], kind=kind, rest=None)
        absent = [cell.code for cell in batch.catalog.edition(report["form"]).cells if cell.code not in cells]
        batch.remove(number, *absent)
        batch.count(report["unit"], str(report["year"]), cells)
    return batch


@pytest.mark.parametrize("engine", ["plain", "gx"])
def test_two_printed_zeros_are_all_that_is_wrong_in_five_reports(engine: Any) -> None:
    result = _batch(*FILES).judge(engine=engine)
    found = result.violations.select("submission_id", "rule_id", "row_code", "expected", "actual").rows()
    assert [(*row[:3], *map(float, row[3:])) for row in found] == [
        (1, "T4-TOTAL", "review", 10 + 1 + 0 + 0, 0),
        (1, "T4-TOTAL", "suit_after_review", 5 + 0 + 0 + 0, 0),
    ]
    assert result.errors.height == 0


def test_one_row_for_other_handling_is_judged_in_the_reports_that_print_it_so() -> None:
    results = _batch("002").judge(rule_ids=["T3-BALANCE", "T3-RESULTS", "T3-APPLICANT"]).results
    assert results.select("outcome", "checks").rows() == [("pass", 7), ("pass", 7), ("pass", 25 - 2)]


@pytest.mark.parametrize(("before", "after", "carried"), [("002", "003", 0), ("011", "012", 1)])
def test_what_one_year_carries_out_the_next_carries_in(before: str, after: str, carried: int) -> None:
    checks = _batch(before, after).judge(rule_ids=["CARRY-OVER"]).results
    assert checks.filter(submission_id=2).select("outcome", "passed").rows() == [("pass", 7)]
    assert _cells(_read(after))["T3:carried_in.total"] == carried


def test_documents_in_force_of_2024_follow_from_those_of_2023() -> None:
    results = _batch("002", "003").judge(rule_ids=["T2-STOCK"]).results
    assert results.select("submission_id", "outcome").rows() == [(1, "not_assessable"), (2, "pass")]
