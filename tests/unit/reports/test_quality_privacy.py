"""What identifies a person does not reach a published page, and figures do."""

from __future__ import annotations

import pytest

from reports.quality.privacy import LONGEST, masked


@pytest.mark.parametrize(
    "personal",
    [
        "11010519491231002X",
        "110105194912310021",
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+8613812345678",
        "１３８１２３４５６７８",
        "010-66554433",
        "0731 8233445",
        "6222021234567890123",
        "li.ming+oa@example.gov.cn",
        "liming＠example.gov.cn",
    ],
)
def test_a_number_or_address_of_a_person_is_hidden(personal: str) -> None:
    assert masked(f"联系人{personal}，请核对") == "联系人＊＊＊，请核对"


@pytest.mark.parametrize(
    "harmless",
    [
        "行政许可 本年处理决定数量：四个季度归并为 2915，年度表填 2905。",
        "数值 12345678901 太大",
        "国办公开办函〔2021〕30号",
        "2025年第一季度",
        "7730.280000",
        "1234567890123456789012",
    ],
)
def test_figures_periods_and_document_numbers_stay(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_a_long_text_is_cut_and_says_so() -> None:
    assert masked("长" * LONGEST) == "长" * LONGEST
    assert masked("长" * (LONGEST + 1)) == "长" * LONGEST + "…"


def test_a_text_is_one_line_without_signs_that_turn_it_round() -> None:
    assert masked("一\n二\u202e三\x07") == "一 二三"
