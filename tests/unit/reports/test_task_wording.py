"""Requirements, bodies and due dates in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports.task_report import Requirement
from reports.task_wording import bodies_words, due_words, figure_words, requirement_words, task_content
from tests.unit.reports.task_cases import CATALOG, HOSTILE, TASKS, body, task


@pytest.mark.parametrize(
    ("operator", "threshold", "unit", "period", "counted", "said"),
    [
        (">=", "0.5", "ratio", "event", "意见占比", "不低于 50%"),
        (">=", "1", "ratio", "event", "上线率", "应达到 100%"),
        (">=", "1", "ratio", "year", "列席率", "全年应达到 100%"),
        (">=", "1", "count", "quarter", "活动次数", "每季度不少于 1 次"),
        (">=", "3", "count", "event", "每份政策文件的解读方式", "每件不少于 3 种"),
        (">=", "12", "count", "year", "月报", "全年不少于 12"),
        ("<=", "0", "count", "quarter", "断链数", "每季度应为 0"),
        ("<=", "5", "working_days", "event", "备案用时", "每件不超过 5 个工作日"),
        ("=", "30", "days", "year", "用时", "全年应为 30 天"),
    ],
)
def test_a_requirement_is_said_with_its_period_and_its_counter(
    operator: str, threshold: str, unit: str, period: str, counted: str, said: str
) -> None:
    assert requirement_words(Requirement(operator, Decimal(threshold), unit, period, counted), CATALOG) == said


def test_every_measure_period_and_relation_has_its_words() -> None:
    words = CATALOG.task_narrative.requirement
    assert [set(words.prefixes[unit]) for unit in CATALOG.tasks.units] == [set(CATALOG.tasks.periods)] * 4
    assert [set(words.relations[unit]) for unit in CATALOG.tasks.units] == [set(CATALOG.tasks.operators)] * 4
    assert set(words.value) == set(CATALOG.tasks.units)


def test_a_share_is_printed_with_its_two_numbers_and_nothing_is_printed_for_no_events() -> None:
    share = Requirement(">=", Decimal("0.5"), "ratio", "event", "意见占比")
    third = Decimal(1) / Decimal(3)
    assert figure_words(share, CATALOG, third, Decimal(1), Decimal(3)) == "33.33%（1/3）"
    assert figure_words(share, CATALOG, None, Decimal(0), Decimal(0)) == ""
    activities = Requirement(">=", Decimal(1), "count", "quarter", "活动场次")
    assert figure_words(activities, CATALOG, Decimal(0), Decimal(0), None) == "0 场"


def test_the_documents_text_goes_before_the_summary() -> None:
    assert task_content(TASKS[2]) == "解读材料与文件同步审签、同步发布。"
    assert task_content(TASKS[0]) == "做好第1项工作。"


def test_a_due_date_is_the_printed_words_with_the_day_and_else_the_whole_year() -> None:
    assert due_words(TASKS[0], CATALOG) == "二季度前（2025年6月30日）"
    assert due_words(TASKS[1], CATALOG) == "全年"
    assert due_words(TASKS[3], CATALOG) == "每季度"
    assert due_words(task("一1", 1, due_text="全年", due=date(2025, 12, 31)), CATALOG) == "全年"


def test_bodies_of_one_role_stand_as_printed_and_those_of_several_by_role() -> None:
    assert bodies_words(TASKS[0], CATALOG) == "各部门"
    assert bodies_words(TASKS[1], CATALOG) == "牵头：区府办；责任：区司法局；配合：各街镇"


def test_an_open_body_names_those_it_was_assigned_to() -> None:
    said = bodies_words(TASKS[4], CATALOG, {"等": ("云江区教育局", "云江区司法局")})
    assert said == "各部门、等（云江区教育局、云江区司法局）"


def test_what_a_document_writes_is_never_read_as_a_pattern() -> None:
    assert bodies_words(task("一1", 1, body(HOSTILE)), CATALOG) == "=HYPERLINK(1)<b>{body}"
