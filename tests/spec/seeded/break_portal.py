"""Units whose portal says otherwise than they do, in each way that a rule knows, and one that is clean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.template.workbook import TemplateOrder, write_template
from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import TERMS, board_page, declare
from tests.functional.test_portal_reports import report_page
from tests.spec.seeded.break_metrics import VALUES, MetricDelivery
from tests.unit.transforms.published import NEW
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

YEAR = Period(2024)
RECEIVED = datetime(2025, 7, 4, 9)
VISITS = (datetime(2025, 7, 1, 6), datetime(2025, 7, 10, 6))
LICENCES = "T2:licence.decisions"
_MESSAGES = {**VALUES, "messages_received": Decimal(12), "messages_in_time": Decimal(12)}


@dataclass(frozen=True)
class PortalDelivery:
    """A unit that sends its quarter and its year; `key` is the check that fails. Both have 12 messages and 12 licences where they agree."""

    unit: str
    rule_id: str = ""
    key: str = ""
    messages: int = 12
    licences: tuple[int, int] = (12, 12)
    published_on: str = "2025-01-27"

    def put_quarter(self, workspace: Workspace, figures: Mapping[str, Decimal]) -> None:
        """Lays the workbook of the quarter into the inbox."""
        MetricDelivery(self.unit, values=_MESSAGES).put(workspace, figures)

    def put_year(self, workspace: Workspace) -> None:
        """Lays the workbook of the year into the inbox."""
        unit = workspace.register.by_code[self.unit]
        values = dict.fromkeys(NEW.by_code, Decimal(0)) | {LICENCES: Decimal(12)}
        order = TemplateOrder(unit.code, unit.name, YEAR, {}, values)
        (workspace.inbox / f"{YEAR}{unit.name}.xlsx").write_bytes(write_template(order, workspace.catalog))


def portal_deliveries() -> Iterator[PortalDelivery]:
    """The clean one, and one for each rule."""
    yield PortalDelivery("finance")
    yield PortalDelivery("education", "INDICATOR-DIFFERS", "messages_received:sheet", messages=11)
    yield PortalDelivery("science", "PORTAL-REPORT-DIFFERS", LICENCES, licences=(13, 13))
    yield PortalDelivery("justice", "PORTAL-REPORT-LATE", "reports/justice/2024", published_on="2025-02-10")
    yield PortalDelivery("audit", "PORTAL-REPORT-CHANGED", "reports/audit/2024", licences=(11, 12))


def put_portal(portal: PortalServer, workspace: Workspace, visit: int) -> None:
    """The board and the reports' pages as they are at the first or the second visit, and their declarations."""
    rows, pages = [], []
    for one in portal_deliveries():
        unit = workspace.register.by_code[one.unit]
        rows.append((unit.name, "2025Q2", one.messages, 12))
        cells = {LICENCES: str(one.licences[visit])}
        page = report_page(cells, unit=unit.name, published_on=one.published_on)
        portal.put(f"/nb/{one.unit}.html", page)
        pages.append(f"  - {{unit: {one.unit}, year: 2024, url: '{portal.url}/nb/{one.unit}.html'}}\n")
    portal.put("/lyb/tj.html", board_page(rows))
    declare(
        workspace,
        board=f"kind: board\ntitle: 政策留言板\nurl: {portal.url}/lyb/tj.html\nformat: table\n"
        "figures: {unit: 单位, period: 月份, metrics: {messages_received: 留言数, messages_in_time: 答复数}}\n" + TERMS,
        reports="kind: report_page\ntitle: 年度报告\npublished_on: //meta[@name='PubDate']/@content\npages:\n"
        + "".join(pages)
        + TERMS,
    )
