"""What counts beside what the portal shows, as worked examples: where they differ, and when nothing can be said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.expectations.batch import Batch, unit

SEEN = date(2025, 7, 10)
PAGE = "http://portal/nb/2024.html"


def quarter(told: int | None, shown: int | None, *, is_complete: bool = True, source: str = "sheet") -> Batch:
    """A report of the second quarter that says `told` of messages received, where the portal shows `shown`."""
    batch = Batch(unit("bureau"))
    key = {"submission_id": batch.submit("bureau", "2025Q2", {}), "measure_code": "messages_received"}
    own = {"source": source, "value": told, "sheet": "工作指标", "address": "C20", "is_complete": True}
    portal = {"source": "portal", "value": shown, "origin": "政策留言板", "seen_on": SEEN, "is_complete": is_complete}
    batch.rows["check_measure"] = [{**key, **_exact(own)}, {**key, **_exact(portal)}]
    return batch


def year(published: int | None = 5, **page: Any) -> Batch:
    """A report of 2024 with 5 new requests, published on the last day with `published` of them."""
    batch = Batch(unit("bureau"))
    number = batch.submit("bureau", "2024", {"T3:new.total": 5})
    day = date(2025, 2, 5)
    known = {"version": 1, "published_on": day, "due_on": day, "first_seen": day, "seen_from": day, "seen_on": SEEN}
    key = {"submission_id": number, "feed": "reports/bureau/2024"}
    batch.rows["check_published"] = [{**key, "url": PAGE, **known, **page}]
    batch.rows["check_published_cell"] = [{**key, "cell_code": "T3:new.total", **_exact({"value": published})}]
    return batch


def _exact(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "value": None if row["value"] is None else Decimal(row["value"])}


def outcome(batch: Batch, rule_id: str) -> str:
    [(said, *_)] = batch.checks(rule_id).values()
    return said


def said(batch: Batch, rule_id: str) -> str:
    [message] = batch.judge(rule_ids={rule_id}).violations["message"]
    return str(message)


@pytest.mark.parametrize(
    ("told", "shown", "expected"),
    [(12, 12, "pass"), (12, 11, "fail"), (0, 1, "fail"), (None, 3, "not_assessable"), (3, None, "not_assessable")],
)
def test_a_number_of_the_unit_is_that_of_the_portal(told: int | None, shown: int | None, expected: str) -> None:
    assert outcome(quarter(told, shown), "INDICATOR-DIFFERS") == expected


def test_a_portal_seen_before_the_quarter_was_over_contradicts_nobody() -> None:
    assert outcome(quarter(12, 9, is_complete=False), "INDICATOR-DIFFERS") == "not_assessable"


def test_the_sentence_says_both_numbers_and_when_the_portal_was_seen() -> None:
    assert said(quarter(12, 11), "INDICATOR-DIFFERS") == (
        "“政策留言数”按工作指标表是 12，门户网站“政策留言板”（2025-07-10 取数）是 11。"
    )
    assert "按文件台账是 12" in said(quarter(12, 11, source="filings"), "INDICATOR-DIFFERS")


@pytest.mark.parametrize(("published", "expected"), [(5, "pass"), (6, "fail"), (None, "not_assessable")])
def test_a_published_report_says_what_was_sent(published: int | None, expected: str) -> None:
    assert outcome(year(published), "PORTAL-REPORT-DIFFERS") == expected


def test_the_sentence_names_the_cell_both_figures_and_the_page() -> None:
    message = said(year(6), "PORTAL-REPORT-DIFFERS")
    assert "报送的是 5，公布的年度报告中是 6" in message
    assert "本年新收" in message
    assert PAGE in message


@pytest.mark.parametrize(
    ("published_on", "expected"),
    [(date(2025, 2, 5), "pass"), (date(2025, 2, 6), "fail"), (None, "not_assessable")],
)
def test_a_report_is_published_by_the_day_that_it_is_due(published_on: date | None, expected: str) -> None:
    assert outcome(year(published_on=published_on), "PORTAL-REPORT-LATE") == expected


def test_a_year_that_nobody_has_arranged_makes_no_report_late() -> None:
    assert outcome(year(due_on=None), "PORTAL-REPORT-LATE") == "not_assessable"


@pytest.mark.parametrize(("version", "expected"), [(1, "pass"), (2, "fail")])
def test_a_published_report_stays_what_it_was(version: int, expected: str) -> None:
    batch = year(version=version, seen_from=date(2025, 3, 3))
    assert outcome(batch, "PORTAL-REPORT-CHANGED") == expected


def test_of_a_page_that_was_seen_on_one_day_only_nobody_can_say_whether_it_changed() -> None:
    assert outcome(year(seen_on=date(2025, 2, 5)), "PORTAL-REPORT-CHANGED") == "not_assessable"


def test_a_changed_report_is_said_with_the_days_on_which_it_was_seen() -> None:
    message = said(year(version=3, seen_from=date(2025, 3, 3)), "PORTAL-REPORT-CHANGED")
    assert message == (
        "已公布的年度报告改动过 2 次：2025-02-05 首次见到，现在的内容 2025-03-03 起见到（网页：http://portal/nb/2024.html）。"
    )
