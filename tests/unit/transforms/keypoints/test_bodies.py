"""Who: the names in a responsibility, their roles, and which of them stand for many."""

from __future__ import annotations

import pytest

from transforms.keypoints.bodies import are_bodies, is_collective, read_bodies
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()


def named(text: str) -> list[str]:
    return [f"{body.role}:{body.name}" for body in read_bodies(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("区发改委", ["responsible:区发改委"]),
        ("区政府各部门，各街镇〔园区〕", ["responsible:区政府各部门", "responsible:各街镇〔园区〕"]),
        ("区科委、区商务委等相关部门", ["responsible:区科委", "responsible:区商务委", "responsible:等相关部门"]),
        ("区重大办、区建管委等", ["responsible:区重大办", "responsible:区建管委", "responsible:等"]),
        (
            "市水务局等公共企事业单位行业主管部门",
            ["responsible:市水务局", "responsible:等公共企事业单位行业主管部门"],
        ),
        (
            "区房管局、区规划资源局牵头，各部门、各街镇配合",
            ["lead:区房管局", "lead:区规划资源局", "support:各部门", "support:各街镇"],
        ),
        (
            "区府办牵头，区国资委等相关部门落实",
            ["lead:区府办", "responsible:区国资委", "responsible:等相关部门"],
        ),
        ("区府办（牵头）、区司法局", ["lead:区府办", "responsible:区司法局"]),
        ("由区府办牵头负责；各街镇按职责分工负责", ["lead:区府办", "responsible:各街镇"]),
        ("各部门和各街镇", ["responsible:各部门", "responsible:各街镇"]),
        ("区规划和自然资源局", ["responsible:区规划和自然资源局"]),
        ("区人力资源和社会保障局", ["responsible:区人力资源和社会保障局"]),
        ("各乡镇(街道)、县级各部门", ["responsible:各乡镇（街道）", "responsible:县级各部门"]),
        ("区 府 办、区府办", ["responsible:区府办"]),
        ("", []),
    ],
)
def test_names_are_told_apart_with_their_roles(text: str, bodies: list[str]) -> None:
    assert named(text) == bodies


@pytest.mark.parametrize(
    "name", ["各部门", "各街镇〔园区〕", "区政府各部门", "街镇", "高新区", "相关单位", "等", "等部门", "各试点区政府"]
)
def test_a_term_for_many_is_collective(name: str) -> None:
    assert is_collective(name, WORDS)


@pytest.mark.parametrize("name", ["区府办", "山阳镇", "区政务服务中心", "市委编办", "区委组织部"])
def test_a_body_by_name_is_not(name: str) -> None:
    assert not is_collective(name, WORDS)


@pytest.mark.parametrize(
    "text", ["区府办、各街镇", "各有关单位", "县政府办牵头,县司法局等单位按职责分工负责", "高新区"]
)
def test_nothing_but_names_is_known(text: str) -> None:
    assert are_bodies(text, WORDS)


@pytest.mark.parametrize(
    "text", ["村", "科长", "权责清单", "除涉密项目外", "事项目录、决策结果", "ETCMS", "", "2024-2026"]
)
def test_words_in_a_bracket_that_are_no_names_are_known(text: str) -> None:
    assert not are_bodies(text, WORDS)
