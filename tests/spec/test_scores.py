"""Scores as worked examples, the sums written out: rates, steps, deductions, what is left out, the bonus, groups and ties."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.spec.score_office import ScoreOffice, scheme
from warehouse.catalog.schemes import Mark

IN_TIME = [{"indicator": "requests_in_time_rate"}]
RATE = {"code": "in_time", "kind": "rate", "weight": 60, "terms": IN_TIME}
OVERDUE = {"code": "overdue", "kind": "deduct", "weight": 40, "terms": [{"indicator": "requests_overdue", "each": 6}]}
EVENTS = [{"indicator": "zone_events", "each": 1}]


def points(office: ScoreOffice, unit: str = "bureau", period: str = "2025Q1") -> dict[str, Decimal]:
    return {code: line["points"] for code, line in office.lines(unit, period).items()}


def bureau(*items: dict[str, Any], marks: tuple[Mark, ...] = (), **changes: Any) -> ScoreOffice:
    return ScoreOffice(scheme(*items, **changes), marks).owes("bureau", "2025Q1")


def test_a_rate_gives_its_share_of_the_full_marks() -> None:
    office = bureau(RATE, OVERDUE).tells("bureau", "2025Q1", "requests_in_time_rate", 7, 8)
    office.tells("bureau", "2025Q1", "requests_overdue", 0)
    assert points(office) == {"in_time": Decimal(60) * 7 / 8, "overdue": 40}
    assert office.scores()["bureau"]["score"] == Decimal("52.5") + 40


def test_points_are_rounded_half_up_before_anything_is_added() -> None:
    # 60 × 2/3 = 40 exactly, though the published value is 0.666667; 10 × 1/8 = 1.25 is 1.3 at one decimal
    office = bureau(RATE, OVERDUE).tells("bureau", "2025Q1", "requests_in_time_rate", 2, 3)
    assert points(office.tells("bureau", "2025Q1", "requests_overdue", 0))["in_time"] == 40
    eighth = bureau({**RATE, "weight": 10}, decimals=1).tells("bureau", "2025Q1", "requests_in_time_rate", 1, 8)
    assert points(eighth)["in_time"] == Decimal("1.3")


def test_between_its_two_ends_a_rate_is_in_proportion_also_where_less_is_better() -> None:
    item = {
        "code": "extended",
        "kind": "rate",
        "weight": 20,
        "full_at": 0,
        "zero_at": 0.5,
        "terms": [{"indicator": "requests_extended_rate"}],
    }
    told = {n: bureau(item).tells("bureau", "2025Q1", "requests_extended_rate", n, 10) for n in (0, 2, 5, 8)}
    assert {n: points(office)["extended"] for n, office in told.items()} == {0: 20, 2: 20 * 3 / 5, 5: 0, 8: 0}


@pytest.mark.parametrize(("numerator", "wanted"), [(10, 6), (9, 4), (8, 0)])
def test_the_first_step_that_holds_gives_its_points(numerator: int, wanted: int) -> None:
    steps = [{"operator": ">=", "value": 1, "points": 6}, {"operator": ">=", "value": 0.9, "points": 4}]
    item = {
        "code": "in_step",
        "kind": "steps",
        "weight": 6,
        "steps": steps,
        "terms": [{"indicator": "interpretation_in_step_rate"}],
    }
    assert (
        points(bureau(item).tells("bureau", "2025Q1", "interpretation_in_step_rate", numerator, 10))["in_step"]
        == wanted
    )


@pytest.mark.parametrize(("events", "wanted"), [(0, 40), (2, 40 - 2 * 6), (7, 0)])
def test_every_event_takes_its_points_until_nothing_is_left(events: int, wanted: int) -> None:
    office = bureau(OVERDUE).tells("bureau", "2025Q1", "requests_overdue", events)
    assert points(office)["overdue"] == wanted


def test_what_is_short_of_the_whole_counts_as_events_and_several_causes_take_from_one_item() -> None:
    # 10 − 3 not filed = 7, half a point each; two suits lost at three points each
    terms = [
        {"indicator": "document_filing_rate", "events": "shortfall", "each": 0.5},
        {"indicator": "suit_loss_rate", "each": 3},
    ]
    office = bureau({"code": "law", "kind": "deduct", "weight": 20, "terms": terms})
    office.tells("bureau", "2025Q1", "document_filing_rate", 3, 10).tells("bureau", "2025Q1", "suit_loss_rate", 2, 5)
    assert points(office)["law"] == 20 - Decimal("0.5") * (10 - 3) - 3 * 2
    assert office.lines("bureau")["law"]["reason"] == (
        "公文备案率30%（3/10，工作指标表），差7件，每件扣0.5分，扣3.5分；行政诉讼败诉数2件（法定表），每件扣3分，扣6分；满分20分，扣完为止；得10.5分。"
    )


def test_a_line_says_numerator_denominator_value_rule_and_points() -> None:
    office = bureau(RATE, OVERDUE).tells("bureau", "2025Q1", "requests_in_time_rate", 7, 8)
    office.tells("bureau", "2025Q1", "requests_overdue", 2)
    reasons = {code: line["reason"] for code, line in office.lines("bureau").items()}
    assert reasons == {
        "in_time": "依申请按时答复率87.5%（7/8，工作指标表）；满分60分，按比率计分；得52.5分。",
        "overdue": "依申请超期件数2件（工作指标表），每件扣6分，扣12分；满分40分，扣完为止；得28分。",
    }


def test_no_events_no_answer_and_no_telling_are_three_things() -> None:
    office = ScoreOffice(scheme(RATE, OVERDUE))
    office.owes("bureau", "2025Q1").owes("street", "2025Q1").owes("municipal", "2025Q1")
    office.tells("bureau", "2025Q1", "requests_in_time_rate", None, 0).tells(
        "street", "2025Q1", "requests_in_time_rate"
    )
    office.tells("municipal", "2025Q1", "requests_in_time_rate", state="not_assessable")
    for unit in ("bureau", "street", "municipal"):
        office.tells(unit, "2025Q1", "requests_overdue", 1)
    found = {unit: office.lines(unit)["in_time"] for unit in ("bureau", "street", "municipal")}
    assert {unit: (line["state"], line["weight_in_force"]) for unit, line in found.items()} == {
        "bureau": ("not_applicable", 0),
        "street": ("not_reported", 60),
        "municipal": ("not_assessable", 0),
    }
    assert "未报，按0分计" in found["street"]["reason"]
    assert "不适用，本项不计，满分60分由其他项目分摊" in found["bureau"]["reason"]
    # the 40 of the item that is left become 100, from which one event takes its 6; or the 60 stay and give nothing
    assert {unit: row["score"] for unit, row in office.scores().items()} == {
        "bureau": 100 - 6,
        "street": 40 - 6,
        "municipal": 100 - 6,
    }


def test_full_marks_left_out_go_to_the_other_items_of_the_heading_first() -> None:
    items = (
        {**RATE, "heading": "依申请公开", "weight": 30},
        {**OVERDUE, "heading": "依申请公开", "weight": 20},
        {"code": "zone", "kind": "met", "heading": "平台", "weight": 50, "terms": [{"indicator": "zone_events"}]},
    )
    office = bureau(*items).tells("bureau", "2025Q1", "requests_in_time_rate", None, 0)
    office.tells("bureau", "2025Q1", "requests_overdue", 0).tells("bureau", "2025Q1", "zone_events", 1)
    assert points(office) == {"in_time": 0, "overdue": 20 + 30, "zone": 50}
    # where the whole heading is left out, its 50 go to what there is
    bare = (
        bureau(*items)
        .tells("bureau", "2025Q1", "requests_in_time_rate", None, 0)
        .tells("bureau", "2025Q1", "zone_events", 1)
    )
    assert points(bare) == {"in_time": 0, "overdue": 0, "zone": 100}


def test_redistributed_full_marks_are_a_hundred_to_the_last_decimal() -> None:
    third = [{"code": code, "kind": "met", "weight": 25, "terms": [{"indicator": "zone_events"}]} for code in "abc"]
    office = bureau(*third, {**RATE, "weight": 25}).tells("bureau", "2025Q1", "zone_events", 1)
    assert list(points(office).values()) == [Decimal("33.33"), Decimal("33.34"), Decimal("33.33"), 0]
    assert office.scores()["bureau"]["score"] == 100


def test_reduced_full_marks_are_scaled_by_a_line_of_its_own() -> None:
    office = bureau(RATE, OVERDUE, left_out="reduce").tells("bureau", "2025Q1", "requests_in_time_rate", 3, 4)
    lines = office.lines("bureau")
    assert lines["scaling"]["points"] == 75 - 45  # 45 of 60 is 75 of 100
    assert lines["scaling"]["reason"] == "适用项目满分60分，得45分，按100分折算为75分。"
    row = office.scores()["bureau"]
    assert (row["score"], row["full_marks"], row["assessed_marks"]) == (75, 60, 60)


def test_a_bonus_is_capped_by_its_item_and_all_of_them_by_the_scheme() -> None:
    office = bureau(
        OVERDUE,
        {"code": "zone", "kind": "bonus", "weight": 3, "terms": EVENTS},
        {
            "code": "attended",
            "kind": "bonus",
            "weight": 2,
            "terms": [{"indicator": "meetings_attended", "over": "quarter", "each": 1}],
        },
        bonus_cap=4,
    )
    office.tells("bureau", "2025Q1", "requests_overdue", 0)
    office.tells("bureau", "2025Q1", "zone_events", 5).tells("bureau", "2025Q1", "meetings_attended", 2)
    assert points(office) == {"overdue": 40, "zone": 3, "attended": 2, "bonus_cap": 4 - (3 + 2)}
    assert office.scores()["bureau"]["score"] == 40 + 4


def test_penalties_take_no_score_below_nought() -> None:
    late = {"code": "late", "kind": "penalty", "weight": 30, "terms": [{"indicator": "reports_returned", "each": 10}]}
    office = bureau({**OVERDUE, "weight": 12}, late).tells("bureau", "2025Q1", "requests_overdue", 1)
    office.tells("bureau", "2025Q1", "reports_returned", 2, 1)
    assert points(office) == {"overdue": 6, "late": -20, "floor": 20 - 6}
    assert office.scores()["bureau"]["score"] == 0


def test_the_office_marks_what_no_figure_tells_and_says_why() -> None:
    manual = {"code": "secrecy", "kind": "manual", "weight": 10}
    mark = Mark("2025Q1", "bureau", "secrecy", Decimal("7.5"), "有一处表述不准确", "张三")
    office = bureau({**OVERDUE, "weight": 10}, manual, marks=(mark,)).tells("bureau", "2025Q1", "requests_overdue", 0)
    assert (
        office.lines("bureau")["secrecy"]["reason"]
        == "主管部门评7.5分：有一处表述不准确；满分10分，由主管部门评定；得7.5分。"
    )
    waiting = bureau({**OVERDUE, "weight": 10}, manual).tells("bureau", "2025Q1", "requests_overdue", 0)
    assert waiting.lines("bureau")["secrecy"]["state"] == "not_assessable"
    assert "待评，本项不计" in waiting.lines("bureau")["secrecy"]["reason"]
    stands = bureau({**OVERDUE, "weight": 10}, {**manual, "unmarked": "full"}).tells(
        "bureau", "2025Q1", "requests_overdue", 0
    )
    assert points(stands)["secrecy"] == 10


def test_what_a_year_owes_is_not_asked_before_it_is_due() -> None:
    trained = {"code": "trained", "kind": "met", "weight": 10, "terms": [{"indicator": "trainings"}]}
    office = bureau({**OVERDUE, "weight": 10}, trained).owes("bureau", "2025Q4")
    for period in ("2025Q1", "2025Q4"):
        office.tells("bureau", period, "requests_overdue", 0)
    office.tells("bureau", "2025Q1", "trainings", 0, is_met=None).tells("bureau", "2025Q4", "trainings", 0)
    assert office.lines("bureau")["trained"]["state"] == "not_asked"
    assert points(office, period="2025Q4")["trained"] == 0


def test_who_can_be_assessed_on_too_little_has_no_score() -> None:
    office = bureau(RATE, OVERDUE, least_share=0.5).owes("street", "2025Q1")
    office.tells("bureau", "2025Q1", "requests_overdue", 0).tells("street", "2025Q1", "requests_in_time_rate", 1, 1)
    rows = office.scores()
    assert (rows["bureau"]["score"], rows["bureau"]["assessed_marks"], rows["bureau"]["is_ranked"]) == (None, 40, False)
    assert (rows["street"]["score"], rows["street"]["rank"]) == (100, 1)


def test_municipal_units_are_scored_and_not_ranked_and_excluded_ones_neither() -> None:
    office = ScoreOffice(scheme(OVERDUE, excluded_units=("merged",), unranked_units=()))
    for unit in ("bureau", "municipal", "merged", "street"):
        office.owes(unit, "2025Q1").tells(unit, "2025Q1", "requests_overdue", 0)
    rows = office.scores()
    assert {unit: (row["score"], row["rank"]) for unit, row in rows.items()} == {
        "bureau": (40, 1),
        "municipal": (40, None),
        "street": (40, 1),
    }


def test_equal_scores_share_a_place_and_a_tie_breaker_tells_them_apart() -> None:
    items = ({**RATE, "weight": 50}, {**OVERDUE, "weight": 50})
    groups = [{"name": "全部", "kinds": ["department", "street", "town"]}]

    def places(**changes: Any) -> dict[str, int]:
        office = ScoreOffice(scheme(*items, groups=groups, **changes))
        for unit, in_time, overdue in (("bureau", 44, 0), ("street", 50, 1), ("merged", 0, 0)):
            office.owes(unit, "2025Q1").tells(unit, "2025Q1", "requests_in_time_rate", in_time, 50)
            office.tells(unit, "2025Q1", "requests_overdue", overdue)
        return {unit: row["rank"] for unit, row in office.scores().items()}

    # 44 + 50 = 50 + (50 − 6) = 94
    assert places() == {"bureau": 1, "street": 1, "merged": 3}
    assert places(tie_breakers=("in_time",)) == {"street": 1, "bureau": 2, "merged": 3}


@pytest.mark.parametrize(("overdue", "band"), [(0, "不合格"), (1, "不合格")])
def test_a_grade_goes_by_the_score(overdue: int, band: str) -> None:
    office = bureau(OVERDUE).tells("bureau", "2025Q1", "requests_overdue", overdue)
    assert office.scores()["bureau"]["band"] == band  # 40 points at most, and 60 are wanted
    whole = bureau({**OVERDUE, "weight": 100}).tells("bureau", "2025Q1", "requests_overdue", overdue)
    assert whole.scores()["bureau"]["band"] == "优秀"  # 100, and 94


@pytest.mark.parametrize("left_out", ["redistribute", "reduce"])
def test_the_lines_add_up_to_the_score(left_out: str) -> None:
    items = (
        {**RATE, "weight": 33},
        {**OVERDUE, "weight": 27},
        {"code": "pushed", "kind": "rate", "weight": 23, "heading": "二", "terms": [{"indicator": "push_rate"}]},
        {
            "code": "ways",
            "kind": "rate",
            "weight": 17,
            "heading": "二",
            "terms": [{"indicator": "interpretation_ways_rate"}],
        },
        {"code": "zone", "kind": "bonus", "weight": 5, "heading": "三", "terms": EVENTS},
    )
    for told in range(1, 8):
        office = bureau(*items, left_out=left_out, bonus_cap=2).tells(
            "bureau", "2025Q1", "requests_in_time_rate", told, 7
        )
        office.tells("bureau", "2025Q1", "requests_overdue", told).tells(
            "bureau", "2025Q1", "interpretation_ways_rate", 1, told
        )
        office.tells("bureau", "2025Q1", "zone_events", told)
        assert office.scores()["bureau"]["score"] == sum(points(office).values())


def test_without_a_scheme_there_are_no_scores() -> None:
    office = ScoreOffice().owes("bureau", "2025Q1").tells("bureau", "2025Q1", "requests_overdue", 0)
    assert office.scores() == {}
