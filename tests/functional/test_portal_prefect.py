"""The portal's flow on a real server: its artifacts, and when it fails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import board_page, board_source, declare
from warehouse.workspace import Workspace

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.usefixtures("served")]


def artifacts_of(state: Any) -> dict[str, Any]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    mine = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[state.state_details.flow_run_id]))
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=mine)
    return {item.key: json.loads(item.data) if item.type == "table" else item.data for item in found}


def test_a_good_run_completes_and_a_quarantined_source_fails_it_after_its_summary(
    portal: PortalServer, office: Workspace
) -> None:
    from flows.orchestration.portal import portal as portal_flow

    portal.put("/lyb/tj.html", board_page([("区教育局", "2025-05", 3, 3), ("<b>局", "2025-05", 1, 1)]))
    declare(office, board=board_source(portal))
    state = portal_flow(str(office.root), return_state=True)
    assert state.is_completed()
    artifacts = artifacts_of(state)
    assert [(row["来源"], row["结果"], row["条数"]) for row in artifacts["portal-sources"]] == [("board", "采用", 2)]
    assert "<b>" not in artifacts["portal-summary"]
    portal.put("/lyb/tj.html", "<html><title>登录</title></html>")
    state = portal_flow(str(office.root), return_state=True)
    assert state.is_failed()
    assert "登录页面" in state.message
    assert artifacts_of(state)["portal-sources"][0]["结果"] == "隔离"


def test_the_page_tells_the_analyst_what_to_fill_in() -> None:
    from flows.orchestration.portal import portal as portal_flow

    assert all("description" in field for field in portal_flow.parameters.properties.values())
    assert portal_flow.parameters.required == ["workspace"]


def test_no_task_asks_the_portal_again_by_itself() -> None:
    from flows.orchestration.portal import fetch, land_and_stage

    assert (fetch.retries, land_and_stage.retries) == (0, 0)
