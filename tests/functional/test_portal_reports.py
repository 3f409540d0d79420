"""Published annual reports: read, held against what the unit sent, their day of publication and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from tests.functional.portal_runs import metrics, rows, visit
from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import TERMS, declare
from tests.unit.transforms.published import NEW, Published, html_table, page
from warehouse.store import open_store
from warehouse.workspace import Workspace

PATH = "/nb/2024/jyj.html"
FEED = "reports/区教育局/2024"
DAYS = [datetime(2025, 2, day, 6) for day in (10, 11, 12, 13)]
UNIT = "云江区教育局"


def report_page(
    cells: Mapping[str, str] | None = None,
    *,
    unit: str = UNIT,
    year: int = 2024,
    published_on: str = "2025-02-07",
    visits: int = 1,
) -> str:
    """The page of a report in which everything is 0, with the counter that portals put below."""
    report = Published(
        title=(f"{unit}{year}年政府信息公开工作年度报告",),
        opening=(f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",),
        values=dict.fromkeys(NEW.by_code, "0") | dict(cells or {}),
    )
    head = f'<meta charset="utf-8"><meta name="PubDate" content="{published_on}">'
    text = page(report, map(html_table, report.tables), head)
    return text.replace("</body>", f"<p>浏览次数：{visits}</p></body>")


def declare_reports(office: Workspace, portal: PortalServer) -> None:
    source = (
        f"kind: report_page\ntitle: 年度报告\npublished_on: //meta[@name='PubDate']/@content\n"
        f"pages:\n  - {{unit: 区教育局, year: 2024, url: '{portal.url}{PATH}'}}\n"
        f"  - {{unit: 区财政局, year: 2024, url: '{portal.url}/nb/2024/czj.html'}}\n" + TERMS
    )
    declare(office, reports=source)


def versions(office: Workspace) -> list[dict[str, object]]:
    return rows(office, f"SELECT * FROM stg_portal_report WHERE feed = '{FEED}' ORDER BY version")


def test_a_report_is_read_with_its_day_and_its_cells(portal: PortalServer, office: Workspace) -> None:
    portal.put(PATH, report_page({"T2:licence.decisions": "12"}))
    declare_reports(office, portal)
    outcomes = visit(office, at=DAYS[0])
    assert (outcomes[FEED].outcome, outcomes["reports/区财政局/2024"].outcome) == ("good", "failed")
    [version] = versions(office)
    assert (version["unit_code"], version["period"], version["published_on"]) == ("education", "2024", date(2025, 2, 7))
    [cell] = rows(office, "SELECT * FROM stg_portal_report_cell WHERE cell_code = 'T2:licence.decisions'")
    assert (int(cell["value"]), cell["unit_code"]) == (12, "education")
    assert cell["address"]


def test_a_counter_is_no_change_and_a_figure_is(portal: PortalServer, office: Workspace) -> None:
    declare_reports(office, portal)
    pages = [report_page(visits=1), report_page(visits=2), report_page({"T2:licence.decisions": "9"}, visits=3)]
    for day, content in zip(DAYS, pages, strict=False):
        portal.put(PATH, content)
        assert visit(office, at=day)[FEED].outcome == "good"
    found = [(row["version"], row["seen_from"], row["seen_to"], row["is_latest"]) for row in versions(office)]
    assert found == [(1, DAYS[0], DAYS[1], False), (2, DAYS[2], DAYS[2], True)]
    assert metrics(office)["report_changes", "own", "education", "2024"][0] == 1


@pytest.mark.parametrize(
    ("content", "fault", "said"),
    [
        (report_page(unit="云江区财政局"), "REPORT", "云江区财政局"),
        (report_page(year=2023), "REPORT", "2023"),
        ("<html><head><title>404</title></head><body>页面不存在</body></html>", "SOFT_404", "页面不存在"),
        ("<html><body><p>2024年工作总结</p></body></html>", "REPORT", "年度报告"),
        (report_page()[:2000], "TRUNCATED", "没有结尾"),
    ],
    ids=["another unit's", "another year's", "soft 404", "no report", "cut off"],
)
def test_another_page_under_its_address_does_not_displace_a_report(
    portal: PortalServer, office: Workspace, content: str, fault: str, said: str
) -> None:
    declare_reports(office, portal)
    portal.put(PATH, report_page())
    visit(office, at=DAYS[0])
    portal.put(PATH, content)
    one = visit(office, at=DAYS[1])[FEED]
    assert (one.outcome, one.fault_code) == ("quarantined", fault), one.detail
    assert said in str(one.detail)
    assert [row["is_latest"] for row in versions(office)] == [True]


def test_late_and_other_than_what_the_unit_sent(portal: PortalServer, office: Workspace) -> None:
    from decimal import Decimal

    from flows.steps.collect import collect
    from reports.template.workbook import TemplateOrder, write_template
    from warehouse.catalog.period import Period

    sent = dict.fromkeys(NEW.by_code, Decimal(0)) | {"T2:licence.decisions": Decimal(12)}
    order = TemplateOrder(unit_code="education", unit_name=UNIT, period=Period(2024), opening={}, values=sent)
    (office.inbox / "education.xlsx").write_bytes(write_template(order, office.catalog))
    collect(office, as_of=datetime(2025, 1, 20, 9))
    with open_store(office.database) as store:
        assert store.rows("SELECT status FROM core_submission") == [{"status": "accepted"}]
    portal.put(PATH, report_page({"T2:licence.decisions": "13"}))
    declare_reports(office, portal)
    visit(office, at=DAYS[0])
    found = metrics(office)
    # 2025-01-31 lies in 春节; the first working day after it is 5 February.
    assert found["report_days_late", "own", "education", "2024"][0] == 2
    value, numerator, denominator, _ = found["report_cells_differing", "own", "education", "2024"]
    assert (value, numerator, denominator) == (1, 1, len(NEW.by_code))
