"""Section six and the fees of table 2, as worked examples: DOMAIN K11, §1.7, the tiers of §2."""

from __future__ import annotations

import pytest

from tests.unit.expectations.text_batch import report

FEE = "T2:fee.amount_wan"
NOTICE = "发出收费通知{}件，通知总金额{}元，实际收取信息处理费{}元。"


@pytest.mark.parametrize(
    ("text", "table", "outcome"),
    [
        ("行政事业性收费5000元。", 0.5, "pass"),
        ("行政事业性收费5000元。", 5000, "fail"),  # K11: yuan typed into a cell of 万元
        ("行政事业性收费5000万元。", 0.5, "fail"),
        ("行政事业性收费5000元。", 0.6, "pass"),  # another mistake: TEXT-FIGURE says so
        ("行政事业性收费5000元。", None, "not_assessable"),
        ("没有行政事业性收费。", 0, "pass"),
    ],
)
def test_a_slip_between_yuan_and_wan_is_told_as_one(text: str, table: float | None, outcome: str) -> None:
    batch = report(text, cells={FEE: table})
    assert [check[0] for check in batch.judged("FEE-UNIT")] == [outcome]
    if outcome == "fail":
        assert batch.judged("TEXT-FIGURE") == []


def test_what_the_unit_is_told_of_the_slip() -> None:
    assert report("行政事业性收费5000元。", cells={FEE: 5000}).sentences("FEE-UNIT") == [
        "正文写“行政事业性收费5000元”，合 0.5 万元，表格填 5000 万元，正好相差一万倍。"
    ]


@pytest.mark.parametrize(
    ("text", "table", "outcome"),
    [
        ("实际收取信息处理费共计400元。", 0.04, "pass"),
        ("实际收取信息处理费共计400元。", 12.5, "pass"),
        ("实际收取信息处理费共计400元。", 0, "fail"),
        ("实际收取信息处理费共计400元。", None, "not_assessable"),
        ("本年度未收取信息处理费。", 0, "pass"),
    ],
)
def test_the_information_fee_is_in_the_fees_of_the_table(text: str, table: float | None, outcome: str) -> None:
    assert [check[0] for check in report(text, cells={FEE: table}).judged("FEE-TABLE")] == [outcome]


@pytest.mark.parametrize(
    ("notices", "asked", "received", "outcomes"),
    [
        (1, 3000, 3000, ["pass", "pass"]),  # 35 requests in a month: 20 × 100 + 5 × 200
        (1, 4700, 0, ["pass", "pass"]),  # 250 pages: 70 × 10 + 100 × 20 + 50 × 40
        (1, 720, 720, ["pass", "pass"]),  # 101 pages: 700 + 1 × 20
        (1, 710, 710, ["fail", "pass"]),  # after 700 a page is 20 yuan, and requests are hundreds
        (1, 15, 15, ["fail", "pass"]),
        (3, 5000, 6000, ["pass", "fail"]),  # more came in than was asked for
        (3, 20, 20, ["fail", "pass"]),  # three notices come to 30 yuan at least
        (0, 100, 100, ["fail", "pass"]),
        (0, 0, 0, ["pass", "pass"]),
    ],
)
def test_notices_amounts_and_receipts_fit_the_tiers(
    notices: int, asked: int, received: int, outcomes: list[str]
) -> None:
    checks = report(NOTICE.format(notices, asked, received)).judged("FEE-TIERS")
    assert [check[0] for check in checks] == outcomes


def test_half_of_the_figures_cannot_be_judged() -> None:
    assert [check[0] for check in report("通知总金额500元，缴纳信息处理费。").judged("FEE-TIERS")] == [
        "not_assessable",
        "not_assessable",
    ]
    assert [check[0] for check in report("实际收取信息处理费500元。").judged("FEE-TIERS")] == ["not_assessable"]
    assert [check[0] for check in report("本年度未收取信息处理费。").judged("FEE-TIERS")] == ["pass"]


@pytest.mark.parametrize("rule_id", ["FEE-UNIT", "TEXT-FIGURE"])
def test_a_figure_of_a_hundred_million_breaks_no_rule(rule_id: str) -> None:
    """A table with 2,022,617 yuan as 万元, told in the text as it stands: ten thousand times that is still a number."""
    batch = report("行政事业性收费202261700万元。", cells={FEE: 202261700})
    assert [check[0] for check in batch.judged(rule_id)] == ["pass"]
