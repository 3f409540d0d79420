"""The flows on a real server: states, artifacts, retries, periods."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.orchestration import commands as prefect_flows
from flows.sources.web import SourceError
from flows.steps import collect as collecting
from flows.steps import publish as publishing
from flows.steps.collect import CollectSummary
from flows.steps.publish import PublishSummary
from reports.template.tasks import TaskAnswer
from tests.functional.conftest import Served
from tests.functional.link_server import LinkServer, status, titled
from tests.functional.task_office import TaskOffice
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.usefixtures("served")]

BROKEN = CollectSummary(0, 0, 0, {}, 0, (), ("T3-BALANCE：no such column",))


def at(scheduled: datetime, flow: Any, **parameters: Any) -> Any:
    """Runs a flow as if a schedule had named this time for it; gives its final state."""
    from prefect.client.orchestration import get_client
    from prefect.flow_engine import run_flow
    from prefect.states import Scheduled

    with get_client(sync_client=True) as client:
        run = client.create_flow_run(flow, parameters=parameters, state=Scheduled(scheduled_time=scheduled))
        return run_flow(flow, flow_run=run, parameters=parameters, return_type="state")


def artifacts_of(state: Any) -> dict[str, Any]:
    """The artifacts of a run by key, tables as rows."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    mine = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[state.state_details.flow_run_id]))
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=mine)
    return {item.key: json.loads(item.data) if item.type == "table" else item.data for item in found}


def task_runs_of(state: Any) -> dict[str, int]:
    """How often each task was run, by name."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    mine = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
    with get_client(sync_client=True) as client:
        return {run.name.rpartition("-")[0]: run.run_count for run in client.read_task_runs(flow_run_filter=mine)}


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_flows, "fetch", prefect_flows.fetch.with_options(retry_delay_seconds=0))


def test_an_empty_inbox_is_a_completed_run_that_says_so(office: Workspace) -> None:
    state = prefect_flows.collect(str(office.root), period="2025Q1", return_state=True)
    artifacts = artifacts_of(state)
    assert state.is_completed()
    assert "没有新的报送" in artifacts["collect-summary"]
    assert artifacts["collect-progress"] == 100.0
    assert {row["状态"] for row in artifacts["status-2025q1"]} == {"未报"}
    assert len(artifacts["status-2025q1"]) == len(list(office.register.reporting(prefect_flows.Period.parse("2025Q1"))))


def test_a_file_that_is_no_workbook_is_a_finding_and_not_a_crash(office: Workspace) -> None:
    (office.inbox / "<b>报表.xlsx").write_bytes(b"no workbook at all")
    state = prefect_flows.collect(str(office.root), period="2025Q1", return_state=True)
    assert state.is_completed()
    assert state.result().statuses == {"unreadable": 1}
    artifacts = artifacts_of(state)
    assert "无法读取：1" in artifacts["collect-summary"]
    assert artifacts["status-2025q1"][-1]["单位"] == "<b>报表.xlsx"


def test_a_run_is_about_the_quarter_before_its_scheduled_time_in_shanghai(office: Workspace) -> None:
    new_year_in_shanghai = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    state = at(new_year_in_shanghai, prefect_flows.collect, workspace=str(office.root))
    assert state.is_completed()
    assert {key for key in artifacts_of(state) if key.startswith("status-")} == {"status-2025q4", "status-2025"}


def test_half_an_hour_earlier_it_is_the_quarter_before_that(office: Workspace) -> None:
    last_minutes_of_the_year = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)
    state = at(last_minutes_of_the_year, prefect_flows.collect, workspace=str(office.root))
    assert {key for key in artifacts_of(state) if key.startswith("status-")} == {"status-2025q3"}


@pytest.mark.parametrize(("form", "period"), [("quarter", "2025Q4"), ("annual", "2025")])
def test_a_release_is_of_the_period_that_ended_before_the_scheduled_time(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, form: str, period: str
) -> None:
    asked = []

    def publish(_: Workspace, period: object, as_of: object = None, *, anew: bool = False) -> PublishSummary:
        asked.append((str(period), as_of, anew))
        return PublishSummary("0001", office.releases / "0001", True, (), ())

    monkeypatch.setattr(publishing, "publish", publish)
    state = at(datetime(2026, 3, 25, 1, tzinfo=UTC), prefect_flows.publish, workspace=str(office.root), form=form)
    assert asked == [(period, None, False)]
    assert "已发布新版本" in artifacts_of(state)["release-summary"]


def test_a_refused_release_is_a_finding(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = PublishSummary("0001", office.releases / "0001", False, ("汇总表 2025Q1 ROLL-UP：相差 2",), ())
    monkeypatch.setattr(publishing, "publish", lambda *_, **__: refused)
    state = prefect_flows.publish(str(office.root), period="2025Q1", return_state=True)
    assert state.is_completed()
    assert "保留现行版本" in artifacts_of(state)["release-summary"]
    assert "ROLL" in artifacts_of(state)["release-summary"]


def test_a_rule_that_breaks_fails_the_run_after_its_summary(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "collect", lambda *_, **__: BROKEN)
    state = prefect_flows.collect(str(office.root), period="2025Q1", return_state=True)
    assert state.is_failed()
    assert "T3-BALANCE" in state.message
    assert "程序规则出错" in artifacts_of(state)["collect-summary"]


@pytest.mark.usefixtures("_no_waiting")
def test_only_the_fetch_is_tried_again(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [SourceError("服务器返回 503", is_transient=True)] * 2

    def fetch(_: Workspace) -> object:
        if failures:
            raise failures.pop()
        return collecting.NOTHING_FETCHED

    monkeypatch.setattr(collecting, "fetch", fetch)
    state = prefect_flows.collect(str(office.root), period="2025Q1", return_state=True)
    assert state.is_completed()
    assert task_runs_of(state) == {"下载": 3, "入库、读取、核对": 1, "汇总": 1}


def test_no_other_task_is_ever_tried_again() -> None:
    others = (
        prefect_flows.land_read_check,
        prefect_flows.build,
        prefect_flows.write_documents,
        prefect_flows.publish_release,
    )
    assert [task.retries for task in others] == [0, 0, 0, 0]
    assert prefect_flows.fetch.retries > 0


@pytest.mark.usefixtures("_no_waiting")
def test_a_drop_out_of_reach_fails_the_run_but_not_the_inbox(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(_: Workspace) -> object:
        raise SourceError("服务器返回 404 Not Found")

    monkeypatch.setattr(collecting, "fetch", fetch)
    (office.inbox / "a.xlsx").write_bytes(b"no workbook at all")
    state = prefect_flows.collect(str(office.root), period="2025Q1", return_state=True)
    assert state.is_failed()
    assert "404" in state.message
    assert "新收 1 份" in artifacts_of(state)["collect-summary"]
    assert task_runs_of(state)["下载"] == 1  # 404 will not get better


def test_links_that_are_not_alive_are_a_table_and_the_run_is_completed(tmp_path: Path) -> None:
    office, site = TaskOffice(tmp_path / "office", link_hosts=("127.0.0.1",)), LinkServer()
    server = site.start()
    gone, alive = site.page("/gone.html", status(404)), site.page("/a.pdf", titled("", Content_Type="application/pdf"))
    answers = {"一1": TaskAnswer("已完成", evidence=gone), "一2": TaskAnswer("已完成", evidence=alive)}
    office.send("finance", Period(2025, 1), datetime(2025, 4, 3), answers)
    state = prefect_flows.links(str(office.workspace.root), period="2025Q1", return_state=True)
    server.shutdown()
    assert state.is_completed()
    assert [(row["任务或文件"], row["状态"], row["链接"]) for row in artifacts_of(state)["links"]] == [
        ("一1", "打不开", gone)
    ]


def test_a_workspace_that_is_none_fails_with_its_sentence(served: Served) -> None:
    state = prefect_flows.quarter(str(served.server.home), period="2025Q1", return_state=True)
    assert state.is_failed()
    assert "不是工作区" in state.message


@pytest.mark.parametrize(("flow", "period"), [("quarter", "2025"), ("annual", "2025Q1"), ("collect", "第一季度")])
def test_a_period_of_the_wrong_kind_is_refused_before_anything_runs(office: Workspace, flow: str, period: str) -> None:
    from prefect.exceptions import ParameterTypeError

    with pytest.raises(ParameterTypeError, match="period"):
        getattr(prefect_flows, flow)(str(office.root), period=period)


def test_the_page_tells_the_analyst_what_to_fill_in() -> None:
    flows = (
        prefect_flows.collect,
        prefect_flows.quarter,
        prefect_flows.annual,
        prefect_flows.publish,
        prefect_flows.links,
    )
    for flow in flows:
        fields = flow.parameters.properties
        assert all("description" in field for field in fields.values()), flow.name
        assert flow.parameters.required == ["workspace"]
