"""Lists of units read out of sentences, whoever wrote them: 青浦 2022 is what they have to see."""

from __future__ import annotations

import pytest

from reports.circular.claims import ListClaim, read_claims


def claims(text: str, *units: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(one.count, one.names) for one in read_claims(text, units)]


@pytest.mark.parametrize(
    ("text", "count", "names"),
    [
        ("未报送的单位2家：甲、乙。逾期的没有。", 2, ("甲", "乙")),
        ("报表被退回的单位2家：甲（2次）、乙。", 2, ("甲", "乙")),
        ("不一致的1家：甲（工作指标表100%，门户网站75%）。", 1, ("甲",)),
        ("未达到要求的2家：甲、乙，均为0%。", 2, ("甲", "乙")),
    ],
)
def test_a_count_and_the_names_behind_it(text: str, count: int, names: tuple[str, ...]) -> None:
    assert claims(text) == [(count, names)]


def test_a_list_by_kinds_is_read_as_a_whole_and_kind_by_kind() -> None:
    assert claims("未报送的单位5家，其中部门3家：甲、乙、丙；镇2家：丁、戊。已报10家。") == [
        (5, ("甲", "乙", "丙", "丁", "戊")),
        (3, ("甲", "乙", "丙")),
        (2, ("丁", "戊")),
    ]


def test_a_name_that_holds_a_separator_is_one_name() -> None:
    units = ("区委、区政府信访办公室", "区档案局（区档案馆）")
    assert claims("未报送的单位2家：区委、区政府信访办公室、区档案局（区档案馆）。", *units) == [(2, units)]


def test_the_sentence_is_given_back_as_it_stood() -> None:
    [claim] = read_claims("迟报1家：区委、区政府信访办公室。", ["区委、区政府信访办公室"])
    assert claim == ListClaim("1家：区委、区政府信访办公室", 1, ("区委、区政府信访办公室",))


def test_the_circular_of_a_district_that_contradicted_its_own_list() -> None:
    """青浦区 2022: the text said 9 departments, the list had 8."""
    listed = "区府办、区发展改革委、区经委、区教育局、区公安分局、区民政局、区司法局、区生态环境局"
    [(count, names)] = claims(f"优秀单位9家：{listed}。")
    assert (count, len(names)) == (9, 8)


def test_a_sentence_without_a_list_claims_nothing() -> None:
    assert claims("应报季度报表的单位52家，已报51家（其中零报送1家），未报1家。") == []
