"""What the text says about its figures, as worked examples: sums, shares, the year before: DOMAIN E-01, E-08, E-13, E-20, E-21."""

from __future__ import annotations

import pytest

from tests.unit.expectations.text_batch import TextBatch, report

Cells = dict[str, float | None]


@pytest.mark.parametrize(
    ("text", "cells", "outcome"),
    [
        (
            "依申请公开办结83件，其中予以公开4件，部分公开5件，不予公开33件，其他处理41件。",
            {},
            ("pass", 83, 4 + 5 + 33 + 41),
        ),
        (
            "依申请公开办结83件，其中予以公开4件，部分公开5件，不予公开33件，其他处理40件。",
            {},
            ("fail", 83, 4 + 5 + 33 + 40),
        ),
        # E-01: more than the whole is wrong whatever is left out
        (
            "依申请公开办结8件，其中予以公开4件，部分公开5件。",
            {"T3:refused.third_party.total": 9.0},
            ("fail", 8, 4 + 5),
        ),
        # not all classes are listed, and the table has some in the others
        (
            "依申请公开办结20件，其中予以公开4件，部分公开5件。",
            {"T3:refused.third_party.total": 9.0},
            ("not_assessable", 20, 4 + 5),
        ),
        (
            "依申请公开办结20件，其中予以公开4件，部分公开5件。",
            {"T3:refused.third_party.total": None},
            ("not_assessable", 20, 4 + 5),
        ),
        # E-20, 椒江章安街道 2024: outcomes are given for 3 of 5
        ("依申请公开答复5件，其中予以公开1件，部分公开2件。", {}, ("fail", 5, 1 + 2)),
    ],
)
def test_the_classes_of_a_paragraph_come_to_its_whole(text: str, cells: Cells, outcome: object) -> None:
    assert report(text, cells=cells).judged("TEXT-PARTS") == [outcome]


@pytest.mark.parametrize(
    ("share", "outcome"),
    # 普陀统计局 2025 (E-13): 1 of 7 is 14.2857; printed 14.28 so that the shares come to 100 is let be
    [
        ("14.29", "pass"),
        ("14.28", "pass"),
        ("14.3", "pass"),
        ("14", "pass"),
        ("14.27", "fail"),
        ("15.29", "fail"),
        ("13", "fail"),
    ],
)
def test_a_percentage_is_recomputed_to_its_last_digit(share: str, outcome: str) -> None:
    cells = {"T3:total.total": 7.0, "T3:new.total": 7.0}
    checks = report(f"依申请公开：无法提供1件，占{share}%。", cells=cells).judged("TEXT-PERCENT")
    assert checks == [(outcome, 14.29, float(share))]


def test_a_percentage_may_be_of_what_was_received_or_of_what_was_answered() -> None:
    cells = {"T3:new.total": 1399.0, "T3:carried_in.total": 46.0, "T3:total.total": 1403.0}
    for whole, share in ((1399, "28.45"), (1403, "28.37"), (1399 + 46, "27.54")):
        assert round(39800 / whole, 2) == float(share)
        assert report(f"依申请公开：予以公开398件，占{share}%。", cells=cells).judged("TEXT-PERCENT")[0][0] == "pass"


def test_a_percentage_of_something_blank_or_of_something_else_is_not_judged() -> None:
    blank = report("依申请公开：予以公开3件，占50%。", cells={"T3:total.total": None})
    assert blank.judged("TEXT-PERCENT")[0][0] == "not_assessable"
    assert report("依申请公开：其中国家秘密3件，占不予公开总数的50%。").judged("TEXT-PERCENT") == []
    assert report("主动公开公文1428件，公开率96.23%。").judged("TEXT-PERCENT") == []


def test_the_share_of_all_that_nobody_can_recompute_is_wrong() -> None:
    # 上海市政府办公厅 2019 (E-01): 258 is not 33.9 % of 805
    batch = report("依申请公开：予以公开及部分公开258件，占33.9%。", cells={"T3:total.total": 805, "T3:new.total": 859})
    assert batch.judged("TEXT-PERCENT") == [("fail", 32.05, 33.9)]


@pytest.mark.parametrize(
    ("text", "before", "outcome"),
    [
        # E-21: 吴兴湖东街道 2024, 桃浦镇 2025, 崇明 2024
        ("新收政府信息公开申请6件，比上年增加5件。", 1, ("pass", 5, 5)),
        ("新收政府信息公开申请6件，比上年增加了5件。", 3, ("fail", 6 - 3, 5)),
        ("新收政府信息公开申请20件，同比+53.8%。", 13, ("pass", 53.85, 53.8)),
        ("新收政府信息公开申请583件，同比增长75%。", 333, ("pass", 75.08, 75)),
        ("新收政府信息公开申请583件，同比增长57%。", 333, ("fail", 75.08, 57)),
        ("新收政府信息公开申请6件，较上年减少25%。", 8, ("pass", -25, -25)),
        ("新收政府信息公开申请6件，较上年增长25%。", 8, ("fail", -25, 25)),
        ("新收政府信息公开申请6件。数量与上年持平。", 6, ("pass", 0, 0)),
        ("新收政府信息公开申请6件。数量与上年持平。", 5, ("fail", 1, 0)),
        ("新收政府信息公开申请6件，同比增长100%。", 0, ("not_assessable", None, 100)),
        ("新收政府信息公开申请6件，同比增长100%。", None, ("not_assessable", None, 100)),
    ],
)
def test_words_on_the_year_before_hold_against_its_report(text: str, before: float | None, outcome: object) -> None:
    batch = TextBatch()
    batch.count("a", "2024", {"T3:new.total": before})
    batch.tell(batch.submit("a", "2025", {"T3:new.total": 6}), text)
    assert batch.judged("TEXT-CHANGE") == [outcome]


def test_the_figure_of_the_year_before_and_both_ways_of_telling_the_change_are_judged() -> None:
    batch = TextBatch()
    batch.count("a", "2024", {"T3:new.total": 21})
    batch.tell(batch.submit("a", "2025", {}), "新收政府信息公开申请95件。比上年（22件）增加74件，增长352.38%。")
    assert batch.judged("TEXT-CHANGE") == [("fail", 21, 22), ("pass", 95 - 21, 74), ("pass", 352.38, 352.38)]


def test_a_change_against_a_year_that_nobody_gave_is_not_assessable() -> None:
    assert report("新收政府信息公开申请6件，比上年增加5件。").judged("TEXT-CHANGE") == [("not_assessable", None, 5)]


@pytest.mark.parametrize(
    ("text", "cells", "outcome"),
    [
        # 上海市政府办公厅 2019 (E-01): 均获维持, and 2 + 1 are still open
        (
            "因政府信息公开引发行政复议7件、行政诉讼9件，均获维持。",
            {"T4:review.pending": 2.0, "T4:direct_suit.pending": 1.0},
            ("fail", 0, 3),
        ),
        ("因政府信息公开引发行政复议7件，全部维持。", {"T4:review.corrected": 1.0}, ("fail", 0, 1)),
        ("因政府信息公开引发行政复议7件，全部维持。", {"T4:direct_suit.pending": 1.0}, ("pass", 0, 0)),
        ("因政府信息公开引发行政诉讼9件，法院均判决维持。", {"T4:review.pending": 1.0}, ("pass", 0, 0)),
        ("因政府信息公开引发行政复议7件，已审结的均维持。", {"T4:review.pending": 1.0}, ("pass", 0, 0)),
        ("因政府信息公开引发行政复议7件，均获维持。", {"T4:review.pending": None}, ("not_assessable", 0, 0)),
    ],
)
def test_all_upheld_leaves_nothing_open_and_nothing_corrected(text: str, cells: Cells, outcome: object) -> None:
    assert report(text, cells=cells).judged("TEXT-UPHELD") == [outcome]


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        # 杨凌 审计局 2022 (E-08): 20 in one place, 16 in another
        (["全年公开审计信息20条。", "全年公开审计信息16条。"], ("fail", 20, 16)),
        (["全年公开审计信息20条。", "全年公开审计信息20条。"], ("pass", 20, 20)),
        (["新收政府信息公开申请66件。", "一年来收到政府信息公开申请67件。"], ("fail", 66, 67)),
        (["新收政府信息公开申请66件。", "收到政府信息公开申请70件（含上年结转4件）。"], ("not_assessable", 66, 66)),
    ],
)
def test_one_thing_has_one_figure(texts: list[str], outcome: object) -> None:
    assert report(*texts).judged("TEXT-CONSISTENT") == [outcome]


def test_figures_of_different_channels_are_different_things() -> None:
    batch = report("在门户网站公开审计信息20条。", "通过公众号公开审计信息16条。", "公开财政信息16条。")
    assert batch.judged("TEXT-CONSISTENT") == []


def test_a_report_without_text_has_nothing_to_be_judged() -> None:
    batch = report()
    for rule_id in (
        "TEXT-FIGURE",
        "TEXT-HANDLED",
        "TEXT-PARTS",
        "TEXT-PERCENT",
        "TEXT-CHANGE",
        "TEXT-UPHELD",
        "TEXT-CONSISTENT",
    ):
        assert batch.judged(rule_id) == []
