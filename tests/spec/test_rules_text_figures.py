"""What the text says in figures against the tables, as worked examples: DOMAIN K10; E-01, E-04, E-07."""

from __future__ import annotations

import pytest

from tests.unit.expectations.figures import t2, t3, t4
from tests.unit.expectations.text_batch import TextBatch, report

Cells = dict[str, float | None]

# 宝山区政府 2025: 180 + 35 = 202 + 13, 55 + 10 + 95 + 42 = 202
BAOSHAN = t3("""
                总计
    新收        180
    上年结转     35
    予以公开     55
    部分公开     10
    不予公开     95
    其他        42
    总计        202
    结转下年度   13
""")
BAOSHAN_TEXT = (
    "2025年，区政府共收到政府信息公开申请180件，上年结转35件，办结202件，结转下年度继续办理13件。"
    "其中，予以公开55件，部分公开10件，不予公开95件，其他处理42件。"
)
# 普陀 2025: 4 + 5 + 33 + 41 = 83
PUTUO = t3("""
                总计
    新收         87
    予以公开      4
    部分公开      5
    不予公开     33
    其他        41
    总计        83
    结转下年度    4
""")
PUTUO_TEXT = (
    "2025年，共收到向区政府提出的政府信息公开申请87件，答复83件。其中，予以公开4件，占4.82%；部分公开5件，占6.02%；"
    "不予公开33件，占39.76%；其他处理41件（其中申请人主动撤销36件），占49.40%。"
)


@pytest.mark.parametrize(
    ("cells", "text", "figures"),
    [
        (BAOSHAN, BAOSHAN_TEXT, 7),
        (PUTUO, PUTUO_TEXT, 5),
        # 宝山区 2023
        (
            {**t3("总计\n新收 1399\n上年结转 46\n予以公开 398\n总计 1403\n结转下年度 42")},
            "2025年新收政府信息公开申请1,399件，上年结转46件，答复1,403件，结转到下年度42件。予以公开398件，占28.37%。",
            4,
        ),
        # 长春市府办 2024: 95 + 8 = 98 + 5
        (
            t3("总计\n新收 95\n上年结转 8\n总计 98\n结转下年度 5"),
            "全年新收到信息公开申请95件，上年度结转8件，办结98件，5件结转下年度继续办理。",
            3,
        ),
    ],
)
def test_a_text_that_says_what_the_tables_say_passes(cells: Cells, text: str, figures: int) -> None:
    batch = report(text, cells=cells)
    assert [outcome for outcome, *_ in batch.judged("TEXT-FIGURE")] == ["pass"] * figures
    assert [outcome for outcome, *_ in batch.judged("TEXT-HANDLED")] == ["pass"]
    assert {outcome for outcome, *_ in batch.judged("TEXT-PERCENT")} <= {"pass"}
    text_rules = [rule.id for rule in batch.catalog.rules if rule.id.startswith("TEXT-")]
    assert batch.judge(rule_ids=text_rules).violations.height == 0


@pytest.mark.parametrize(
    ("text", "cell", "said"),
    [
        ("本年度新收政府信息公开申请66件。", "T3:new.total", 66),
        ("本机关共收到政府信息公开申请1,066件。", "T3:new.total", 1066),
        ("收到依申请公开政府信息申请６６件。", "T3:new.total", 66),
        ("本年没有收到政府信息公开申请。", "T3:new.total", 0),
        ("依申请公开：上年结转3件。", "T3:carried_in.total", 3),
        ("依申请公开：没有上年结转的申请。", "T3:carried_in.total", 0),
        ("依申请公开：结转至下一年度2件。", "T3:carried_out.total", 2),
        ("答复申请时予以公开4件。", "T3:granted.total", 4),
        ("答复申请时部分公开4件。", "T3:partly_granted.total", 4),
        ("依申请公开：不予公开共计9件。", "T3:refused.third_party.total", 9),
        ("依申请公开：无法提供9件。", "T3:unavailable.not_held.total", 9),
        ("依申请公开：不予处理9件。", "T3:not_processed.repeated.total", 9),
        ("依申请公开：其他处理9件。", "T3:other.other.total", 9),
        ("因政府信息公开引发行政复议7件。", "T4:review.total", 7),
        ("因政府信息公开引发行政诉讼7件。", "T4:direct_suit.total", 7),
        ("制发行政规范性文件12件。", "T2:normative_document.made", 12),
        ("制定规范性文件0件。", "T2:normative_document.made", 0),
        ("废止行政规范性文件2件。", "T2:normative_document.repealed", 2),
        ("现行有效的行政规范性文件32件。", "T2:normative_document.in_force", 32),
        ("全年作出行政许可决定1234件。", "T2:licence.decisions", 1234),
        ("作出行政处罚12件。", "T2:penalty.decisions", 12),
        ("实施行政强制3件。", "T2:coercion.decisions", 3),
        ("行政事业性收费7730.28万元。", "T2:fee.amount_wan", 7730.28),
        ("行政事业性收费5000元。", "T2:fee.amount_wan", 0.5),
    ],
)
def test_a_figure_is_held_against_its_cell(text: str, cell: str, said: float) -> None:
    assert report(text, cells={cell: said}).judged("TEXT-FIGURE") == [("pass", said, said)]
    assert report(text, cells={cell: said + 2}).judged("TEXT-FIGURE") == [("fail", said + 2, said)]
    assert report(text, cells={cell: None}).judged("TEXT-FIGURE") == [("not_assessable", None, said)]


def test_text_and_table_on_documents_contradict_each_other() -> None:
    # 西柳镇 2023 (E-07): 0, 0, 0 in the text, 4, 0, 32 in the table
    batch = report("本年度制发行政规范性文件0件，废止0件，现行有效0件。", cells=t2("制发 废止 有效\n规范性文件 4 0 32"))
    assert batch.judged("TEXT-FIGURE") == [("fail", 4, 0), ("pass", 0, 0), ("fail", 32, 0)]


def test_the_sum_of_a_class_is_what_the_text_has_to_say() -> None:
    # 上海市政府办公厅 2019 (E-01): 无法提供 265 is one row of a class of 337
    cells = {"T3:unavailable.not_held.total": 265.0, "T3:unavailable.needs_creation.total": 72.0}
    assert report("依申请公开：无法提供265件。", cells=cells).judged("TEXT-FIGURE") == [("fail", 265 + 72, 265)]
    assert report("依申请公开：无法提供337件。", cells=cells).judged("TEXT-FIGURE") == [("pass", 265 + 72, 337)]


def test_classes_told_as_one_are_added_up() -> None:
    # 上海市政府办公厅 2019 (E-01): 272 + 3 = 275, not 258
    cells = t3("总计\n予以公开 272\n部分公开 3")
    batch = report("依申请公开：予以公开及部分公开258件。", cells=cells)
    assert batch.judged("TEXT-FIGURE") == [("fail", 272 + 3, 258)]


def test_other_handling_printed_as_one_row_counts_as_its_class() -> None:
    batch = TextBatch()
    number = batch.submit("云江区财政局", "2025", {"T3:other.total": 5}, rest=None)
    batch.remove(number, "T3:other.no", "T3:other.fee", "T3:other.other")
    batch.tell(number, "依申请公开：其他处理5件。")
    assert batch.judged("TEXT-FIGURE") == [("pass", 5, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "全年受理政府信息公开申请60件。",  # 普陀 2024, 徐泾镇 2025 (E-04): with and without carried ones
        "共办理政府信息公开申请60件。",
        "收到政府信息公开申请60件（含上年结转4件）。",
        "其中网上收到政府信息公开申请60件。",
        "通过信函收到政府信息公开申请60件。",
        "2023年收到政府信息公开申请60件。",
        "上半年收到政府信息公开申请60件。",
        "条例施行以来，收到政府信息公开申请60件。",
        "各街镇共收到政府信息公开申请60件。",
        "政府信息公开：收到行政许可申请60件。",
        "依申请公开：因不属于本机关负责公开等原因无法提供60件。",
        "依申请公开：属于国家秘密不予公开1件。",
        "依申请公开：信访举报投诉类申请不予处理1件。",
        "本局作为行政复议机关，收到涉及信息公开的行政复议申请50件。",
        "在网站公开行政许可60件、行政处罚20件。",
        "以区政府名义制发行政规范性文件60件。",
        "解读行政规范性文件60件。",
        "办结信息公开留言60件。",
        "政府信息公开申请中，延期答复60件。",
        "主动公开政府信息60条，其中规范性文件3条。",
    ],
)
def test_words_with_another_meaning_are_not_held_against_the_table(text: str) -> None:
    batch = report(text, cells={"T3:new.total": 180, "T3:total.total": 202})
    assert [outcome for outcome, *_ in batch.judged("TEXT-FIGURE") if outcome != "not_assessable"] == []
    assert batch.judged("TEXT-HANDLED") == []


def test_received_may_have_carried_ones_in_it_and_newly_received_not() -> None:
    cells = {"T3:new.total": 60.0, "T3:carried_in.total": 4.0}
    assert report("收到政府信息公开申请64件。", cells=cells).judged("TEXT-FIGURE") == [("not_assessable", 60, 64)]
    assert report("新收政府信息公开申请64件。", cells=cells).judged("TEXT-FIGURE") == [("fail", 60, 64)]
    assert report("收到政府信息公开申请65件。", cells=cells).judged("TEXT-FIGURE") == [("fail", 60, 65)]


def test_disputes_are_told_with_their_outcomes() -> None:
    cells = t4("""
                    维持 纠正 其他 未审结 总计
        复议         10   1    0     0   11
        直接起诉      1   0    0     0    1
        复议后起诉     4   0    0     0    4
    """)
    text = (
        "因政府信息公开工作发生行政复议11件，其中结果维持10件、结果纠正1件。"
        "因政府信息公开工作发生行政诉讼5件（未经复议直接起诉1件、复议后起诉4件），其中结果维持5件。"
    )
    assert [outcome for outcome, *_ in report(text, cells=cells).judged("TEXT-FIGURE")] == ["pass"] * 7
    wrong = report(text, cells={**cells, "T4:review.corrected": 2, "T4:suit_after_review.upheld": 3})
    assert [check for check in wrong.judged("TEXT-FIGURE") if check[0] == "fail"] == [
        ("fail", 2, 1),
        ("fail", 1 + 3, 5),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "没有因政府信息公开工作被申请行政复议或者被提起行政诉讼。",
        "政府信息公开工作未发生行政复议、行政诉讼案件。",
        "政府信息公开行政复议、行政诉讼均为0件。",
    ],
)
def test_no_dispute_said_in_words_is_two_zeros(text: str) -> None:
    assert report(text).judged("TEXT-FIGURE") == [("pass", 0, 0), ("pass", 0, 0)]
    assert ("fail", 2, 0) in report(text, cells={"T4:review.total": 2}).judged("TEXT-FIGURE")


def test_the_finding_says_where_and_what() -> None:
    batch = report("概况。", "本年度新收政府信息公开申请66件。", cells={"T3:new.total": 64})
    violation = batch.judge(rule_ids=["TEXT-FIGURE"]).violations.row(0, named=True)
    assert (violation["severity"], violation["address"], violation["cell_code"]) == ("error", "第2段", "T3:new.total")
    assert violation["message"] == "正文写“本年度新收政府信息公开申请66件”（66），表格中本年新收申请为 64。"


def test_answered_is_held_against_the_total_as_a_warning() -> None:
    # 万源 2025: 办结 54, the outcomes come to 55
    batch = report("依申请公开办结54件。", cells={"T3:total.total": 55})
    assert batch.judged("TEXT-HANDLED") == [("fail", 55, 54)]
    assert batch.judge(rule_ids=["TEXT-HANDLED"]).violations["severity"].to_list() == ["warning"]
    assert (
        report("依申请公开办结54件。", cells={"T3:total.total": None}).judged("TEXT-HANDLED")[0][0] == "not_assessable"
    )
