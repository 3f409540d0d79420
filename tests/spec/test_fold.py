"""Four quarters make a year: flows add up, openings are the first quarter's, stocks are the last one's. The sums written out.

国办公开办函〔2021〕30号 asks for the year; 尚未审结 and 现行有效件数 are what there is at its end, so quarters of them never add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog_tables import catalog_frames
from warehouse.store import Store, open_store
from warehouse.tables import tables

Quarter = Mapping[str, int | None]
CATALOG, REGISTER = load_catalog(), load_register(EXAMPLE_REGISTER)
YEAR = Period(2025)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "zwgk.duckdb") as opened:
        for name, frame in catalog_frames(CATALOG, REGISTER, range(2024, 2027)).items():
            opened.temporary(name, frame)
        periods = [(str(period), period.label, date(2026, 1, 31)) for period in (*YEAR.quarters, YEAR)]
        opened.insert("core_period", pl.DataFrame(periods, tables()["core_period"].frame_schema, orient="row"))
        yield opened


def report(store: Store, unit: str, quarters: Sequence[Quarter | None]) -> None:
    """Lets a unit's quarters count; None where it sent none."""
    rows = [
        {
            **dict.fromkeys(tables()["core_cell"].columns),
            **{"submission_id": 1, "unit_code": unit, "period": str(period), "form_code": "quarter", "scope": "own"},
            **{"edition": "2021", "cell_code": cell, "state": "blank" if value is None else "number", "value": value},
        }
        for period, quarter in zip(YEAR.quarters, quarters, strict=False)
        if quarter is not None
        for cell, value in quarter.items()
    ]
    store.insert("core_cell", pl.DataFrame(rows, tables()["core_cell"].frame_schema))


def year_of(store: Store, unit: str) -> dict[str, Decimal | None]:
    store.build("core_lineage", "core_fold", "core_year")
    rows = store.rows("SELECT cell_code, value FROM core_year WHERE unit_code = $unit", {"unit": unit})
    return {row["cell_code"]: row["value"] for row in rows}


def cells(code: str, *values: int | None) -> list[dict[str, int | None]]:
    return [{code: value} for value in values]


def test_new_requests_and_results_of_the_year_are_those_of_its_quarters_together(store: Store) -> None:
    report(store, "finance", cells("T3:new.total", 10, 12, 8, 15))
    assert year_of(store, "finance") == {"T3:new.total": 10 + 12 + 8 + 15}


def test_what_the_year_carries_in_is_what_its_first_quarter_carries_in(store: Store) -> None:
    report(store, "finance", cells("T3:carried_in.total", 3, 5, 2, 6))
    assert year_of(store, "finance") == {"T3:carried_in.total": 3}


def test_what_the_year_carries_out_is_what_its_last_quarter_carries_out(store: Store) -> None:
    report(store, "finance", cells("T3:carried_out.total", 5, 2, 6, 4))
    assert year_of(store, "finance") == {"T3:carried_out.total": 4}


def test_a_year_folded_from_balanced_quarters_balances(store: Store) -> None:
    """3 + 10 = 8 + 5, 5 + 12 = 15 + 2, 2 + 8 = 4 + 6, 6 + 15 = 17 + 4."""
    flows = [(10, 3, 8, 5), (12, 5, 15, 2), (8, 2, 4, 6), (15, 6, 17, 4)]
    rows = ("new", "carried_in", "total", "carried_out")
    report(store, "finance", [{f"T3:{row}.total": n for row, n in zip(rows, flow, strict=True)} for flow in flows])
    year = {code: value for code, value in year_of(store, "finance").items() if value is not None}
    assert year["T3:new.total"] + year["T3:carried_in.total"] == (10 + 12 + 8 + 15) + 3
    assert year["T3:total.total"] + year["T3:carried_out.total"] == (8 + 15 + 4 + 17) + 4


def test_documents_in_force_are_those_of_the_last_quarter_and_never_their_sum(store: Store) -> None:
    names = ("made", "repealed", "in_force")
    stock = [(2, 0, 7), (1, 1, 7), (0, 0, 7), (3, 2, 8)]
    report(store, "finance", [dict(zip([f"T2:normative_document.{n}" for n in names], q, strict=True)) for q in stock])
    assert year_of(store, "finance") == {
        "T2:normative_document.made": 2 + 1 + 0 + 3,
        "T2:normative_document.repealed": 0 + 1 + 0 + 2,
        "T2:normative_document.in_force": 8,
    }


def test_reviews_still_pending_are_those_of_the_last_quarter_and_the_total_is_made_anew(store: Store) -> None:
    """Adding up the totals 3, 4, 2 and 5 would count a case that stays pending once in every quarter."""
    columns = ("upheld", "corrected", "other", "pending", "total")
    quarters = [(1, 0, 0, 2, 3), (2, 1, 0, 1, 4), (1, 0, 0, 1, 2), (2, 0, 1, 2, 5)]
    report(store, "finance", [dict(zip([f"T4:review.{c}" for c in columns], q, strict=True)) for q in quarters])
    assert year_of(store, "finance") == {
        "T4:review.upheld": 1 + 2 + 1 + 2,
        "T4:review.corrected": 0 + 1 + 0 + 0,
        "T4:review.other": 0 + 0 + 0 + 1,
        "T4:review.pending": 2,
        "T4:review.total": 6 + 1 + 1 + 2,
    }


def test_money_adds_up_to_the_cent(store: Store) -> None:
    report(store, "finance", cells("T2:fee.amount_wan", 1, 0, 2, 3))
    store.connection.execute("UPDATE core_cell SET value = value + 0.10 WHERE cell_code = 'T2:fee.amount_wan'")
    assert year_of(store, "finance") == {"T2:fee.amount_wan": Decimal("6.40")}


def test_the_successor_s_year_holds_the_quarters_of_the_unit_merged_into_it(store: Store) -> None:
    """区投促办 ended on 30 June: its 4 and 6 requests, its opening, and nothing of what it handed on in June."""
    report(store, "investment_promotion", [*cells("T3:new.total", 4, 6)])
    report(store, "investment_promotion", [*cells("T3:carried_in.total", 1, 2)])
    report(store, "investment_promotion", [*cells("T3:carried_out.total", 2, 3)])
    report(store, "commerce", cells("T3:new.total", 10, 12, 8, 15))
    report(store, "commerce", cells("T3:carried_in.total", 3, 5, 2 + 3, 6))
    report(store, "commerce", cells("T3:carried_out.total", 5, 2, 6, 4))
    assert year_of(store, "commerce") == {
        "T3:new.total": (10 + 12 + 8 + 15) + (4 + 6),
        "T3:carried_in.total": 3 + 1,
        "T3:carried_out.total": 4,
    }
    assert year_of(store, "investment_promotion") == {}


def test_a_quarter_that_never_came_is_left_out_and_counted_as_left_out(store: Store) -> None:
    report(store, "finance", [{"T3:new.total": 10}, None, {"T3:new.total": 8}, {"T3:new.total": 15}])
    assert year_of(store, "finance") == {"T3:new.total": 10 + 8 + 15}
    assert store.rows("SELECT quarters_in, blank_count FROM core_year") == [{"quarters_in": 3, "blank_count": 0}]


def test_a_blank_is_no_zero_it_is_counted_beside_the_sum(store: Store) -> None:
    report(store, "finance", cells("T3:new.total", 10, None, 8, 15))
    assert year_of(store, "finance") == {"T3:new.total": 10 + 8 + 15}
    assert store.rows("SELECT quarters_in, blank_count FROM core_year") == [{"quarters_in": 4, "blank_count": 1}]
