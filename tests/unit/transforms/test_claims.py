"""What is read from running text: characters, sentences, years, places, and what is left alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from transforms.claims.derive import CLAIM_SCHEMA, derive_claims
from transforms.claims.sentences import normal_text
from warehouse.catalog.catalog import load_catalog

CLAIMS = load_catalog().claims
SCHEMA = {"sha256": pl.String, "number": pl.Int32, "section": pl.String, "place": pl.String, "text": pl.String}


def _told(*texts: str, year: int | None = 2025, body: str = "云江区财政局") -> list[dict[str, Any]]:
    rows = [("a", number, "一", f"第{number}段", text) for number, text in enumerate(texts, 1)]
    frame = pl.DataFrame(rows, SCHEMA, orient="row")
    return derive_claims(frame, CLAIMS, {"a": year}, {"a": [body]}).to_dicts()


def _figures(text: str) -> list[tuple[str, int, int | None]]:
    return [(row["subject"], int(row["value"]), row["year"]) for row in _told(text) if row["kind"] == "figure"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("新收 １２ 件\u3000，占 5 ％", "新收12件，占5%"),
        ("1,234件,56件", "1,234件，56件"),
        ("(12件);3件:4", "（12件）；3件：4"),
        ("１，２３４", "1，234"),
    ],
)
def test_characters_are_brought_to_one_way_of_writing(written: str, read: str) -> None:
    assert normal_text(written) == read


def test_no_paragraphs_are_no_claims_with_all_columns() -> None:
    frame = derive_claims(pl.DataFrame(schema=SCHEMA), CLAIMS, {}, {})
    assert (frame.height, dict(frame.schema)) == (0, CLAIM_SCHEMA)


def test_a_claim_says_where_it_stands() -> None:
    claims = _told("概况。", "本年度新收政府信息公开申请66件，上年结转3件。")
    assert [(row["claim_no"], row["paragraph"], row["place"], row["text"]) for row in claims] == [
        (1, 2, "第2段", "本年度新收政府信息公开申请66件"),
        (2, 2, "第2段", "上年结转3件"),
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2023年新收政府信息公开申请5件，2025年新收政府信息公开申请6件。", [("new", 5, 2023), ("new", 6, 2025)]),
        ("去年新收政府信息公开申请5件。", [("new", 5, 2024)]),
        ("2023年，我局成立。新收政府信息公开申请5件。", [("new", 5, 2023)]),
        ("新收政府信息公开申请5件，比2024年增加1件，上年结转2件。", [("new", 5, 2025), ("carried_in", 2, 2025)]),
        ("依申请公开：结转到2026年办理7件。", [("carried_out", 7, 2025)]),
        ("依申请公开：结转到2025年办理7件。", []),
    ],
)
def test_a_figure_belongs_to_the_year_stated_before_it(text: str, figures: list[object]) -> None:
    assert _figures(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("共收到7宗依申请公开。", [("new", 7, 2025)]),
        ("新收到依申请公开政府信息42件，答复依申请公开政府信息39件。", [("new", 42, 2025), ("total", 39, 2025)]),
        ("全区共收到依申请公开件30件，上年度结转办理件1件。", [("new", 30, 2025), ("carried_in", 1, 2025)]),
        ("依申请公开：“予以公开”3件，“部分公开”36件。", [("granted", 3, 2025), ("partly_granted", 36, 2025)]),
        ("因信息公开引发的行政复议、行政诉讼分别为3件、2件。", [("reviews", 3, 2025), ("suits", 2, 2025)]),
        ("因信息公开引发的行政复议和行政诉讼共5件。", [("disputes", 5, 2025)]),
        ("本年新增主动公开政府信息130件。", []),
        ("全区收到政府信息公开投诉举报2件。", []),
        ("收到政府信息公开申请近60件。", []),
        ("收到政府信息公开申请60余件。", []),
        ("答复率100%，收到留言248条，办结留言230件。", []),
        ("全年依申请公开工作平稳。行政复议144件，行政诉讼97件。", []),
        ("政府信息公开申请已予受理3件。", []),
    ],
)
def test_wordings_of_published_reports(text: str, figures: list[object]) -> None:
    assert _figures(text) == figures


def test_money_is_told_in_the_unit_of_the_table_to_its_last_digit() -> None:
    claims = _told("行政事业性收费7,730.3万元。", "行政事业性收费5000元。", "收取信息处理费1.2万元。")
    assert [(row["subject"], row["value"], row["tolerance"]) for row in claims] == [
        ("fees", Decimal("7730.3"), Decimal("0.1")),
        ("fees", Decimal("0.5"), Decimal("0.0001")),
        ("fee_received", Decimal("12000"), Decimal("1000")),
    ]


def test_outcomes_belong_to_the_case_told_last_outside_closed_brackets() -> None:
    text = "因信息公开发生行政诉讼5件（未经复议直接起诉1件、复议后起诉4件），维持3件；未经复议直接起诉1件，维持1件。"
    assert [subject for subject, *_ in _figures(text)] == [
        *("suits", "direct_suits", "later_suits", "suits_upheld"),
        *("direct_suits", "direct_suits_upheld"),
    ]


def test_a_change_is_about_the_figure_before_it() -> None:
    text = "新收政府信息公开申请20件，同比+53.8%，办结19件，比上年（13件）增加6件，增长46.15%。"
    claims = [
        (row["kind"], row["subject"], float(row["value"]), float(row["part"])) for row in _told(text) if row["part"]
    ]
    assert claims == [
        ("change", "new", 53.8, 20),
        ("former", "total", 13, 19),
        ("change", "total", 6, 19),
        ("change", "total", 46.15, 19),
    ]


def test_a_change_against_another_year_than_the_last_is_left_alone() -> None:
    assert [row["kind"] for row in _told("新收政府信息公开申请20件，较2019年增长53.8%。")] == ["figure"]


def test_without_a_year_of_the_report_nothing_is_dated() -> None:
    claims = _told("新收政府信息公开申请20件，比上年增加7件。", year=None)
    assert [(row["kind"], row["year"]) for row in claims] == [("figure", None)]
