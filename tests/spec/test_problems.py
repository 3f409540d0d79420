"""Problems as worked examples: listed, carried from quarter to quarter, closed by the data or by the office, and back again."""

from __future__ import annotations

from datetime import date, datetime

from tests.spec.score_office import ScoreOffice
from warehouse.catalog.calendar import WorkingCalendar

LATE, OVERDUE = "2025Q1-bureau-late", "2025Q1-bureau-indicator-requests_overdue"


def quarters(*overdue: int | None) -> ScoreOffice:
    """The bureau's requests over time, quarter by quarter of 2025; None where it said nothing of them."""
    office = ScoreOffice()
    for number, count in enumerate(overdue, 1):
        office.owes("bureau", f"2025Q{number}")
        if count is not None:
            office.tells("bureau", f"2025Q{number}", "requests_overdue", count)
    return office


def close(office: ScoreOffice, problem: str, period: str) -> ScoreOffice:
    at = datetime(2025, 12, 31)
    return office.add(
        "raw_problem_close", problem_id=problem, period=period, closed_at=at, closed_by="张三", reason="已约谈整改"
    )


def test_a_problem_of_the_first_quarter_still_open_in_the_second_is_closed_in_the_third() -> None:
    office = quarters(2, 1, 0)
    [problem] = office.problems().values()
    assert problem["problem_id"] == OVERDUE
    assert (problem["period"], problem["status"], problem["closed_period"], problem["closed_by"]) == (
        "2025Q1",
        "closed",
        "2025Q3",
        "data",
    )
    assert (problem["text"], problem["latest_text"]) == (
        "依申请超期件数2件（工作指标表），要求不超过0件",
        "依申请超期件数1件（工作指标表），要求不超过0件",
    )
    # ten working days after the circular: 8 May; so it is overdue at the end of June
    assert problem["due_on"] == date(2025, 5, 8)
    assert [office.status(f"2025Q{n}")[OVERDUE] for n in (1, 2, 3)] == ["open", "overdue", "closed"]


def test_a_quarter_that_says_nothing_closes_nothing() -> None:
    assert quarters(2, None).problems()[OVERDUE]["status"] == "overdue"


def test_a_cause_that_comes_back_is_another_problem_that_knows_the_former_one() -> None:
    problems = quarters(2, 0, 1).problems()
    again = problems["2025Q3-bureau-indicator-requests_overdue"]
    assert (problems[OVERDUE]["closed_period"], again["status"], again["former_id"]) == ("2025Q2", "open", OVERDUE)


def test_the_office_closes_a_problem_and_only_a_later_quarter_opens_it_anew() -> None:
    closed = close(quarters(2, 1), OVERDUE, "2025Q2")
    [problem] = closed.problems().values()
    assert (problem["closed_period"], problem["closed_by"], problem["closed_reason"]) == (
        "2025Q2",
        "office",
        "已约谈整改",
    )
    back = close(quarters(2, 1, 3), OVERDUE, "2025Q2").problems()
    assert back["2025Q3-bureau-indicator-requests_overdue"]["former_id"] == OVERDUE


def test_a_report_that_came_after_the_circular_was_missing_until_then() -> None:
    # the circular of the first quarter is of 21 April
    office = ScoreOffice().owes("bureau", "2025Q1", received=date(2025, 5, 6)).owes("bureau", "2025Q2")
    [problem] = office.problems().values()
    assert (problem["problem_id"], problem["closed_period"]) == ("2025Q1-bureau-missing", "2025Q2")
    assert [office.status(f"2025Q{n}")["2025Q1-bureau-missing"] for n in (1, 2)] == ["open", "closed"]


def test_a_report_that_never_came_stays_on_the_list_and_the_next_one_is_its_own_problem() -> None:
    office = (
        ScoreOffice().owes("bureau", "2025Q1", "missing").owes("bureau", "2025Q2", "returned").owes("bureau", "2025Q3")
    )
    assert office.status("2025Q3") == {"2025Q1-bureau-missing": "overdue", "2025Q2-bureau-missing": "overdue"}
    assert "被退回后没有更正重报" in office.problems()["2025Q2-bureau-missing"]["text"]


def test_a_late_report_is_mended_by_one_in_time() -> None:
    office = ScoreOffice().owes("bureau", "2025Q1", received=date(2025, 4, 14)).owes("bureau", "2025Q2")
    problem = office.problems()[LATE]
    assert (problem["closed_period"], problem["demand"]) == ("2025Q2", "从下一季度起按期报送")
    assert problem["text"] == "2025Q1报表逾期报送，期限2025年4月10日，2025年4月14日收到"


def test_sources_that_differ_are_a_problem_until_they_agree() -> None:
    office = ScoreOffice().owes("bureau", "2025Q1").owes("bureau", "2025Q2")
    for period, sheet, portal in (("2025Q1", 10, 9), ("2025Q2", 10, 10)):
        office.tells("bureau", period, "message_reply_rate", sheet, 10)
        office.tells("bureau", period, "message_reply_rate", portal, 10, source="portal", is_met=None)
    problem = office.problems()["2025Q1-bureau-difference-message_reply_rate"]
    assert (problem["text"], problem["closed_period"]) == (
        "政策留言板按时回复率两个来源不一致：工作指标表100%，门户网站90%",
        "2025Q2",
    )


def test_an_unknown_year_has_no_deadline_and_nothing_of_it_is_overdue() -> None:
    office = ScoreOffice(calendar=WorkingCalendar())
    for period in ("2027Q1", "2027Q2"):
        office.owes("bureau", period).tells("bureau", period, "requests_overdue", 1)
    [problem] = office.problems().values()
    assert (problem["due_on"], problem["status"]) == (None, "open")


def test_whoever_took_over_the_unit_answers_for_its_problems() -> None:
    # `merged` ended in June; from the next quarter on the street holds what it left
    office = ScoreOffice().owes("merged", "2025Q1").tells("merged", "2025Q1", "requests_overdue", 1)
    assert [problem["holder_code"] for problem in office.problems().values()] == ["merged"]
    office.owes("street", "2025Q3")
    assert [(p["unit_code"], p["holder_code"]) for p in office.problems().values()] == [("merged", "street")]
