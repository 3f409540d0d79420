"""Labels with typos: read as the one official label that is near, and said so; where two are near, not read at all."""

from __future__ import annotations

import pytest

from tests.unit.transforms.published import (
    CATALOG,
    Published,
    as_decimals,
    html_table,
    page,
    read,
    read_values,
    word_table,
)
from transforms.labels import lexicon_of

REPORT = Published()
PAGE = page(REPORT, map(html_table, REPORT.tables))

# written → official
TYPOS = {
    "属于国家密秘": "属于国家秘密",
    "其他法律行政法规禁止公开的": "其他法律行政法规禁止公开",
    "保护第三方合法权力": "保护第三方合法权益",
    "属于三类内部事物信息": "属于三类内部事务信息",
    "属于行政执法卷宗": "属于行政执法案卷",
    "本机关不掌握相关政务信息": "本机关不掌握相关政府信息",
    "没有现成信息需要另外制作": "没有现成信息需要另行制作",
    "补正后申请内容任不明确": "补正后申请内容仍不明确",
    "信访举报投拆类申请": "信访举报投诉类申请",
    "无正当理由大量反覆申请": "无正当理由大量反复申请",
    "本年新收政府信息公开申请数": "本年新收政府信息公开申请数量",
    "结转下年度继续办里": "结转下年度继续办理",
    "予以公幵": "予以公开",
    "自燃人": "自然人",
    "商业企亚": "商业企业",
    "社会公益阻织": "社会公益组织",
    "法律服务机沟": "法律服务机构",
    "结果维特": "结果维持",
    "尚末审结": "尚未审结",
    "未经复议直接启诉": "未经复议直接起诉",
    "行政规范性文仵": "行政规范性文件",
    "行政处訓": "行政处罚",
    "本年制发件敉": "本年制发件数",
    "现行有效件敉": "现行有效件数",
    "行政事业型收费": "行政事业性收费",
    "行政事业性收賗": "行政事业性收费",
}
KNOWN = {written for written in TYPOS if lexicon_of(CATALOG).senses(written)}  # labels.csv has them as variants


@pytest.mark.parametrize("written", TYPOS)
def test_a_label_with_a_typo_is_read_as_the_official_one_and_said_so(written: str) -> None:
    reading = read(PAGE.replace(TYPOS[written], written))
    assert read_values(reading) == as_decimals(REPORT.cells)
    assert all(written in problem.detail for problem in reading.problems)
    assert {problem.rule_id for problem in reading.problems} == (set() if written in KNOWN else {"FILE-LABEL"})


def test_most_of_these_typos_are_no_declared_variants() -> None:
    assert len(KNOWN) * 2 < len(TYPOS)


def test_several_typos_in_neighbouring_rows_are_still_told_apart() -> None:
    body = PAGE
    for written in (
        "属于国家密秘",
        "保护第三方合法权力",
        "属于三类内部事物信息",
        "属于行政执法卷宗",
        "自燃人",
        "结果维特",
    ):
        body = body.replace(TYPOS[written], written)
    assert read_values(read(body)) == as_decimals(REPORT.cells)


def test_a_typo_in_a_label_that_word_has_broken_into_pieces_is_found_too() -> None:
    body = page(REPORT, map(word_table, REPORT.tables)).replace("国家秘密", "国家密秘")
    assert read_values(read(body)) == as_decimals(REPORT.cells)


@pytest.mark.parametrize("written", ["事项", "属于其他情形不便公开", "甲乙丙丁"])
def test_what_is_near_nothing_is_not_read_and_leaves_the_row_missing(written: str) -> None:
    reading = read(PAGE.replace("7.属于行政执法案卷", f"7.{written}"))
    values = read_values(reading)
    lost = {code: value for code, value in as_decimals(REPORT.cells).items() if code not in values}
    assert all(values[code] == as_decimals(REPORT.cells)[code] for code in values)
    assert set(lost) in (set(), {code for code in REPORT.cells if code.startswith("T3:refused.enforcement_file.")})
    assert reading.problems


def test_two_rows_in_each_others_place_are_read_by_their_names() -> None:
    swapped = (
        PAGE.replace("1.属于国家秘密", "甲")
        .replace("2.其他法律行政法规禁止公开", "1.属于国家秘密")
        .replace("甲", "2.其他法律行政法规禁止公开")
    )
    values, wanted = read_values(read(swapped)), as_decimals(REPORT.cells)
    assert values["T3:refused.state_secret.total"] == wanted["T3:refused.prohibited_by_law.total"]
    assert values["T3:refused.prohibited_by_law.total"] == wanted["T3:refused.state_secret.total"]


def test_remarks_beside_the_tables_are_no_labels() -> None:
    body = PAGE.replace("</table>", "<tr><td colspan=9>注：本表数据由各科室提供</td></tr></table>")
    reading = read(body)
    assert read_values(reading) == as_decimals(REPORT.cells)
    assert reading.problems == []
