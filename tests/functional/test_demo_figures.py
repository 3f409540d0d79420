"""The figures that the demonstration's workbooks are made from hold together, whatever the seed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.demo.figures import District, draw_district
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register

CATALOG = load_catalog()
REGISTER = load_register(EXAMPLE_REGISTER)
EDITION = CATALOG.edition("2021")
FIRST, LAST, YEAR = Period(2024, 4), Period(2025, 4), Period(2025)


@pytest.fixture(scope="module")
def district() -> District:
    return draw_district(CATALOG, REGISTER, FIRST, LAST)


def test_every_unit_that_owes_a_report_has_one(district: District) -> None:
    owed = {(u.code, p) for p in (FIRST, *YEAR.quarters, YEAR) for u in REGISTER.reporting(p)}
    assert set(district.figures) == owed


def test_every_identity_of_the_form_holds_in_every_report(district: District) -> None:
    broken = [
        (unit, str(period), identity.rule_id, identity.key)
        for (unit, period), figures in district.figures.items()
        for identity in CATALOG.identities("2021")
        if sum(figures[c] for c in identity.expected) != sum(figures[c] for c in identity.actual)
    ]
    assert broken == []


def test_a_quarter_opens_with_what_the_quarter_before_closed_with(district: District) -> None:
    before, after = district.of("housing", Period(2025, 1)), district.of("housing", Period(2025, 2))
    for column in EDITION.requests.columns:
        assert after[f"T3:carried_in.{column.code}"] == before[f"T3:carried_out.{column.code}"]
    stock = "T2:normative_document"
    assert (
        after[f"{stock}.in_force"] == before[f"{stock}.in_force"] + after[f"{stock}.made"] - after[f"{stock}.repealed"]
    )


def test_a_successor_opens_with_its_own_closing_and_that_of_the_merged_unit(district: District) -> None:
    q2, q3 = Period(2025, 2), Period(2025, 3)
    own, merged = district.of("commerce", q2), district.of("investment_promotion", q2)
    handed_on = merged["T3:carried_out.total"]
    assert handed_on > 0
    assert district.of("commerce", q3)["T3:carried_in.total"] == own["T3:carried_out.total"] + handed_on
    assert ("investment_promotion", q3) not in district.figures


def test_the_year_of_a_successor_holds_the_quarters_of_the_merged_unit(district: District) -> None:
    year = district.of("commerce", YEAR)
    own = sum(district.of("commerce", q)["T3:new.total"] for q in YEAR.quarters)
    merged = sum(district.of("investment_promotion", q)["T3:new.total"] for q in YEAR.quarters[:2])
    assert year["T3:new.total"] == own + merged
    opening = [
        district.of(unit, YEAR.quarters[0])["T3:carried_in.total"] for unit in ("commerce", "investment_promotion")
    ]
    assert year["T3:carried_in.total"] == sum(opening)
    assert year["T3:carried_out.total"] == district.of("commerce", LAST)["T3:carried_out.total"]


def test_no_district_unit_makes_regulations_and_counts_are_whole(district: District) -> None:
    for figures in district.figures.values():
        assert all(figures[f"T2:regulation.{column}"] == 0 for column in ("made", "repealed", "in_force"))
        counts = [value for cell in EDITION.cells if cell.is_count for value in [figures[cell.code]]]
        assert all(value >= 0 and value == value.to_integral_value() for value in counts)


def test_the_same_seed_draws_the_same_figures_and_another_unit_changes_none(district: District) -> None:
    without = Register(units=tuple(unit for unit in REGISTER.units if unit.code != "finance"))
    fewer = draw_district(CATALOG, without, FIRST, LAST).figures
    assert fewer == {key: figures for key, figures in district.figures.items() if key[0] != "finance"}


def test_big_departments_have_more_requests_than_streets(district: District) -> None:
    def requests(unit: str) -> Decimal:
        return district.of(unit, YEAR)["T3:new.total"]

    assert requests("housing") > requests("finance") > requests("yunxi_town") > requests("statistics") == 0
