"""A figure that the portal has otherwise: found without a new report, told to the unit, and gone when both agree."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from flows.demo.figures import draw_district
from flows.steps.collect import collect
from flows.steps.publish import publish
from flows.steps.state import refresh
from tests.functional.portal_runs import rows, visit
from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import TERMS, board_page, declare
from tests.spec.seeded.break_metrics import Q2, VALUES, MetricDelivery, metric_workspace
from warehouse.store import open_store
from warehouse.workspace import Workspace

BOARD = (
    "kind: board\ntitle: 政策留言板\nurl: {url}/lyb/tj.html\nformat: table\n"
    "figures: {{unit: 单位, period: 月份, metrics: {{messages_received: 留言数}}}}\n"
)
SENT, DURING, AFTER, LATER = (datetime(2025, 7, 4, 9), *(datetime(2025, *day, 6) for day in ((6, 30), (7, 8), (7, 9))))


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    workspace = metric_workspace(tmp_path / "office")
    send(workspace, 12, SENT)
    return workspace


def send(office: Workspace, messages: int, at: datetime) -> None:
    figures = draw_district(office.catalog, office.register, Q2, Q2)
    values = {**VALUES, "messages_received": Decimal(messages), "messages_in_time": Decimal(messages)}
    MetricDelivery("finance", values=values).put(office, figures.of("finance", Q2))
    collect(office, as_of=at)


def show(portal: PortalServer, office: Workspace, messages: int, at: datetime) -> None:
    """The board shows so many messages, and is fetched."""
    portal.put("/lyb/tj.html", board_page([("区财政局", "2025Q2", messages, messages)]))
    declare(office, board=BOARD.format(url=portal.url) + TERMS)
    assert visit(office, at=at)["board"].outcome == "good"


def differences(office: Workspace) -> list[dict[str, Any]]:
    return rows(office, "SELECT * FROM dq_violation WHERE rule_id = 'INDICATOR-DIFFERS'")


def notices(office: Workspace) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(office.root.glob("feedback/**/OA消息.txt")))


def test_a_later_fetch_finds_it_the_unit_reads_of_it_and_a_correction_ends_it(
    portal: PortalServer, office: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    show(portal, office, 11, AFTER)
    [found] = differences(office)
    assert (int(found["expected"]), int(found["actual"]), found["sheet"]) == (11, 12, "工作指标")
    collect(office, as_of=AFTER)
    assert "“政策留言数”按工作指标表是 12，门户网站“政策留言板”（2025-07-08 取数）是 11" in notices(office)
    assert run(["status", "--period", "2025Q2", "--workspace", str(office.root)]) in (0, 1)
    assert "有提醒的报送已计入" in capsys.readouterr().out
    send(office, 11, LATER)
    assert differences(office) == []


def test_it_goes_when_the_portal_is_mended_and_comes_back_from_the_journal_alone(
    portal: PortalServer, office: Workspace
) -> None:
    show(portal, office, 11, AFTER)
    before = differences(office)
    office.database.unlink()
    with open_store(office.database) as store:
        assert refresh(store, office).errors == ()
    assert differences(office) == before != []
    show(portal, office, 12, LATER)
    assert differences(office) == []


def test_a_portal_seen_before_the_quarter_was_over_makes_no_finding(portal: PortalServer, office: Workspace) -> None:
    show(portal, office, 9, DURING)
    assert differences(office) == []
    results = rows(office, "SELECT outcome FROM dq_result WHERE rule_id = 'INDICATOR-DIFFERS'")
    assert results == [{"outcome": "not_assessable"}]


def test_a_source_that_is_no_longer_declared_contradicts_nobody(portal: PortalServer, office: Workspace) -> None:
    show(portal, office, 11, AFTER)
    (office.root / "sources" / "board.yaml").unlink()
    with open_store(office.database) as store:
        refresh(store, Workspace.open(office.root))
    assert differences(office) == []


def test_a_difference_is_published_with_the_release_and_stops_none(portal: PortalServer, office: Workspace) -> None:
    show(portal, office, 11, AFTER)
    summary = publish(office, Q2, LATER)
    assert (summary.is_new, summary.failures) == (True, ())
    with open_store(office.database) as store:
        [found] = store.rows("SELECT * FROM dq_violation WHERE rule_id = 'INDICATOR-DIFFERS'")
        assert refresh(store, office).judged == ()
    assert found["severity"] == "warning"
