"""What the demonstration's units do beside their tables: the same from run to run, and consistent with what they report and publish."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from flows.demo.figures import draw_district
from flows.demo.metrics import Metrics, answered_otherwise
from flows.demo.script import MetricEdit, load_script
from flows.demo.works import Works, months_of
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register

CATALOG, REGISTER, CALENDAR = load_catalog(), load_register(EXAMPLE_REGISTER), WorkingCalendar()
FIRST, LAST = Period(2024, 4), Period(2025, 4)
Q2 = Period(2025, 2)
HOUSING = REGISTER.by_code["housing"]


@pytest.fixture(scope="module")
def works() -> Works:
    return Works.of(draw_district(CATALOG, REGISTER, FIRST, LAST), CALENDAR)


@pytest.fixture(scope="module")
def metrics(works: Works) -> Metrics:
    return Metrics(CATALOG, works, "http://www.yunjiang.example/zwgk")


def test_a_unit_lists_as_many_normative_documents_as_its_table_counts(works: Works) -> None:
    for quarter in Period(2025).quarters:
        for unit in REGISTER.reporting(quarter):
            made = works.district.of(unit.code, quarter)["T2:normative_document.made"]
            assert sum(one.is_normative for one in works.documents(unit, quarter)) == made


def test_documents_appear_on_working_days_of_their_quarter_and_what_follows_comes_after(works: Works) -> None:
    found = [one for unit in REGISTER.units for one in works.documents(unit, Q2)]
    assert len(found) > 40
    for one in found:
        assert Q2.start <= one.published_on <= Q2.end - timedelta(days=10)
        assert CALENDAR.is_working_day(one.published_on)
        followed = (one.interpreted_on, one.filed_on, one.pushed_on, one.online_on)
        assert all(day >= one.published_on for day in followed if day is not None)


def test_numbers_of_a_unit_run_on_through_the_year_and_no_two_documents_share_a_page(works: Works) -> None:
    numbers = [
        int(one.number.partition("〕")[2].removesuffix("号"))
        for quarter in Period(2025).quarters
        for one in works.documents(HOUSING, quarter)
        if one.is_normative
    ]
    assert numbers[0] == 1
    assert all(after == before + 1 for before, after in pairwise(numbers))
    paths = [
        one.path
        for unit in REGISTER.units
        for quarter in Period(2025).quarters
        for one in works.documents(unit, quarter)
    ]
    assert len(paths) == len(set(paths))


def test_the_same_unit_and_quarter_are_always_the_same_whoever_else_is_there(works: Works) -> None:
    without = Register(units=tuple(unit for unit in REGISTER.units if unit.code != "finance"))
    again = Works.of(draw_district(CATALOG, without, FIRST, LAST), CALENDAR)
    assert again.documents(HOUSING, Q2) == works.documents(HOUSING, Q2)


def test_what_a_unit_answers_holds_together(works: Works, metrics: Metrics) -> None:
    for unit in REGISTER.reporting(Q2):
        own = metrics.of(unit, Q2)
        closed = works.district.of(unit.code, Q2)["T3:total.total"]
        for measure in own.measures:
            assert measure.sheet is not None
            whole = measure.sheet.part_of
            if whole is not None:
                assert own.values[measure.code] <= own.values.get(whole, closed), (unit.code, measure.code)
            assert measure.code in own.values or measure.sheet.is_optional
        assert own.values["policy_documents"] == len(own.filings)


def test_a_unit_counts_the_messages_that_the_board_counts(works: Works, metrics: Metrics) -> None:
    board = [works.board(HOUSING, month) for month in months_of(Q2)]
    assert metrics.of(HOUSING, Q2).values["messages_received"] == sum(month.received for month in board)


def test_an_edit_stands_in_place_of_the_truth_and_none_leaves_a_cell_blank(metrics: Metrics) -> None:
    own = metrics.of(HOUSING, Q2)
    edit = MetricEdit(
        values={"trainings": 7, "briefings_heard": None}, documents={1: {"published_on": date(2025, 3, 20)}}
    )
    sent = answered_otherwise(own, edit)
    assert sent.values["trainings"] == 7
    assert "briefings_heard" not in sent.values
    assert sent.filings[0]["published_on"] == date(2025, 3, 20)
    assert sent.filings[1:] == own.filings[1:]


def test_units_and_measures_that_the_story_names_are_there() -> None:
    script = load_script()
    named = {
        *(one.unit for one in script.deliveries),
        *(
            one.unit
            for part in (script.portal.late_replies, script.portal.reports, script.portal.broken)
            for one in part
        ),
        *(one.unit for one in script.differing),
    }
    assert named <= set(REGISTER.by_code)
    measures = {code for one in script.deliveries for code in one.metrics.values}
    assert measures <= set(CATALOG.indicators.measure_by_code)
    assert {one.indicator for one in script.differing} <= set(CATALOG.indicators.by_code)
