"""The example queries give, on a real release, the rows that follow from what its units have sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from examples.bi_query import QUERIES, open_release, queries, question
from tests.functional.bi_office import BEFORE, LICENCES, NEW, NOW, BiOffice
from warehouse.tables import tables

Rows = list[dict[str, Any]]
pytestmark = pytest.mark.xdist_group("bi")
REPORTED = ("finance", "education", "commerce", "yunxi_town")


def answers(connection: duckdb.DuckDBPyConnection, number: str) -> Rows:
    """The rows of one query, by its headings."""
    [path] = queries([number])
    found = connection.execute(path.read_text(encoding="utf-8"))
    headings = [column[0] for column in found.description or []]
    return [dict(zip(headings, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="module")
def mart(bi: BiOffice) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release in force, opened as the documentation says."""
    with open_release(bi.workspace.releases / "current" / "zwgk.duckdb") as connection:
        yield connection


def name(bi: BiOffice, unit: str) -> str:
    return bi.workspace.register.by_code[unit].name


def total(bi: BiOffice, cell: str, units: tuple[str, ...] = REPORTED) -> Decimal:
    return sum((bi.figures(unit)[cell] for unit in units), Decimal(0))


def by(rows: Rows, heading: str) -> dict[str, dict[str, Any]]:
    keyed = {row[heading]: row for row in rows}
    assert len(keyed) == len(rows)
    return keyed


def test_every_query_asks_its_question_in_the_first_line_and_reads_published_tables_only() -> None:
    files = queries([])
    assert [path.name[:2] for path in files] == [f"{number:02d}" for number in range(1, len(files) + 1)]
    published = {table.mart_name for table in tables().values() if table.published}
    for path in files:
        sql = path.read_text(encoding="utf-8")
        assert question(sql).endswith("？"), path.name
        read = set(re.findall(r"\bmart\.([a-z_]+)", sql))
        assert read
        assert read <= published, path.name
    assert not list(QUERIES.glob("*[!l]"))


def test_a_total_of_the_district_says_how_many_units_are_in_it_and_which_are_not(
    bi: BiOffice, mart: duckdb.DuckDBPyConnection
) -> None:
    rows = by(answers(mart, "01"), "项目")
    received = rows["一、本年新收政府信息公开申请数量 总计"]
    assert received["本季度"] == total(bi, NEW) == 18 + 18 + 13 + 6
    assert (received["在内"], received["应报"], received["空白"]) == (4, 50, 0)
    missing = received["未计入单位"].split("、")
    assert len(missing) == 50 - 4
    assert name(bi, "audit") in missing
    licences = rows["行政许可 本年处理决定数量"]
    assert licences["空白"] == 1
    assert licences["本季度"] == total(bi, LICENCES, ("finance", "education", "yunxi_town")) + 5


def test_who_is_missing_late_or_returned_is_listed_with_the_reason(
    bi: BiOffice, mart: duckdb.DuckDBPyConnection
) -> None:
    rows = by([row for row in answers(mart, "02") if row["报告期"] == NOW.label], "单位")
    assert rows[name(bi, "yunxi_town")]["状态"] == "accepted"
    assert rows[name(bi, "yunxi_town")]["逾期"] is True
    audit = rows[name(bi, "audit")]
    assert (audit["状态"], audit["退回次数"], audit["逾期"]) == ("returned", 1, None)
    assert "行政复议" in audit["原因"]
    assert "总计填 1" in audit["原因"]
    assert rows[name(bi, "tax")]["状态"] == "missing"
    assert name(bi, "education") not in rows


def test_units_are_ranked_within_their_group_and_those_without_a_report_have_no_rank(
    bi: BiOffice, mart: duckdb.DuckDBPyConnection
) -> None:
    rows = by(answers(mart, "03"), "单位")
    ranks = {unit: rows[name(bi, unit)]["名次"] for unit in (*REPORTED, "audit", "tax")}
    assert ranks == {"finance": 1, "education": 1, "commerce": 3, "yunxi_town": 1, "audit": None, "tax": None}
    education = bi.figures("education")
    granted = education["T3:granted.total"] + education["T3:partly_granted.total"]
    assert rows[name(bi, "education")]["公开率"] == pytest.approx(
        float(granted / education["T3:total.total"]), abs=5e-5
    )
    assert len(rows) == 51


def test_year_on_year_a_merged_unit_counts_with_its_successor(bi: BiOffice, mart: duckdb.DuckDBPyConnection) -> None:
    rows = by(answers(mart, "04"), "单位")
    before = bi.figures("commerce", BEFORE)[NEW] + bi.figures("investment_promotion", BEFORE)[NEW]
    now = bi.figures("commerce")[NEW]
    commerce = rows[name(bi, "commerce")]
    assert bi.figures("investment_promotion", BEFORE)[NEW] > 0
    assert (commerce["本季度"], commerce["上年同季"], commerce["增减"]) == (now, before, now - before)
    assert rows[name(bi, "education")]["上年同季"] is None
    assert rows[name(bi, "education")]["增减"] is None
    assert name(bi, "investment_promotion") not in rows
    district = rows[name(bi, "yunjiang")]
    units = sum((bi.figures(unit, BEFORE)[NEW] for unit in ("finance", "yunxi_town")), before)
    assert (district["上年同季"], district["上年在内"], district["本季在内"]) == (units, 4, 4)


def test_a_quarter_in_which_nobody_reported_has_no_total(bi: BiOffice, mart: duckdb.DuckDBPyConnection) -> None:
    rows = answers(mart, "05")
    told = [(row["报告期"], row["新收"], row["在内"]) for row in rows if row["在内"]]
    assert told == [("2024年第三季度", total_before(bi), 4), ("2025年第三季度", total(bi, NEW), 4)]
    assert {row["新收"] for row in rows if not row["在内"]} <= {None}


def total_before(bi: BiOffice) -> Decimal:
    units = ("finance", "commerce", "investment_promotion", "yunxi_town")
    return sum((bi.figures(unit, BEFORE)[NEW] for unit in units), Decimal(0))


def test_a_blank_cell_is_told_from_a_zero_and_from_a_unit_that_sent_nothing(
    bi: BiOffice, mart: duckdb.DuckDBPyConnection
) -> None:
    rows = by(answers(mart, "06"), "单位")
    assert [rows[name(bi, "commerce")][state] for state in ("有数", "空白")] == [199, 1]
    assert [rows[name(bi, "finance")][state] for state in ("有数", "空白")] == [200, 0]
    assert [rows[name(bi, "tax")][state] for state in ("报送状态", "有数", "空白")] == ["missing", 0, 0]


def test_a_task_that_is_past_its_day_and_not_done_is_overdue(bi: BiOffice, mart: duckdb.DuckDBPyConnection) -> None:
    [row] = answers(mart, "07")
    assert (row["任务"], row["单位"], row["时限"]) == ("权责清单更新", name(bi, "finance"), date(2025, 6, 30))
    assert (row["进展"], row["单位所报"], row["进展情况"]) == ("overdue", "under_way", "正在核对")


def test_tasks_are_counted_by_chapter(mart: duckdb.DuckDBPyConnection) -> None:
    rows = by(answers(mart, "08"), "章")
    assert {chapter: (row["任务"], row["完成"], row["逾期"], row["完成率"]) for chapter, row in rows.items()} == {
        "一、主动公开": (2, 1, 1, 1 / 2),
        "二、政民互动": (1, 0, 0, 0 / 1),
    }


def test_the_districts_indicator_is_the_quotient_of_sums(bi: BiOffice, mart: duckdb.DuckDBPyConnection) -> None:
    [row] = [row for row in answers(mart, "09") if row["指标"] == "公文主动公开率"]
    assert (row["分子"], row["分母"], row["本季度"], row["在内"]) == (4 + 0, 5 + 0, Decimal("0.8"), 2)
    [filed] = [row for row in answers(mart, "09") if row["指标"] == "公文备案率"]
    assert filed["达到"] is True


def test_only_what_was_judged_and_fell_short_is_unmet(bi: BiOffice, mart: duckdb.DuckDBPyConnection) -> None:
    rows = answers(mart, "10")
    ways = [row for row in rows if row["指标"] == "解读方式3种以上达标率"]
    assert [(row["单位"], row["数值"], row["本季分子"], row["本季分母"]) for row in ways] == [
        (name(bi, "finance"), 0, 0, 1)
    ]
    returned = [row["单位"] for row in rows if row["指标"] == "报表退回次数"]
    assert returned == [name(bi, "audit")]


def test_not_applicable_and_not_reported_are_counted_apart(mart: duckdb.DuckDBPyConnection) -> None:
    rows = {(row["指标"], row["来源"]): row for row in answers(mart, "11")}
    disclosed = rows["公文主动公开率", "sheet"]
    assert [disclosed[state] for state in ("有数", "不适用", "未报", "无法判断")] == [1, 1, 49, 0]
    assert disclosed["达标率"] is None
    filed = rows["公文备案率", "sheet"]
    assert [filed[state] for state in ("达到", "未达到", "达标率")] == [1, 0, 1.0]


def test_a_score_comes_with_the_items_that_cost_points(bi: BiOffice, mart: duckdb.DuckDBPyConnection) -> None:
    rows = by(answers(mart, "12"), "单位")
    lines = mart.execute(
        "SELECT name, weight_in_force - points FROM mart.fct_score_line WHERE unit_code = 'finance' AND period = $period AND kind <> 'bonus'",
        {"period": str(NOW)},
    ).fetchall()
    lost = {item: points for item, points in lines if points > 0}
    finance, education, tax = (rows[name(bi, unit)] for unit in ("finance", "education", "tax"))
    assert (finance["名次"], education["名次"], tax["名次"]) == (2, 1, None)
    assert lost["解读方式"] > 0
    assert (finance["丢分项数"], finance["丢分"]) == (len(lost), sum(lost.values()))
    assert finance["得分"] + finance["丢分"] == finance["满分"] == 100
    assert finance["丢分理由"].startswith(max(lost, key=lambda item: lost[item]) + "：")


def test_problems_are_listed_until_they_are_closed_and_go_with_the_unit_that_took_over(
    bi: BiOffice, mart: duckdb.DuckDBPyConnection
) -> None:
    rows = answers(mart, "13")
    assert [row["状态"] for row in rows] == sorted((row["状态"] for row in rows), reverse=True)
    kinds = {(row["整改单位"], row["类别"]) for row in rows if row["列入"] == str(NOW)}
    assert {kind for unit, kind in kinds if unit == name(bi, "finance")} == {"finding", "indicator", "task"}
    assert (name(bi, "audit"), "missing") in kinds
    assert (name(bi, "yunxi_town"), "missing") not in kinds
    task = next(row for row in rows if row["整改单位"] == name(bi, "finance") and row["类别"] == "task")
    assert (task["状态"], task["已跨季度"]) == ("open", 0)
    assert task["整改期限"] > date(2025, 10, 31)
    assert name(bi, "investment_promotion") not in {row["整改单位"] for row in rows}


def test_quality_is_told_by_quarter_with_the_rule_that_found_most(mart: duckdb.DuckDBPyConnection) -> None:
    rows = by(answers(mart, "14"), "报告期")
    columns = ("收到", "报送单位", "退回", "首报通过", "最多的问题")
    assert [rows[BEFORE.label][column] for column in columns] == [4, 4, 0, 4, None]
    assert [rows[NOW.label][column] for column in columns] == [4 + 2, 5, 1, 4, "T4-TOTAL"]
    assert rows[NOW.label]["首报通过率"] == 4 / 5


def test_what_a_release_revises_is_listed_with_its_reason(bi: BiOffice, mart: duckdb.DuckDBPyConnection) -> None:
    rows = [row for row in answers(mart, "15") if row["单位"] == name(bi, "finance")]
    was = bi.figures("finance")[LICENCES]
    assert [(row["列"], row["原为"], row["现为"], row["相差"]) for row in rows] == [
        ("value", was, was + 5, 5),
        ("ytd_value", was, was + 5, 5),
    ]
    assert {row["原因"].split("：")[0] for row in rows} == {"更正报送"}
    assert {(row["上一版"], row["本版"]) for row in rows} == {tuple(release.name for release in bi.releases)}
    with open_release(bi.releases[0] / "zwgk.duckdb") as first:
        assert answers(first, "15") == []


def test_a_number_of_the_district_leads_to_files_in_the_archive_and_to_their_cells(
    bi: BiOffice, mart: duckdb.DuckDBPyConnection
) -> None:
    rows = by(answers(mart, "16"), "单位")
    assert set(rows) == {name(bi, unit) for unit in REPORTED}
    assert {(row["各单位之和"], row["全区数"]) for row in rows.values()} == {(total(bi, NEW), total(bi, NEW))}
    finance = rows[name(bi, "finance")]
    assert (finance["版本"], finance["收到"]) == (2, datetime(2025, 11, 6))
    [sent] = bi.workspace.inbox.glob("*财政局更正.xlsx")
    assert finance["文件"] == hashlib.sha256(sent.read_bytes()).hexdigest()
    assert (finance["工作表"], finance["单元格"]) == ("表三 依申请", "J6")
