"""ROLL-UP as worked examples: a 汇总 is the sum of the units in it, every cell (DOMAIN K7)."""

from __future__ import annotations

import pytest

from tests.unit.expectations.batch import Batch

NEW, TOTAL = "T3:new.natural_person", "T4:review.total"


def _district(cells: dict[str, float | None], *members: dict[str, float | None]) -> Batch:
    batch = Batch()
    for number, member in enumerate(members):
        batch.member(f"unit{number}", "2025", member)
    batch.submit("district", "2025", cells, kind="district", scope="aggregate")
    return batch


def test_every_cell_of_a_district_is_the_sum_of_its_units_totals_included() -> None:
    batch = _district({NEW: 9, TOTAL: 3}, {NEW: 2, TOTAL: 1}, {NEW: 3, TOTAL: 1}, {NEW: 4, TOTAL: 1})
    checks = batch.checks("ROLL-UP")
    assert checks[NEW] == ("pass", 2 + 3 + 4, 9)
    assert checks[TOTAL] == ("pass", 1 + 1 + 1, 3)
    assert len(checks) == 200


def test_a_sum_that_leaves_a_unit_out_fails() -> None:
    assert _district({NEW: 5}, {NEW: 2}, {NEW: 3}, {NEW: 4}).failures("ROLL-UP") == {NEW: (2 + 3 + 4, 5)}


@pytest.mark.parametrize("members", [(), ({NEW: 2}, {NEW: None})], ids=["no unit", "a unit left it blank"])
def test_a_sum_of_what_is_not_known_is_not_assessable(members: tuple[dict[str, float | None], ...]) -> None:
    assert _district({NEW: 2}, *members).checks("ROLL-UP")[NEW] == ("not_assessable", None, 2)


def test_a_blank_in_the_aggregate_is_not_assessable() -> None:
    assert _district({NEW: None}, {NEW: 2}).checks("ROLL-UP")[NEW] == ("not_assessable", 2, None)


def test_a_report_of_the_office_itself_is_no_sum() -> None:
    batch = Batch()
    batch.member("a", "2025", {NEW: 2})
    batch.submit("district", "2025", {}, kind="district", scope="own")
    assert batch.checks("ROLL-UP") == {}


MERGED = "T3:other.natural_person"
PARTS = [f"T3:other.{row}.natural_person" for row in ("no_correction", "fee_unpaid", "other")]


@pytest.mark.parametrize(
    ("parts", "check"),
    [((1, 2, 3), ("pass", (1 + 2 + 3) + 5, 11)), ((1, None, 3), ("not_assessable", None, 11))],
    ids=["all three known", "one left blank"],
)
def test_units_that_print_three_rows_make_an_aggregate_that_prints_one(
    parts: tuple[float | None, ...], check: tuple[object, ...]
) -> None:
    batch = _district({MERGED: 11}, dict(zip(PARTS, parts, strict=True)), {MERGED: 5})
    batch.remove(1, "T3:other.no_correction", "T3:other.fee_unpaid", "T3:other.other.")
    assert batch.checks("ROLL-UP")[MERGED] == check
