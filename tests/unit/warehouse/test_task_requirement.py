"""Requirements of tasks, and the figures that meet them, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.task_requirement import Requirement, figure_words, requirement_words

CATALOG = load_catalog()
WORDS = CATALOG.task_narrative.requirement


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
    assert requirement_words(Requirement(operator, Decimal(threshold), unit, period, counted), WORDS) == said


def test_every_measure_period_and_relation_has_its_words() -> None:
    assert [set(WORDS.prefixes[unit]) for unit in CATALOG.tasks.units] == [set(CATALOG.tasks.periods)] * 4
    assert [set(WORDS.relations[unit]) for unit in CATALOG.tasks.units] == [set(CATALOG.tasks.operators)] * 4
    assert set(WORDS.value) == set(CATALOG.tasks.units)


def test_a_share_is_printed_with_its_two_numbers_and_nothing_is_printed_for_no_events() -> None:
    share = Requirement(">=", Decimal("0.5"), "ratio", "event", "意见占比")
    third = Decimal(1) / Decimal(3)
    assert figure_words(share, WORDS, third, Decimal(1), Decimal(3)) == "33.33%（1/3）"
    assert figure_words(share, WORDS, None, Decimal(0), Decimal(0)) == ""
    activities = Requirement(">=", Decimal(1), "count", "quarter", "活动场次")
    assert figure_words(activities, WORDS, Decimal(0), Decimal(0), None) == "0 场"
