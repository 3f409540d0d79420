from __future__ import annotations

import polars as pl
import pytest

from transforms.claims.derive import derive_claims
from transforms.claims.similarity import SIMILARITY_SCHEMA, Report, derive_similarity
from warehouse.catalog.catalog import load_catalog

CLAIMS = load_catalog().claims
SCHEMA = {"sha256": pl.String, "number": pl.Int32, "section": pl.String, "place": pl.String, "text": pl.String}
LONG = (
    "围绕预算执行和国有资产管理公开部门预决算和绩效评价结果，对重点支出项目逐一作出说明，全年公开{}条，方便群众查阅。"
)
OWN = (
    "与街道共建社区查阅点，配置自助终端，由志愿者帮助老年居民检索养老、医保政策，每月更新一次资料架上的公报和办事指南。"
)


def _similarity(texts: dict[str, list[str]], reports: dict[str, Report]) -> list[dict[str, object]]:
    rows = [(key, n, "一", f"第{n}段", text) for key, told in texts.items() for n, text in enumerate(told, 1)]
    frame = pl.DataFrame(rows, SCHEMA, orient="row")
    claims = derive_claims(frame, CLAIMS, {}, {})
    found = derive_similarity(frame, claims, CLAIMS.words, reports)
    assert dict(found.schema) == SIMILARITY_SCHEMA
    return found.to_dicts()


def _reports(**said: tuple[str, int | None]) -> dict[str, Report]:
    return {key: Report(body, year, f"{body}{year}年报告") for key, (body, year) in said.items()}


def test_the_share_is_of_the_reports_own_characters() -> None:
    texts = {"a": [LONG.format(1), OWN], "b": [LONG.format(22)]}
    rows = _similarity(texts, _reports(a=("甲局", 2025), b=("乙局", 2025)))
    shares = {row["sha256"]: row["share"] for row in rows}
    assert shares["a"] == pytest.approx(len(LONG.format(1)) / len(LONG.format(1) + OWN))
    assert shares["b"] == 1
    assert [row["place"] for row in rows] == ["第1段", "第1段"]


def test_short_passages_and_those_that_all_reports_share_are_left_out() -> None:
    shared = (
        "本报告根据《中华人民共和国政府信息公开条例》第五十条规定，由本机关结合工作实际认真编制而成，统计期限为全年。"
    )
    rows = _similarity({"a": [shared, "短句。"], "b": [shared, "短句。"]}, _reports(a=("甲局", 2025), b=("乙局", 2025)))
    assert rows == []


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        (("甲局", 2024), ("甲局", 2025), [("b", "year")]),
        (("甲局", 2023), ("甲局", 2025), []),
        (("甲局", 2025), ("甲局", 2025), []),
        (("甲局", 2024), ("乙局", 2025), [("b", "unit")]),
        (("甲局", None), ("乙局", 2025), []),
    ],
)
def test_which_reports_are_compared(
    first: tuple[str, int | None], second: tuple[str, int | None], kinds: list[object]
) -> None:
    rows = _similarity({"a": [LONG], "b": [LONG]}, _reports(a=first, b=second))
    assert [(row["sha256"], row["kind"]) for row in rows] == kinds


def test_many_reports_are_compared_by_what_they_have_in_common() -> None:
    texts = {f"{n:03}": [f"第{n}号单位{OWN[n % 7 :]}{n * 7919}", LONG.format(n)] for n in range(60)}
    reports = {key: Report(f"单位{key}", 2025, key) for key in texts}
    rows = _similarity(texts, reports)
    assert len(rows) == 60 * 59
    assert {row["passages"] for row in rows} == {2}


def test_a_report_with_nothing_copied_was_compared_all_the_same() -> None:
    rows = _similarity({"a": [LONG], "b": [OWN]}, _reports(a=("甲局", 2025), b=("乙局", 2025)))
    assert [(row["sha256"], row["kind"], row["other"], row["share"]) for row in rows] == [
        ("a", "unit", None, 0),
        ("b", "unit", None, 0),
    ]


def test_what_every_report_says_by_nature_is_left_out_sentence_by_sentence() -> None:
    """Statutory wording and figures of the form are the same every year; what stands beside them in the paragraph is not."""
    natural = [
        "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条的规定和上级机关的统一要求编制本年度报告并向社会公布。",
        "全年新收政府信息公开申请{}件，上年结转{}件，办结{}件，结转下年度继续办理{}件；其中予以公开{}件，部分公开{}件，无法提供{}件。",
        "本年度没有收取信息处理费，没有其他需要报告的事项，本报告的电子版可以在本区门户网站政府信息公开专栏查阅和下载。",
    ]
    years = {
        "a": [text.format(*range(9)) + OWN for text in natural],
        "b": [text.format(*range(3, 12)) for text in natural],
    }
    rows = _similarity(years, _reports(a=("甲局", 2025), b=("甲局", 2024)))
    assert [row for row in rows if row["share"]] == []
    years["b"].append(OWN)
    rows = _similarity(years, _reports(a=("甲局", 2025), b=("甲局", 2024)))
    assert [(row["sha256"], row["kind"], row["share"], row["passages"]) for row in rows] == [("a", "year", 1, 3)]
