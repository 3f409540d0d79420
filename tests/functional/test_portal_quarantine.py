"""Answers that are not to be believed: kept, said loudly, and the last good one stays in use."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from flows.cli.app import run
from tests.functional.portal_runs import rows, summary_of, visit
from tests.functional.portal_server import PortalServer, instead
from tests.functional.portal_site import (
    Doc,
    board_page,
    board_source,
    declare,
    documents_page,
    documents_source,
    notices_source,
    put_documents,
    put_notices,
    thirty,
)
from warehouse.workspace import Workspace

FIRST = "/api/notices?channel=tzgg&pageSize=2&pageNo=1"
BOARD = "/lyb/tj.html"
LOGIN = "<html><head><title>统一身份认证</title></head><body><input type='password'></body></html>"
MISSING = "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>"


@pytest.fixture(autouse=True)
def _pages(portal: PortalServer, portal_token: None) -> None:
    put_documents(portal, thirty())
    put_notices(portal, 5)
    portal.put(BOARD, board_page([("区教育局", "2025-05", 3, 3), ("区财政局", "2025-05", 2, 1)]))


@pytest.fixture
def reading(portal: PortalServer, office: Workspace) -> Workspace:
    """An office that has read the portal once."""
    sources = {"documents": documents_source(portal), "notices": notices_source(portal), "board": board_source(portal)}
    declare(office, **sources)
    assert {one.outcome for one in visit(office).values()} == {"good"}
    return office


def staged(workspace: Workspace) -> list[list[tuple[object, ...]]]:
    """Everything that the portal's rows say, without the numbers of the visits."""
    selects = (
        "SELECT * EXCLUDE (fetch_no, first_fetch_no) FROM stg_portal_item ORDER BY ALL",
        "SELECT * EXCLUDE (fetch_no) FROM stg_portal_figure ORDER BY ALL",
    )
    return [[tuple(row.values()) for row in rows(workspace, select)] for select in selects]


@pytest.mark.parametrize(
    ("content", "fault", "said"),
    [
        (MISSING.replace("404", "通知公告").replace("不存在", "不在"), "NOT_JSON", "网页"),
        (LOGIN, "LOGIN", "登录页面"),
        (MISSING, "SOFT_404", "页面不存在"),
        ("", "NOT_JSON", "空白"),
        ('{"data": {"total": 5, "list": [{"title": "公告0", "url": "/1.html"', "NOT_JSON", "残缺"),
        ('{"data": {"total": NaN, "list": []}}', "NOT_JSON", "不规范"),
        ('{"data": {"total": 1, "total": 2, "list": []}}', "NOT_JSON", "不规范"),
        ("[" * 100_000, "NOT_JSON", "残缺"),
        ('{"code": 500, "message": "系统繁忙"}', "SHAPE", "data.list"),
        ('{"data": {"total": 5, "list": ["公告"]}}', "SHAPE", "不是一个对象"),
        ('{"data": {"total": 0, "list": []}}', "EMPTY", "至少应有 1 条"),
        ('{"data": {"total": 9, "list": []}}', "INCOMPLETE", "9 条"),
        ('{"data": {"total": 1, "list": [{"title": "公告", "url": "/1.html"}]}}', "SHAPE", "没有发布日期"),
        ('{"data": {"total": 1, "list": [{"title": "公告", "url": "javascript:0", "publishTime": 1751270400000}]}}', "SHAPE", "不是网址"),
        ('{"data": {"total": 1, "list": [{"title": "公告", "url": "/1.html", "publishTime": 9951270400000}]}}', "VALUE", "发布日期"),
        ('{"data": {"total": 1, "list": [{"title": "公告", "url": "/1.html", "publishTime": 1751270400000}]}}', "DROP", "上次为 5 条"),
    ],
)  # fmt: skip
def test_a_damaged_json_feed_is_quarantined(
    portal: PortalServer, reading: Workspace, content: str, fault: str, said: str
) -> None:
    before = staged(reading)
    portal.fail(FIRST, instead(content, "application/json"))
    one = visit(reading, "notices")["notices"]
    assert (one.outcome, one.fault_code) == ("quarantined", fault), one.detail
    assert said in str(one.detail)
    assert staged(reading) == before


@pytest.mark.parametrize(
    ("rows_of_board", "fault", "said"),
    [
        ([("区教育局", "2025-05", -1, 0), ("区财政局", "2025-05", 2, 1)], "VALUE", "不应小于 0"),
        ([("区教育局", "2025-05", 3.5, 0), ("区财政局", "2025-05", 2, 1)], "VALUE", "应为整数"),
        ([("区教育局", "2025-05", "三件", 0), ("区财政局", "2025-05", 2, 1)], "VALUE", "三件"),
        ([("区教育局", "五月", 3, 3), ("区财政局", "2025-05", 2, 1)], "VALUE", "2025Q1"),
        ([("区教育局", "2025-05", 3, 3), ("区教育局", "2025-05", 2, 1)], "VALUE", "不一致"),
        ([], "EMPTY", "至少应有"),
    ],
)
def test_a_board_with_figures_that_cannot_be_is_quarantined(
    portal: PortalServer,
    reading: Workspace,
    rows_of_board: list[tuple[str, str, object, object]],
    fault: str,
    said: str,
) -> None:
    before = staged(reading)
    portal.put(BOARD, board_page(rows_of_board))
    one = visit(reading, "board")["board"]
    assert (one.outcome, one.fault_code) == ("quarantined", fault), one.detail
    assert said in str(one.detail)
    assert staged(reading) == before


def test_a_renamed_column_is_named(portal: PortalServer, reading: Workspace) -> None:
    content = board_page([("区教育局", "2025-05", 3, 3), ("区财政局", "2025-05", 2, 1)])
    portal.put(BOARD, content.replace("答复数", "办结数"))
    one = visit(reading, "board")["board"]
    assert (one.fault_code, "找不到表头“答复数”" in str(one.detail)) == ("SHAPE", True)


def test_a_page_that_was_cut_off_is_quarantined(portal: PortalServer, reading: Workspace) -> None:
    portal.put("/zcwj/index_2.html", documents_page(thirty()[20:22], 3, is_closed=False), "text/html")
    one = visit(reading, "documents")["documents"]
    assert (one.outcome, one.fault_code) == ("quarantined", "TRUNCATED")
    assert "第3页" in str(one.detail)


def test_a_column_that_is_suddenly_empty_keeps_what_it_had_until_it_is_back(
    portal: PortalServer, reading: Workspace
) -> None:
    before = staged(reading)
    portal.put("/zcwj/index.html", documents_page([], 1), "text/html")
    for _ in range(2):
        assert visit(reading, "documents")["documents"].outcome == "quarantined"
    assert staged(reading) == before
    put_documents(portal, [Doc(99, "2025-07-01"), *thirty()])
    back = visit(reading, "documents")["documents"]
    assert (back.outcome, back.records, back.new_items) == ("good", 26, 1)


def test_what_was_quarantined_is_kept_and_said_with_exit_code_1(
    portal: PortalServer, reading: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.fail(FIRST, instead(LOGIN))
    assert run(["portal", "-w", str(reading.root), "--source", "notices"]) == 1
    shown = capsys.readouterr().out
    assert "通知公告（notices）已隔离，沿用上次的数据：第1页返回的是登录页面" in shown.replace("\n", "")
    kept = [path for path in reading.archive.rglob("*") if path.is_file() and path.read_bytes() == LOGIN.encode()]
    assert len(kept) == 1


def test_a_drop_that_was_meant_is_declared(portal: PortalServer, reading: Workspace) -> None:
    put_documents(portal, thirty(3))
    august = datetime(2025, 8, 5, 8)
    assert visit(reading, "documents", at=august)["documents"].fault_code == "DROP"
    declare(reading, documents=documents_source(portal, "expect: {compare_from: 2025-08-01}\n"))
    assert visit(reading, "documents", at=august)["documents"].outcome == "good"
    outcomes = rows(reading, "SELECT outcome FROM stg_portal_fetch WHERE source = 'documents' ORDER BY fetch_no")
    assert [row["outcome"] for row in outcomes] == ["good", "good", "good"], "earlier visits are judged anew too"


def test_another_declaration_reads_what_came_before_again(portal: PortalServer, reading: Workspace) -> None:
    assert {row["is_normative"] for row in rows(reading, "SELECT is_normative FROM stg_portal_item")} == {True, False}
    declare(reading, documents=documents_source(portal, "is_normative: true\n"))
    summary_of(reading, "board")  # any run: nothing of the documents is asked for
    documents = "SELECT DISTINCT is_normative FROM stg_portal_item WHERE source = 'documents'"
    assert [row["is_normative"] for row in rows(reading, documents)] == [True]


def test_all_of_it_can_be_derived_anew_from_journal_and_archive(portal: PortalServer, reading: Workspace) -> None:
    portal.put(BOARD, board_page([("区教育局", "2025-06", 4, 4), ("区财政局", "2025-06", 0, 0)]))
    visit(reading)
    portal.put("/zcwj/index.html", documents_page([], 1), "text/html")
    visit(reading)
    before, fetches = staged(reading), rows(reading, "SELECT * FROM stg_portal_fetch ORDER BY fetch_no")
    assert len(before[1]) == 2 * 2 * 2
    reading.database.unlink()
    portal.requests.clear()
    with_nothing_new = visit(reading, "board")
    assert with_nothing_new["board"].outcome == "good"
    assert staged(reading) == before
    assert rows(reading, "SELECT * FROM stg_portal_fetch ORDER BY fetch_no")[:-1] == fetches


def test_json_says_what_came_and_what_did_not(
    portal: PortalServer, reading: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.put(BOARD, board_page([("没有的局", "2025-05", 3, 3), ("区财政局", "2025-05", 2, 1)]))
    portal.fail(FIRST, instead(MISSING))
    assert run(["portal", "-w", str(reading.root), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {one["feed"]: one["outcome"] for one in told["sources"]} == {
        "board": "good",
        "documents": "good",
        "notices": "quarantined",
    }
    assert told["unknown_units"] == {"没有的局": 2}


def test_faults_of_all_source_files_are_said_at_once(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    declare(
        office,
        a="kind: list_page\ntitle: 甲\nurl: ftp://x/\nrows: //li\n",
        b="kind: board\ntitle: 乙\nurl: http://x/\nformat: table\nfigures: {period: 月, metrics: {nothing: 数}}\n",
        c="kind: unheard_of\n",
    )
    assert run(["portal", "-w", str(office.root)]) == 2
    said = capsys.readouterr().err
    for part in ("a.yaml", "url：网址“ftp://x/”有误", "items", "item_kind", "指标“nothing”没有声明", "c.yaml"):
        assert part in said


def test_selectors_and_units_that_are_none_are_said(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    items = "items: {title: a, url: a/@href, published_on: 'span['}\n"
    declare(
        office, a=f"kind: list_page\ntitle: 甲\nurl: http://x/\nitem_kind: notice\nunit: 无名局\nrows: //li\n{items}"
    )
    assert run(["portal", "-w", str(office.root)]) == 2
    said = capsys.readouterr().err
    assert "published_on“span[”不是有效的 XPath" in said
    assert "单位“无名局”不在单位名册" in said


def test_a_source_that_is_not_declared_is_wrong_use(reading: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portal", "-w", str(reading.root), "--source", "nothing"]) == 2
    assert "现有：board、documents、notices" in capsys.readouterr().err


def test_without_sources_it_is_said_where_the_examples_are(
    office: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["portal", "-w", str(office.root)]) == 0
    assert "sources" in capsys.readouterr().out
