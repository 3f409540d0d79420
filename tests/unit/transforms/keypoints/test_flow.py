"""Lines joined to one text: where they were broken is kept apart from what they say."""

from __future__ import annotations

import pytest

from transforms.keypoints.flow import Flow, compact, flow_of, folded
from transforms.keypoints.source import PrintedLine
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()


def flow(*lines: str, with_bare_numbers: bool = False) -> Flow:
    printed = [PrintedLine(line, line, f"第{at}行") for at, line in enumerate(lines, 1) if line.strip()]
    return flow_of(printed, WORDS, with_bare_numbers=with_bare_numbers)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("8 月 底前", "8月底前"),
        ("国际 MCN 大会", "国际MCN大会"),
        ("Open Day 活动", "Open Day活动"),
        ("（ETCMS ）", "（ETCMS）"),
    ],
)
def test_white_space_goes_except_between_latin_words(text: str, without: str) -> None:
    assert compact(text) == without


def test_folding_keeps_the_length() -> None:
    text = "（责任单位：区府办，各街镇〔园区〕）１．【甲】；"
    assert folded(text) == "(责任单位:区府办,各街镇〔园区〕)1.(甲);"
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize("buttons", ["打印 关闭", "【打印本页】【关闭窗口】", "分享到：收藏 打印", "打印本页"])
def test_buttons_side_by_side_are_no_text(buttons: str) -> None:
    assert flow("全年", buttons).text == "全年"


@pytest.mark.parametrize("rest", ["关闭", "分享", "收藏。", "打印机关闭"])
def test_the_rest_of_a_broken_line_is_kept_although_a_button_may_say_so(rest: str) -> None:
    assert flow("按时", rest).text == f"按时{rest}"


@pytest.mark.parametrize(
    "noise", ["- 3 -", "— 15 —", "－3－", "第 3 页 共 15 页", "第3页", "3/15", "━━━━━━", "------", "12"]
)
def test_what_the_printing_left_is_dropped(noise: str) -> None:
    assert flow("推进信", noise, "息公开。").text == "推进信息公开。"


def test_a_bare_number_is_kept_where_it_may_be_that_of_a_row() -> None:
    assert flow("全年", "12", with_bare_numbers=True).text == "全年12"


def test_a_position_knows_its_line() -> None:
    joined = flow("??一、公开", "", "1.推进", "公开。")
    assert joined.text == "一、公开1.推进公开。"
    assert [joined.is_start(at) for at in (0, 4, 5, 8)] == [True, True, False, True]
    assert (joined.place(5), joined.line_end(5)) == ("第3行", 8)


def test_the_printed_words_are_cut_at_their_own_columns() -> None:
    joined = flow("前文。 1.推 进", "公 开。后文")
    start, stop = joined.text.index("1"), joined.text.index("后")
    assert joined.printed(start, stop) == "1.推 进\n公 开。"
    assert joined.printed(3, 3) == ""


def test_the_width_that_lines_were_broken_at_is_seen() -> None:
    assert flow(*["政" * 28] * 9, "政" * 5).wrap == 28
    assert flow(*["政" * at for at in (10, 90, 200, 30, 150, 70)]).wrap is None
    assert flow("短", "行").wrap is None
