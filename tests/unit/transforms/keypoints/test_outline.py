"""Which numbers are headings and items: those that go on from one another."""

from __future__ import annotations

import pytest

from tests.unit.transforms.keypoints.test_flow import flow
from transforms.keypoints.marks import read_marks
from transforms.keypoints.outline import Outline, derive_outline
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()


def outline(*lines: str, with_bare_numbers: bool = False) -> Outline:
    joined = flow(*lines, with_bare_numbers=with_bare_numbers)
    return derive_outline(read_marks(joined, WORDS), joined)


def numbers(*lines: str, with_bare_numbers: bool = False) -> str:
    return " ".join(part.mark.printed for part in outline(*lines, with_bare_numbers=with_bare_numbers).parts)


def test_items_restart_under_a_section_or_run_on() -> None:
    assert numbers("一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "2.辛") == "一 一 1 2 二 1 二 2"
    assert (
        numbers("一、甲", "（一）乙", "1.丙", "（二）戊", "2.己", "二、庚", "（一）辛", "3.壬")
        == "一 一 1 二 2 二 一 3"
    )


@pytest.mark.parametrize(
    "line", ["7.0版方案", "2.5倍", "15分钟生活圈", "二、三产业", "2024.5.1", "3%以上", "1+1>2", "（三）项的规定"]
)
def test_a_line_that_only_looks_like_a_number_is_text(line: str) -> None:
    assert numbers("一、甲", "1.推进", line, "2.做好") == "一 1 2"


def test_an_item_may_begin_with_a_year_or_a_telephone_number() -> None:
    assert numbers("1.2025年底前完成。", "2.12345热线。") == "1 2"


def test_an_item_may_begin_with_a_month() -> None:
    assert (
        numbers(
            "一、甲", "（一）乙", "1、6月底前完成。", "2.8月，集中开展。", "（二）丙", "3．11月底前完成。4.9月报送。"
        )
        == "一 一 1 2 二 3 4"
    )


@pytest.mark.parametrize("line", ["做好1、2月信息公开", "自2024.1月起公开", "到2.5倍"])
def test_months_and_decimals_within_a_sentence_number_nothing(line: str) -> None:
    assert numbers("一、甲", f"（一）{line}", "1.推进", "2.做好") == "一 一 1 2"


def test_numbers_are_found_behind_a_sentence_and_behind_a_heading() -> None:
    assert numbers("一、甲（一）乙1.丙。2.丁（区府办）（二）戊1.己。二、庚") == "一 一 1 2 二 1 二"
    assert numbers("1.推进第2.丙项", "2.做好") == "1 2"


def test_what_is_left_out_or_repeated_is_taken_and_said() -> None:
    missing = outline("1.甲。", "2.乙。", "5.丙。", "6.丁。")
    assert [part.mark.value for part in missing.parts] == [1, 2, 5, 6]
    assert missing.gaps == ["编号不连续：“5”之前缺少第3、4项。"]
    assert outline("一、甲", "1.乙。", "三、丙", "2.丁。").gaps == ["编号不连续：“三”之前缺少第2章。"]
    assert outline("1.甲。", "2.乙。", "2.丙。", "3.丁。").gaps == ["第2项的编号出现两次。"]


def test_a_number_far_off_is_text_and_is_kept_in_mind() -> None:
    found = outline("1.甲。", "90.乙。", "2.丙。")
    assert [part.mark.value for part in found.parts] == [1, 2]
    assert [mark.value for mark in found.rejected] == [90]


def test_a_number_may_be_broken_in_two() -> None:
    lines = [f"{number}.甲。" for number in range(1, 12)]
    assert numbers(*lines[:9], "1", "0.乙。1", "1.丙。", with_bare_numbers=True).split()[-3:] == ["9", "10", "11"]


def test_a_part_reaches_to_the_next_mark() -> None:
    joined = flow("1.甲乙。", "2.丙。")
    first, second = derive_outline(read_marks(joined, WORDS), joined).parts
    assert (joined.text[first.start : first.stop], joined.text[second.start : second.stop]) == ("甲乙。", "丙。")


@pytest.mark.parametrize(
    ("written", "number"), [("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("九", 9), ("③", 3), ("07", 7)]
)
def test_numerals_are_read(written: str, number: int) -> None:
    assert WORDS.number(written) == number
