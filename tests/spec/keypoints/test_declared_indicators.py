"""What is counted in the five documents, as DOMAIN §6.2 has it: the printed thresholds, and those that are a reading."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.catalog.keypoint_files import PROFILES, load_keypoints, profile_names
from warehouse.catalog.keypoints import TaskIndicator

Required = tuple[str, str, str, str]  # operator, threshold, unit, period

PRINTED: dict[str, dict[tuple[str, str], Required]] = {
    "shanghai-2025": {("三21", "sme_share"): (">=", "0.5", "ratio", "event")},
    "baoshan-2025": {
        ("二(一)5", "sme_share"): (">=", "0.5", "ratio", "event"),
        ("三(一)11", "filing_days"): ("<=", "5", "working_days", "event"),
        ("三(一)12", "ways"): (">=", "3", "count", "event"),
        ("三(二)13", "pushed"): (">=", "1", "ratio", "event"),
        ("三(二)14", "linked_days"): ("<=", "5", "working_days", "event"),
        ("三(二)14", "linked_share"): (">=", "1", "ratio", "event"),
        ("四16", "activities"): (">=", "1", "count", "quarter"),
    },
    "qingpu-2025": {
        ("三17", "sme_share"): (">=", "0.5", "ratio", "event"),
        ("四24", "windows"): ("=", "1", "count", "quarter"),
    },
    "putuo-2024": {},
    "jinshan-2024": {
        ("四(二)59", "attended"): (">=", "1", "count", "year"),
        ("五(五)73", "hearings"): (">=", "1", "count", "year"),
        ("五(五)75", "filing_days"): ("<=", "30", "days", "event"),
    },
}
# 全面、全部、确保、同步 read as all, 不断链 as none, a mechanism by quarters as once a quarter, an event without a number as once.
READ_AS: dict[str, dict[tuple[str, str], Required]] = {
    "shanghai-2025": {
        ("二8", "synchronous"): (">=", "1", "ratio", "event"),
        ("二12", "linked_share"): (">=", "1", "ratio", "event"),
        ("二15", "duty_lists"): (">=", "1", "ratio", "year"),
        ("二16", "decision_lists"): (">=", "1", "ratio", "year"),
        ("二18", "budgets"): (">=", "1", "ratio", "year"),
        ("二19", "inspection_plans"): (">=", "1", "ratio", "year"),
        ("三20", "open_events"): (">=", "1", "count", "year"),
    },
    "baoshan-2025": {
        ("一(一)2", "inspection_plans"): (">=", "1", "ratio", "year"),
        ("二(一)6", "attended"): (">=", "1", "ratio", "year"),
        ("二(三)10", "open_events"): (">=", "1", "count", "year"),
        ("二(三)10", "open_segments"): (">=", "4", "count", "year"),
        ("三(一)11", "synchronous"): (">=", "1", "ratio", "event"),
        ("三(二)14", "dead_links"): ("<=", "0", "count", "quarter"),
        ("三(二)14", "expired_items"): ("<=", "0", "count", "quarter"),
        ("五19", "inspections"): (">=", "1", "count", "quarter"),
    },
    "qingpu-2025": {
        ("二6", "synchronous"): (">=", "1", "ratio", "event"),
        ("二10", "linked_share"): (">=", "1", "ratio", "event"),
        ("二12", "duty_lists"): (">=", "1", "ratio", "year"),
        ("二13", "decision_lists"): (">=", "1", "ratio", "year"),
        ("二14", "budgets"): (">=", "1", "ratio", "year"),
        ("二15", "inspection_plans"): (">=", "1", "ratio", "year"),
        ("三16", "open_events"): (">=", "1", "count", "year"),
    },
    "putuo-2024": {
        ("一(一)2", "plans"): (">=", "3", "count", "year"),
        ("一(一)9", "monthly"): (">=", "12", "count", "year"),
        ("一(四)3", "inspection_plans"): (">=", "1", "ratio", "year"),
        ("一(四)5", "audit_kinds"): (">=", "4", "count", "year"),
        ("二(二)1", "synchronous"): (">=", "1", "ratio", "event"),
        ("二(二)1", "submitted_with"): (">=", "1", "ratio", "event"),
        ("二(四)2", "answered"): (">=", "1", "ratio", "quarter"),
        ("二(五)1", "linked_existing"): (">=", "1", "ratio", "quarter"),
        ("二(五)2", "linked_share"): (">=", "1", "ratio", "event"),
        ("二(五)3", "dead_links"): ("<=", "0", "count", "quarter"),
        ("四(一)1", "consulted"): (">=", "1", "ratio", "event"),
        ("四(三)", "open_events"): (">=", "1", "count", "year"),
        ("五(四)", "circulars"): (">=", "1", "count", "quarter"),
    },
    "jinshan-2024": {
        ("一(五)29", "performance"): (">=", "1", "ratio", "year"),
        ("二(二)32", "synchronous"): (">=", "1", "ratio", "event"),
        ("二(五)44", "linked_share"): (">=", "1", "ratio", "event"),
        ("二(五)45", "dead_links"): ("<=", "0", "count", "quarter"),
        ("四(三)60", "open_events"): (">=", "1", "count", "year"),
    },
}


def indicators(name: str) -> tuple[TaskIndicator, ...]:
    return load_keypoints(PROFILES / name).indicators


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(("expected", "is_printed"), [(PRINTED, True), (READ_AS, False)], ids=["printed", "read"])
def test_a_requirement_is_counted_as_the_document_has_it(
    name: str, expected: dict[str, dict[tuple[str, str], Required]], is_printed: bool
) -> None:
    found = {
        (one.task, one.code): (one.operator, one.threshold, one.unit, one.period)
        for one in indicators(name)
        if one.is_printed is is_printed
    }
    wanted = {key: (operator, Decimal(bar), *rest) for key, (operator, bar, *rest) in expected[name].items()}
    assert found == wanted


@pytest.mark.parametrize("name", profile_names())
def test_a_unit_without_an_event_has_a_way_to_say_so(name: str) -> None:
    without = [one.code for one in indicators(name) if one.period == "event" and one.denominator is None]
    assert without == []


@pytest.mark.parametrize("name", profile_names())
def test_what_a_workbook_asks_is_a_number_of_something(name: str) -> None:
    words = [word for one in indicators(name) for word in (one.numerator, one.denominator) if word is not None]
    assert [word for word in words if not any(count in word for count in ("数", "次", "轮", "期", "种"))] == []


def test_the_rounds_of_inspection_are_asked_of_the_office_alone() -> None:
    asked = {one.code: one.asked for one in indicators("baoshan-2025") if one.asked is not None}
    assert asked == {"attended": "区政府办公室", "inspections": "区政府办公室"}
