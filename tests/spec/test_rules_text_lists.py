"""Parts listed behind a whole, as worked examples: DOMAIN E-19, E-20."""

from __future__ import annotations

import pytest

from tests.unit.expectations.text_batch import report


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        # 青神县 2022: 189 + 2243 = 2432 of 3182. 其中 may leave some out; 由……组成 leaves none out
        ("公开信息3182条，其中7个乡镇189条、27个部门2243条。", ("pass", 3182, 189 + 2243)),
        ("公开信息3182条，由7个乡镇189条、27个部门2243条组成。", ("fail", 3182, 189 + 2243)),
        ("公开信息2432条，由7个乡镇189条、27个部门2243条组成。", ("pass", 2432, 189 + 2243)),
        ("公开信息2182条，其中7个乡镇189条、27个部门2243条。", ("fail", 2182, 189 + 2243)),
        ("收到申请50件（其中自然人40件、法人12件）。", ("fail", 50, 40 + 12)),
        ("举办活动5场次，其中社区1场次、园区3场次和学校2场次。", ("fail", 5, 1 + 3 + 2)),
        ("行政诉讼9件，其中维持5件，纠正2件，尚未审结3件。", ("fail", 9, 5 + 2 + 3)),
        # the first two come to the whole: what follows divides it in another way
        ("收到申请50件，其中自然人40件，法人10件，网上申请30件，信函20件。", ("pass", 50, 40 + 10)),
        # what stands in brackets is part of a part
        ("收到申请50件，其中自然人40件（含网上30件），法人8件。", ("pass", 50, 40 + 8)),
    ],
)
def test_parts_are_not_more_than_their_whole(text: str, outcome: object) -> None:
    assert report(text).judged("TEXT-PARTS") == [outcome]


@pytest.mark.parametrize(
    "text",
    [
        "发布信息100条，其中门户网站60条，微信公众号50条。",  # one piece of information stands in several places
        "发布解读材料12篇，其中图文解读8篇、视频解读6篇。",  # and one document is explained in several forms
        "新收申请10件，其中涉及征地5件、规划4件、房屋3件。",  # and one request asks for several things
        "新收申请20件，比上年增加3件，其中网上12件，当面5件。",  # of the 20, not of the 3
        "办结申请41件，其中申请人主动撤销36件。",  # one part is no sum
        "举办活动5场次，其中参加人员200人次，发放材料300份。",  # other units
        "制发文件8件，其中通知3件，另有联合发文6件。",
    ],
)
def test_what_is_no_list_of_parts_is_not_added_up(text: str) -> None:
    assert report(text).judged("TEXT-PARTS") == []


def test_classes_of_the_tables_are_added_up_once() -> None:
    batch = report("依申请公开办结8件，其中予以公开4件，部分公开5件。")
    assert batch.judged("TEXT-PARTS") == [("fail", 8, 4 + 5)]


def test_what_the_unit_is_told_of_parts_that_are_too_many() -> None:
    assert report("收到申请50件（其中自然人40件、法人12件）。").sentences("TEXT-PARTS") == [
        "正文写“收到申请50件（其中自然人40件、法人12件）”，所列各类相加为 52，相差 2。"
    ]
