"""What the portal shows otherwise: each found at its place, nothing where both agree, and gone when they do again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from flows.demo.figures import draw_district
from flows.steps.collect import collect
from tests.functional.portal_runs import rows, visit
from tests.functional.portal_server import PortalServer, running_portal
from tests.spec.seeded.break_metrics import Q2, metric_workspace
from tests.spec.seeded.break_portal import RECEIVED, VISITS, portal_deliveries, put_portal
from warehouse.workspace import Workspace

SENT = list(portal_deliveries())
_FOUND = """SELECT c.unit_code, v.* FROM dq_violation v JOIN core_receipt c USING (submission_id)
            WHERE v.rule_id LIKE 'PORTAL-%' OR v.rule_id = 'INDICATOR-DIFFERS' ORDER BY ALL"""


@dataclass(frozen=True)
class Compared:
    """The office and its portal after two visits, with nothing sent after the first."""

    office: Workspace
    portal: PortalServer

    @property
    def found(self) -> list[dict[str, object]]:
        return rows(self.office, _FOUND)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compared]:
    office = metric_workspace(tmp_path_factory.mktemp("compared") / "office")
    figures = draw_district(office.catalog, office.register, Q2, Q2)
    for one in SENT:
        one.put_quarter(office, figures.of(one.unit, Q2))
        one.put_year(office)
    assert collect(office, as_of=RECEIVED).errors == ()
    with running_portal() as portal:
        for number, day in enumerate(VISITS):
            put_portal(portal, office, number)
            assert {feed.outcome for feed in visit(office, at=day).values()} == {"good"}
        yield Compared(office, portal)


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: f"{sent.unit} {sent.rule_id or 'clean'}")
def test_what_differs_is_found_and_nothing_else(sent: object, compared: Compared) -> None:
    [one] = [delivery for delivery in SENT if delivery is sent]
    found = {(row["rule_id"], row["check_key"]) for row in compared.found if row["unit_code"] == one.unit}
    assert found == ({(one.rule_id, one.key)} if one.rule_id else set())


def test_the_finding_names_the_cell_of_the_units_own_file(compared: Compared) -> None:
    [found] = [row for row in compared.found if row["rule_id"] == "INDICATOR-DIFFERS"]
    said = "“政策留言数”按工作指标表是 12，门户网站“政策留言板”（2025-07-10 取数）是 11。"
    assert found["message"] == said
    [cell] = rows(
        compared.office, "SELECT DISTINCT sheet, address FROM stg_metric WHERE measure_code = 'messages_received'"
    )
    assert (found["sheet"], found["address"]) == (cell["sheet"], cell["address"])
