"""From pages to fct_portal_metric: the whole way, with the sums written out."""

from __future__ import annotations

from decimal import Decimal

from tests.functional.portal_runs import metrics, summary_of, visit
from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import (
    STATISTICS,
    Doc,
    board_page,
    board_source,
    declare,
    documents_source,
    export,
    interpretations_source,
    put_documents,
    put_interpretations,
)
from warehouse.workspace import Workspace

DOCUMENTS = [
    Doc(3, "2025-06-29", "区财政局", "云府规〔2025〕3号"),
    Doc(2, "2025-06-28", "区财政局", "云府规〔2025〕2号"),
    Doc(1, "2025-06-27", "区教育局", "云府规〔2025〕1号"),
    Doc(5, "2025-04-02", "区教育局", "云府〔2025〕5号"),
    Doc(4, "2025-03-31", "无名局", "云府规〔2025〕4号"),
]


def test_documents_and_their_interpretations_by_unit_and_quarter(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, DOCUMENTS)
    put_interpretations(portal)
    declare(office, documents=documents_source(portal), interpretations=interpretations_source(portal))
    assert summary_of(office).unknown_units == {"无名局": 1}
    found = metrics(office)
    district = "yunjiang"
    assert found["documents_published", "own", "education", "2025Q2"] == (2, 2, None, True)
    assert found["documents_published", "own", "health", "2025Q2"] == (0, 0, None, True), "watched, and nothing came"
    assert ("documents_published", "own", "health", "2024Q4") not in found, "nobody watched then"
    assert found["documents_published", "aggregate", district, "2025Q1"] == (1, 1, None, True), "also of unknown units"
    assert found["documents_published", "aggregate", district, "2025Q3"][3] is False, "the quarter has not ended"
    # No. 1 by the link of its interpretation of 06-28; No. 3 by its title, on 07-01; No. 2 has none.
    assert found["normative_interpreted_ratio", "own", "education", "2025Q2"][:3] == (1, 1, 1)
    assert found["normative_interpreted_ratio", "own", "finance", "2025Q2"][:3] == (0.5, 1, 2)
    assert found["normative_interpreted_ratio", "own", "health", "2025Q2"][:3] == (None, 0, 0), "no events: 不适用"
    assert found["interpretation_days", "aggregate", district, "2025Q2"][:3] == (1.5, 1 + 2, 2)
    assert found["interpretations_published", "own", "gov_office", "2025Q2"][0] == 2


def test_months_of_the_board_make_the_quarter(portal: PortalServer, office: Workspace) -> None:
    months = [("区教育局", f"2025-0{month}", month, 1) for month in (4, 5, 6)]
    portal.put("/lyb/tj.html", board_page([*months, ("区财政局", "2025-06", 0, 0), ("合计", "", 15, 3)]))
    declare(office, board=board_source(portal))
    visit(office)
    found = metrics(office)
    assert found["messages_received", "own", "education", "2025Q2"] == (4 + 5 + 6, 15, None, True)
    assert found["messages_received", "own", "finance", "2025Q2"] == (0, 0, None, False), "one month of three"
    assert found["messages_answered_ratio", "own", "education", "2025Q2"] == (Decimal(3) / 15, 3, 15, True)
    assert found["messages_answered_ratio", "own", "finance", "2025Q2"][:3] == (None, 0, 0)


def test_a_month_that_the_page_no_longer_shows_stays(portal: PortalServer, office: Workspace) -> None:
    declare(office, board=board_source(portal))
    for month in (4, 5, 6):
        portal.put("/lyb/tj.html", board_page([("区教育局", f"2025-0{month}", month, 1)]))
        visit(office)
    assert metrics(office)["messages_received", "own", "education", "2025Q2"] == (15, 15, None, True)


def test_statistics_of_the_site_are_the_districts(office: Workspace) -> None:
    for month in (1, 2, 3):
        export(office, f"visits-2025-0{month}.csv", f"站点,浏览量\n主站,{month}000\n")
    declare(office, statistics=STATISTICS)
    visit(office)
    assert metrics(office)["visits", "own", "yunjiang", "2025Q1"] == (6000, 6000, None, True)


def test_every_metric_that_comes_out_is_declared(portal: PortalServer, office: Workspace) -> None:
    put_documents(portal, DOCUMENTS)
    put_interpretations(portal)
    declare(
        office, documents=documents_source(portal, "update_days: 30\n"), interpretations=interpretations_source(portal)
    )
    visit(office)
    found = metrics(office)
    assert {code for code, *_ in found} <= {metric.code for metric in office.catalog.portal.metrics}
    counted = {metric.code for metric in office.catalog.portal.metrics if metric.origin == "items"}
    assert counted - {code for code, *_ in found} == {"notices_published"}
    # Last update 06-29, as of 07-05: six days.
    assert found["columns_without_update", "own", "yunjiang", "2025Q3"] == (0, 0, 1, False)
