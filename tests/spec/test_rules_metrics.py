"""The rules on measures and policy documents as worked examples: what a unit fills in, and what is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.expectations.metric_batch import MetricBatch

PUBLISHED = date(2025, 2, 10)


def outcomes(batch: MetricBatch, rule_id: str) -> list[str]:
    return [said for said, *_ in batch.checks(rule_id).values()]


def said(batch: MetricBatch, rule_id: str) -> tuple[str, str | None]:
    """The sentence and the cell of the one finding."""
    violations = batch.judge(rule_ids={rule_id}).violations
    [(message, address)] = violations.select("message", "address").rows()
    return message, address


@pytest.mark.parametrize(("part", "expected"), [(3, "pass"), (4, "pass"), (5, "fail"), (None, "not_assessable")])
def test_what_is_answered_in_time_is_at_most_what_the_form_says_was_closed(part: int | None, expected: str) -> None:
    assert outcomes(MetricBatch(closed=4).measure("requests_in_time", part), "METRIC-PART") == [expected]


def test_a_part_is_held_against_a_whole_of_the_same_sheet_too() -> None:
    batch = MetricBatch().measure("official_documents", 4).measure("official_documents_open", 5)
    assert outcomes(batch, "METRIC-PART") == ["fail"]
    assert said(batch, "METRIC-PART") == ("“主动公开公文数”填写的是 5，大于“制发公文数”的 4。", "C6")


def test_a_part_of_what_is_blank_is_not_judged() -> None:
    batch = MetricBatch().measure("official_documents", None).measure("official_documents_open", 5)
    assert outcomes(batch, "METRIC-PART") == ["not_assessable"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 1, 1), "pass"),
        (date(2025, 3, 31), "pass"),
        (date(2024, 12, 31), "fail"),
        (date(2025, 4, 1), "fail"),
        (None, "not_assessable"),
    ],
)
def test_a_document_was_published_within_its_quarter(day: date | None, expected: str) -> None:
    assert outcomes(MetricBatch().document(published_on=day), "FILING-DATES") == [expected]


@pytest.mark.parametrize("field", ["interpreted_on", "pushed_on", "online_on"])
def test_nothing_follows_from_a_publication_before_it(field: str) -> None:
    on_the_day = MetricBatch().document(published_on=PUBLISHED, **{field: PUBLISHED})
    assert outcomes(on_the_day, "FILING-DATES") == ["pass", "pass"]
    before = MetricBatch().document(published_on=PUBLISHED, **{field: date(2025, 2, 9)})
    assert sorted(outcomes(before, "FILING-DATES")) == ["fail", "pass"]
    message, address = said(before, "FILING-DATES")
    assert message.startswith("第 1 件文件的")
    assert "2025-02-09 早于文件发布日期 2025-02-10" in message
    assert address == "F5"


def test_material_may_be_filed_while_the_document_is_drafted() -> None:
    batch = MetricBatch().document(published_on=PUBLISHED, filed_on=date(2025, 2, 1))
    assert outcomes(batch, "FILING-DATES") == ["pass"]


@pytest.mark.parametrize(("stated", "expected"), [(2, "pass"), (3, "fail"), (0, "fail"), (None, "not_assessable")])
def test_the_list_has_as_many_documents_as_the_unit_states(stated: int | None, expected: str) -> None:
    batch = (
        MetricBatch()
        .measure("policy_documents", stated)
        .document(published_on=PUBLISHED)
        .document(published_on=PUBLISHED)
    )
    assert outcomes(batch, "FILING-COUNT") == [expected]


def test_no_document_stated_and_none_listed_is_in_order() -> None:
    assert outcomes(MetricBatch().measure("policy_documents", 0), "FILING-COUNT") == ["pass"]


@pytest.mark.parametrize("rule_id", ["METRIC-SHEET", "FILING-SHEET"])
def test_what_reading_noticed_is_said_at_its_place(rule_id: str) -> None:
    batch = MetricBatch().measure("trainings", 1)
    assert outcomes(batch, rule_id) == ["pass"]
    batch.notice(batch.submission, rule_id, "“培训次数”应填数字。", sheet="工作指标", address="C9", text="若干")
    assert outcomes(batch, rule_id) == ["fail"]
    assert said(batch, rule_id) == ("“培训次数”应填数字。", "C9")


def test_without_the_sheets_none_of_these_rules_is_run() -> None:
    batch = MetricBatch()
    results = batch.judge(
        rule_ids={"METRIC-SHEET", "METRIC-PART", "FILING-SHEET", "FILING-DATES", "FILING-COUNT"}
    ).results
    assert results.height == 0


@pytest.mark.parametrize(
    ("state", "expected"), [("alive", "pass"), ("dead", "fail"), ("unsure", "not_assessable"), (None, "not_assessable")]
)
def test_a_link_of_a_document_can_be_opened(state: str | None, expected: str) -> None:
    batch = MetricBatch().link("online_url", "http://a.cn/1", state)
    assert outcomes(batch, "FILING-LINK") == [expected]


def test_a_broken_link_is_said_with_its_document_and_what_was_seen() -> None:
    message, address = said(MetricBatch().link("online_url", "http://a.cn/1", "dead"), "FILING-LINK")
    assert message == "第 1 件文件的阅办联动链接打不开（HTTP 404）：http://a.cn/1。"
    assert address == "N5"
