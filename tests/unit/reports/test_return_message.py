"""The message to paste into OA: without any attachment a unit knows from it what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.returned.finding import Returned
from reports.returned.message import render_return_message
from tests.unit.reports.returned_cases import BALANCE, FEEDBACK, NUMBER, STOCK, T2, T3, WHOLE, finding, returned
from tests.unit.reports.workbooks import CATALOG, HOSTILE
from warehouse.catalog.feedback import Feedback


def lines(case: Returned) -> list[str]:
    return render_return_message(case, CATALOG).splitlines()


def test_the_message_begins_with_whose_report_and_what_becomes_of_it() -> None:
    assert lines(returned())[:5] == [
        "【退回通知】云江区教育局2025年第一季度报表",
        "文件：教育局报表.xlsx（收件编号 12，2025年4月8日收到）",
        "结论：有 2 处错误，本次报送未计入，请更正后重新报送；另有 2 处提醒，请一并核对。",
        "期限：2025年4月14日前（3 个工作日内）。",
        "附件：报表.xlsx。红色格须更正，橙色格请核对；更正后将附件直接发回即可，其中的“问题清单”表、颜色和批注不用删除。",
    ]


def test_errors_come_first_and_each_finding_is_complete() -> None:
    text = lines(returned(BALANCE, STOCK))
    first = text.index("一、错误（须更正），1 处")
    rule = CATALOG.rule("T3-BALANCE")
    assert text[first + 2 : first + 8] == [
        f"1．{T3} D6、D7、D29、D30",
        "　　填写内容：62",
        "　　应为：64",
        f"　　问题：{BALANCE.message}",
        f"　　依据：{rule.basis}",
        f"　　怎么办：{rule.remedy}",
    ]
    second = text.index("二、提醒（请核对），1 处")
    assert text[second + 2 : second + 4] == [f"1．{T2} D6", "　　填写内容：（空白）"]


def test_every_place_of_every_finding_is_in_it() -> None:
    findings = [finding("TYPE-NUMBER", T3, f"E{row}", written=f"约{row}") for row in range(6, 31)]
    text = render_return_message(returned(*findings), CATALOG)
    assert all(f"{T3} E{row}\n" in text and f"填写内容：约{row}\n" in text for row in range(6, 31))


def test_a_finding_about_the_whole_file_has_no_value() -> None:
    text = lines(returned(WHOLE))
    place = text.index("1．整个文件")
    assert text[place + 1] == "　　应为：与表内单位、报告期一致"


def test_a_hint_threatens_no_return() -> None:
    text = render_return_message(returned(STOCK, outcome="warned"), CATALOG)
    assert text.startswith("【核对提示】云江区教育局2025年第一季度报表\n")
    assert "结论：已接收。有 1 处请核对。" in text
    assert not {"退回", "期限", "错误"} & {word for word in ("退回", "期限", "错误") if word in text}


def test_without_an_attachment_none_is_named() -> None:
    text = render_return_message(returned(NUMBER, returned_file=None), CATALOG)
    assert "附件" not in text
    assert "原文件无法加注，请按下列位置在原文件中更正。" in text


def test_an_unknown_unit_and_day_are_not_guessed() -> None:
    text = lines(returned(NUMBER, unit_name=None, period=None, due_on=None))
    assert text[0] == "【退回通知】报表（未能认定报送单位）"
    assert "期限：收到本消息之日起 3 个工作日内。" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_takes_no_line_of_its_own(text: str) -> None:
    plain = lines(returned(NUMBER))
    hostile = replace(NUMBER, message=f"a\n一、{text}", written=f"b\r\n{text}", sheet=f"c\u2028{text}", remedy=text)
    assert len(lines(returned(hostile, file_name=f"d\n{text}"))) == len(plain)


def test_a_long_text_is_cut_where_people_stop_reading() -> None:
    text = render_return_message(returned(replace(NUMBER, written="长" * 5000)), CATALOG)
    assert f"填写内容：{'长' * FEEDBACK.longest_text}…\n" in text


def test_words_are_declared_for_rules_that_there_are() -> None:
    assert set(FEEDBACK.wanted) <= set(CATALOG.rules_by_id)
    told = lines(returned(finding("T3-BALANCE", T2, "D4")))
    assert "　　应为：见“怎么办”" in told  # a rule without a figure and without words of its own


@pytest.mark.parametrize("sentence", ["{nobody}", "{due}", "{attached}"])
def test_a_sentence_may_say_only_what_is_given_and_known(sentence: str) -> None:
    declared = FEEDBACK.model_dump(mode="json")
    declared["message"]["closing"] = [[[{"say": sentence}]]]
    with pytest.raises(ValueError, match=r"没有声明|没有要求它已知"):
        Feedback.model_validate(declared)
