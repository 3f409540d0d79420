"""`zwgk links` over the list 文件台账 and the portal: each address once, its history kept, dead links counted by unit and found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from flows.demo.figures import draw_district
from flows.sources.links import LinkLimits
from flows.steps.build import build_tables
from flows.steps.collect import collect
from flows.steps.indicators import indicator_origins
from flows.steps.links.patrol import LinksSummary, check_links
from flows.steps.state import refresh
from reports.template.metrics import FilingValue
from tests.functional.link_server import LinkServer, moved, slow, status, titled
from tests.functional.portal_runs import visit as fetch
from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import TERMS, declare
from tests.spec.seeded.break_metrics import DOCUMENT, Q2, RECEIVED, MetricDelivery, metric_workspace
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import CONFIG, Workspace

QUICK = LinkLimits(pause_s=0.0, connect_timeout_s=2, read_timeout_s=0.4, link_deadline_s=2, longest_wait_s=1.5)
MONDAY = datetime(2025, 7, 14, 6)


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    root = tmp_path / "office"
    metric_workspace(root)
    with (root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write('link_hosts = ["127.0.0.1"]\n')
    return Workspace.open(root)


def send(office: Workspace, unit: str, document: Mapping[str, FilingValue]) -> None:
    figures = draw_district(office.catalog, office.register, Q2, Q2)
    MetricDelivery(unit, document={**DOCUMENT, **document}).put(office, figures.of(unit, Q2))
    collect(office, as_of=RECEIVED)


def visit(office: Workspace, at: datetime = MONDAY) -> LinksSummary:
    return check_links(office, Q2, as_of=at, limits=QUICK)


def rows(office: Workspace, sql: str) -> list[dict[str, Any]]:
    with open_store(office.database) as store:
        refresh(store, office)
        build_tables(store)
        return store.rows(sql)


def test_the_links_of_a_document_are_looked_at_and_a_dead_one_is_found_in_its_cell(
    office: Workspace, site: LinkServer
) -> None:
    alive, gone = site.page("/zc/1.html", titled("若干意见")), site.page("/ybld/1.html", status(404))
    send(office, "finance", {"url": alive, "online_url": gone, "interpretation_url": f"见 {alive}"})
    summary = visit(office)
    assert summary.asked == 2
    assert [(link.kind, link.state, link.address) for link in summary.links] == [
        ("document", "alive", "L5"),
        ("interpretation", "alive", "M5"),
        ("online", "dead", "N5"),
    ]
    [found] = rows(office, "SELECT message, address FROM dq_violation WHERE rule_id = 'FILING-LINK'")
    assert found["address"] == "N5"
    assert "第 1 件文件“关于扶持企业的若干意见”的阅办联动链接打不开（HTTP 404" in found["message"]
    measured = rows(office, "SELECT measure_code, value FROM fct_measure WHERE source = 'links' ORDER BY ALL")
    assert [(row["measure_code"], int(row["value"])) for row in measured] == [("links_checked", 2), ("links_dead", 1)]
    [numerator] = [one for one in indicator_origins(office, Q2, "dead_links", "finance") if one.role == "分子"]
    assert (numerator.sheet, numerator.address, numerator.text) == ("文件台账", "N5", gone)


def test_a_finding_goes_when_the_page_is_back_and_its_history_stays(office: Workspace, site: LinkServer) -> None:
    send(office, "finance", {"url": site.page("/zc/1.html", status(500))})
    assert [link.state for link in visit(office).links] == ["unsure"]
    tuesday, friday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
    assert [(link.state, link.dead_since) for link in visit(office, tuesday).links] == [("dead", MONDAY)]
    assert len(rows(office, "SELECT * FROM dq_violation WHERE rule_id = 'FILING-LINK'")) == 1
    site.page("/zc/1.html", titled("若干意见"))
    visit(office, friday)
    assert rows(office, "SELECT * FROM dq_violation WHERE rule_id = 'FILING-LINK'") == []
    [link] = rows(office, "SELECT * FROM fct_link WHERE period = '2025Q2'")
    history = [link[name] for name in ("state", "dead_since", "broken_since", "mended_at", "alive_at", "visits")]
    assert history == ["alive", None, MONDAY, friday, friday, 3]


def test_a_portal_as_they_are_is_judged_right_and_nothing_is_asked_twice(office: Workspace, site: LinkServer) -> None:
    pages = {
        "/moved.html": (moved("/zc/1.html"),),
        "/soft.html": (titled("您访问的页面不存在"),),
        "/once.html": (status(500), status(500), titled("若干意见")),
        "/busy.html": (status(429, Retry_After="1"), titled("若干意见")),
        "/slow.html": (slow(0.8, titled("若干意见")),),
        "/zc/1.html": (titled("若干意见"),),
    }
    urls = [site.page(path, *answers) for path, answers in pages.items()]
    send(
        office,
        "finance",
        {"url": "；".join(urls[:3]), "interpretation_url": "；".join(urls[3:5]), "online_url": urls[5]},
    )
    send(office, "education", {"url": urls[5]})
    visit(office)
    seen = rows(office, "SELECT DISTINCT url, state FROM fct_link WHERE unit_code = 'finance'")
    states = {str(row["url"]).removeprefix(site.url): row["state"] for row in seen}
    expected = ("alive", "dead", "unsure", "alive", "unsure", "alive")
    assert states == dict(zip(pages, expected, strict=True))
    assert site.requests("/zc/1.html").count("GET") == 2  # once itself, and once where another leads to it
    tomorrow = visit(office, MONDAY + timedelta(days=1)).by_unit
    assert tomorrow == {"云江区教育局": {"alive": 1}, "云江区财政局": {"alive": 4, "dead": 2}}


def test_the_screen_counts_by_unit_and_says_what_is_back(
    office: Workspace, site: LinkServer, capsys: pytest.CaptureFixture[str]
) -> None:
    back = site.page("/back.html", status(404))
    send(office, "finance", {"url": back, "online_url": site.page("/gone.html", status(410))})
    visit(office)
    site.page("/back.html", titled("若干意见"))
    visit(office, MONDAY + timedelta(days=2))
    where = ["--period", "2025Q2", "--as-of", "2025-07-16", "--workspace", str(office.root)]
    assert run(["links", *where]) == 1
    said = capsys.readouterr().out
    assert f"〔已恢复〕云江区财政局　{back}：2025-07-14 起打不开，2025-07-16 又能打开。" in said
    assert "阅办联动 关于扶持企业的若干意见" in said
    assert "打不开 1" in said


def test_links_of_a_portals_column_are_looked_at_where_it_says_so(
    office: Workspace, portal: PortalServer, site: LinkServer
) -> None:
    gone = site.page("/zc/9.html", status(404))
    portal.put(
        "/zcwj/", f'<html><body><ul><li><a href="{gone}">甲办法</a><span>2025-05-06</span></li></ul></body></html>'
    )
    column = (
        f"kind: list_page\ntitle: 政策文件\nurl: '{portal.url}/zcwj/'\nrows: //li\nitem_kind: policy_document\nunit: 区财政局\n"
        "items: {title: a/text(), url: a/@href, published_on: span/text()}\n" + TERMS
    )
    declare(office, docs=column)
    assert fetch(office, at=MONDAY)["docs"].outcome == "good"
    assert visit(office).links == ()
    declare(office, docs=f"is_patrolled: true\n{column}")
    [link] = check_links(office, Period(2025), as_of=MONDAY, limits=QUICK).links
    assert (link.source, link.kind, link.item, link.state, link.period) == (
        "portal",
        "policy_document",
        "甲办法",
        "dead",
        "2025Q2",
    )
