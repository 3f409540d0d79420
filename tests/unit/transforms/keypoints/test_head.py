"""The head: title, document number, date, year, jurisdiction, however they are printed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.transforms.keypoints.test_flow import flow
from transforms.keypoints.head import Head, read_head
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()


def head(*lines: str, tail: str = "") -> Head:
    joined = flow(*lines, "一、甲", tail) if tail else flow(*lines, "一、甲")
    first = joined.text.index("一、甲")
    return read_head(joined, first, first + 3, WORDS)


def test_the_title_is_that_of_the_key_points_and_not_of_the_notice() -> None:
    read = head(
        "上海市宝山区人民政府办公室关于印发 《2025年宝山区政务公开工作要点》的通知",
        "宝府办〔2025〕9号",
        "2025年4月30日",
        "2025年宝山区政务公开工作要点",
    )
    assert read.title == "2025年宝山区政务公开工作要点"
    assert read.notice_title == "上海市宝山区人民政府办公室关于印发《2025年宝山区政务公开工作要点》的通知"
    assert (read.year, read.issued_on, read.jurisdiction) == (2025, date(2025, 4, 30), "宝山区")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("2025年宝山区政务公", "开工作要点"), "2025年宝山区政务公开工作要点"),
        (("云江县2025年政务公开工作要点",), "云江县2025年政务公开工作要点"),
        (("关于印发《2025年云江县政务公开工作要点》的通知",), "2025年云江县政务公开工作要点"),
        (("2025年4月30日", "2025年云江县政务公开工作要点"), "2025年云江县政务公开工作要点"),
        (("各单位：",), None),
    ],
)
def test_a_title_may_be_broken_or_only_quoted(lines: tuple[str, ...], title: str | None) -> None:
    assert head(*lines).title == title


@pytest.mark.parametrize(
    "lines",
    [
        ("宝府办〔2025〕9号",),
        ("宝府办（2025）9 号",),
        ("宝府办[2025]第9号",),
        ("宝山区人民政府办公室文件", "宝府", "办〔2025〕9号"),
        ("关于印发要点的通", "知", "宝府办〔2025〕9号"),
        ("发文字号：宝府办〔2025〕9号",),
    ],
)
def test_the_document_number_is_written_one_way(lines: tuple[str, ...]) -> None:
    assert head(*lines).document_number == "宝府办〔2025〕9号"


@pytest.mark.parametrize(
    ("lines", "tail", "day"),
    [
        (("2025年6月17日",), "2025年6月30日印发", date(2025, 6, 17)),
        ((), "云江区人民政府办公室2025年6月17日", date(2025, 6, 17)),
        ((), "2025年6月30日印发", date(2025, 6, 30)),
        (("二〇二五年十一月二十日",), "", date(2025, 11, 20)),
        (("发布日期：2025-06-17",), "", date(2025, 6, 17)),
        (("2025年13月40日",), "", None),
    ],
)
def test_the_day_under_the_notice_counts_before_that_of_printing(
    lines: tuple[str, ...], tail: str, day: date | None
) -> None:
    assert head(*lines, "各单位：", tail=tail).issued_on == day


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("2024年上海市普陀区政务公开工作要点", "普陀区"),
        ("2025年上海市政务公开工作要点", "上海市"),
        ("2025年浦东新区政务公开工作要点", "浦东新区"),
        ("杭州市西湖区2025年政务公开工作要点", "西湖区"),
        ("2025年云江县朱家镇政务公开工作要点", "朱家镇"),
        ("2025年政务公开工作要点", None),
    ],
)
def test_the_last_place_in_the_title_is_the_jurisdiction(title: str, place: str | None) -> None:
    assert head(title).jurisdiction == place


def test_the_office_names_the_jurisdiction_where_the_title_does_not() -> None:
    assert head("上海市金山区人民政府办公室", "2025年政务公开工作要点").jurisdiction == "金山区"
