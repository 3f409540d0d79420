"""What is to be counted, proposed from phrases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from transforms.keypoints.indicators import derive_indicators
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("普惠性惠企政策原则上听取中小企业意见占比不低于50%。", (">=", "0.5", "ratio", "event")),
        ("每份政策文件应当采取至少3种以上不同解读方式。", (">=", "3", "count", "event")),
        ("提高开展活动的频次，每季度不少于1次。", (">=", "1", "count", "quarter")),
        ("年内邀请公众代表列席决策会议不少于一次。", (">=", "1", "count", "year")),
        ("各单位每年至少听取政务公开工作汇报1次。", (">=", "1", "count", "year")),
        ("材料于发布后5个工作日内备案。", ("<=", "5", "working_days", "event")),
        ("于发布后30日内报送。", ("<=", "30", "days", "event")),
        ("确保办事事项100%上线。", (">=", "1", "ratio", "event")),
        ("全面上线“阅办联动”功能。", (">=", "1", "ratio", "event")),
        ("做到“政策发布一件，对应集成推送一件”。", (">=", "1", "ratio", "event")),
        ("确保跳转链接不断链。", ("<=", "0", "count", "event")),
        ("差错率不超过5%。", ("<=", "0.05", "ratio", "event")),
    ],
)
def test_a_phrase_becomes_an_indicator(text: str, indicator: tuple[str, str, str, str]) -> None:
    (found,) = derive_indicators(text, WORDS)
    operator, threshold, unit, period = indicator
    assert (found.operator, found.threshold, found.unit, found.period) == (operator, Decimal(threshold), unit, period)


def test_an_indicator_is_named_by_its_clause_or_the_one_before() -> None:
    (found,) = derive_indicators("制定文件时，应当听取中小企业意见占比不低于50%。", WORDS)
    assert found.name == "听取中小企业意见占比"
    (found,) = derive_indicators("提高活动的频次，每季度不少于1次。", WORDS)
    assert found.name == "提高活动的频次"


@pytest.mark.parametrize("text", ["推进2个项目。", "12345热线", "100多项", "做好第5次普查。", "增长5%。"])
def test_a_number_that_asks_for_nothing_is_no_indicator(text: str) -> None:
    assert derive_indicators(text, WORDS) == ()


def test_indicators_come_in_the_order_of_the_text() -> None:
    found = derive_indicators("5个工作日内发布，确保100%上线，不断链。", WORDS)
    assert [one.unit for one in found] == ["working_days", "ratio", "count"]
