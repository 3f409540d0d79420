"""Where a text names its bodies: brackets of any kind, labels, a plain last bracket."""

from __future__ import annotations

import pytest

from transforms.keypoints.responsible import find_spans, read_spans
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()


def said(text: str) -> tuple[list[str], str | None]:
    found = read_spans(text, find_spans(text, WORDS), WORDS)
    return [f"{body.role}:{body.name}" for body in found.bodies], found.due


@pytest.mark.parametrize(
    "bracketed",
    [
        "（责任单位：区府办、各街镇）",
        "(责任单位:区府办、各街镇)",
        "（责任单位：区府办、各街镇)",
        "(责任单位：区府办、各街镇）",
        "【责任单位：区府办、各街镇】",
        "[责任部门:区府办、各街镇]",
        "（责任单位区府办、各街镇）",
        "（责任单位：区府办、各街镇",
        "责任单位：区府办、各街镇",
        "责任单位：区府办、各街镇。",
        "（区府办、各街镇）",
        "(区府办、各街镇)。",
    ],
)
def test_any_bracket_and_any_label_will_do(bracketed: str) -> None:
    assert said(f"推进公开（权责清单）。{bracketed}") == (["responsible:区府办", "responsible:各街镇"], None)


def test_labels_of_roles_hold_up_to_the_next_one() -> None:
    text = "推进公开。（牵头单位：区府办；配合单位：区司法局，各街镇；完成时限：9月底前）"
    assert said(text) == (["lead:区府办", "support:区司法局", "support:各街镇"], "9月底前")


def test_a_bracket_in_a_name_does_not_close_the_responsibility() -> None:
    assert said("推进公开。(责任单位：区教育局(体育局)、各街镇〔园区〕)")[0] == [
        "responsible:区教育局（体育局）",
        "responsible:各街镇〔园区〕",
    ]


def test_the_last_bracket_counts_and_only_if_it_holds_names() -> None:
    assert said("发挥居（村）委作用。（区府办）")[0] == ["responsible:区府办"]
    assert said("打造“处长(科长)讲政策”机制，完善公开（含专栏）")[0] == []


def test_a_label_in_a_sentence_is_no_responsibility() -> None:
    assert said("结合实际做好任务分解，明确责任单位和完成时限。（责任单位：各部门）") == (["responsible:各部门"], None)


@pytest.mark.parametrize(
    "bracketed",
    ["（区府办牵头，各街镇配合，9月底前完成）", "（责任单位：区府办牵头，各街镇配合；9月底前完成）"],
)
def test_a_time_may_stand_behind_the_names(bracketed: str) -> None:
    assert said(f"推进公开。{bracketed}") == (["lead:区府办", "support:各街镇"], "9月底前完成")
