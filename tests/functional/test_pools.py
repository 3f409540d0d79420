"""Several machines and offices on one Prefect server: workers of one pool, a queue for each office, batches of a cluster as runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from flows.orchestration import commands as prefect_flows
from flows.orchestration.deploy import deploy
from flows.orchestration.server import ServerError, free_port, running_child
from flows.planned import planned_runs
from flows.steps.remind.runs import is_served, read_runs
from tests.functional.conftest import Served
from tests.functional.dask_cluster import running_cluster
from tests.functional.rows import every_row
from tests.functional.test_prefect_flows import task_runs_of
from tests.hostile.corpus import good_workbooks
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("prefect")
AT = "2025-04-03T09:00:00+08:00"
POOL = "city"


def district(folder: Path, name: str) -> Workspace:
    """An office into whose inbox two reports came, and a file that is none and that no other office has."""
    workspace = Workspace.create(folder / name)
    for file_name, content in good_workbooks(workspace).items():
        (workspace.inbox / file_name).write_bytes(content)
    (workspace.inbox / "其他.xlsx").write_bytes(name.encode())
    return workspace


@pytest.fixture
def joined(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The server as another machine has it: by its environment. What is deployed there is taken away again."""
    from prefect.client.orchestration import get_client

    for name, value in served.server.environment().items():
        monkeypatch.setenv(name, value)
    yield served
    with get_client(sync_client=True) as client:
        for deployment in client.read_deployments():
            if "@" in deployment.name:
                client.delete_deployment(deployment.id)


@pytest.fixture
def two_machines(joined: Served, tmp_path: Path) -> Iterator[None]:
    """Two workers of one pool, as two machines run them."""
    environment = joined.server.environment() | {"PREFECT_WORKER_QUERY_SECONDS": "1"}
    with ExitStack() as stack:
        for name in ("host-a", "host-b"):
            worker = ["worker", "start", "--pool", POOL, "--type", "process", "--name", name]
            stack.enter_context(running_child(worker, environment, tmp_path / f"{name}.log"))
        yield


def started(name: str, **parameters: str) -> Any:
    from prefect.deployments import run_deployment

    return run_deployment(name, parameters=parameters, timeout=0).id


def ended(*ids: Any) -> list[Any]:
    """The runs, when all are over."""
    from prefect.client.orchestration import get_client

    ends = time.monotonic() + 240
    with get_client(sync_client=True) as client:
        while time.monotonic() < ends:
            runs = [client.read_flow_run(one) for one in ids]
            if all(one.state is not None and one.state.is_final() for one in runs):
                return runs
            time.sleep(0.5)
    raise TimeoutError([(one.name, one.state) for one in runs])


def overlap(one: Any, other: Any) -> bool:
    return one.start_time < other.end_time and other.start_time < one.end_time


@pytest.fixture
def east_and_west(joined: Served, tmp_path: Path) -> tuple[Workspace, Workspace]:
    """Two districts, deployed by hand, side by side."""
    both = district(tmp_path, "east"), district(tmp_path, "west")
    commands = [["deploy", "-w", str(one.root), "--pool", POOL, "--name", one.root.name] for one in both]
    with ThreadPoolExecutor() as threads:
        ran = [
            threads.submit(copy_context().run, run, command) for command in commands
        ]  # Prefect's settings are a context
        assert [one.result() for one in ran] == [0, 0]
    return both


def test_districts_run_at_once_on_several_machines_and_each_has_one_writer(
    joined: Served, east_and_west: tuple[Workspace, Workspace], two_machines: None, tmp_path: Path
) -> None:
    assert_queue_of_its_own(east_and_west[0], "east")
    runs = ended(
        started("collect/collect-daily@east", period="2025Q1", as_of=AT),
        started("links/links-weekly@east", period="2025Q1"),
        started("collect/collect-daily@west", period="2025Q1", as_of=AT),
    )
    assert [one.state.name for one in runs] == ["Completed"] * 3, [one.state.message for one in runs]
    of_east, links_of_east, of_west = runs
    assert overlap(of_east, of_west) or overlap(links_of_east, of_west)
    assert not overlap(of_east, links_of_east)
    for workspace in east_and_west:
        assert read_runs(workspace)["collect-daily"].outcome == "completed"
        alone = district(tmp_path / "alone", workspace.root.name)
        prefect_flows.collect(str(alone.root), period="2025Q1", as_of=AT)
        assert reported(workspace) == reported(alone)


def reported(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All tables but those that say how far the journal was read: the run that looked at links read one event further."""
    return {name: rows for name, rows in every_row(workspace).items() if name not in ("dq_run", "raw_context")}


def assert_queue_of_its_own(workspace: Workspace, name: str) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = [one for one in client.read_deployments() if one.name.endswith(f"@{name}")]
        queue = client.read_work_queue_by_name(name, work_pool_name=POOL)
    assert {one.name for one in found} == {f"{planned.name}@{name}" for planned in planned_runs()}
    assert {(one.work_pool_name, one.work_queue_name) for one in found} == {(POOL, name)}
    assert {one.parameters["workspace"] for one in found} == {str(workspace.root)}
    assert queue.concurrency_limit == 1
    assert is_served(workspace)


def test_a_name_that_another_workspace_has_is_refused(joined: Served, office: Workspace) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        flow = client.create_flow_from_name("collect")
        client.create_deployment(flow, "collect-daily@north", parameters={"workspace": "/elsewhere"})
    with pytest.raises(ServerError, match=r"^部署 collect-daily@north 已属于工作区 /elsewhere"):
        deploy(office, POOL, "north")


def test_a_server_that_does_not_answer_is_said(joined: Served, office: Workspace) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with (
        temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api"}),
        pytest.raises(ServerError, match=r"Prefect 服务器没有接受登记.*请检查 PREFECT_API_URL"),
    ):
        deploy(office, POOL, "north")
    assert not is_served(office)


def test_without_a_server_nothing_is_deployed(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert run(["deploy", "-w", str(office.root)]) == 2
    assert "没有指定 Prefect 服务器" in capsys.readouterr().err
    assert not is_served(office)


def test_batches_that_a_cluster_reads_are_runs_of_the_flow(
    joined: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spread, alone = district(tmp_path / "spread", "south"), district(tmp_path / "alone", "south")
    prefect_flows.collect(str(alone.root), period="2025Q1", as_of=AT)
    with running_cluster(tmp_path, workers=1) as cluster:
        monkeypatch.setenv("ZWGK_DASK_SCHEDULER", cluster.address)
        state = prefect_flows.collect(str(spread.root), period="2025Q1", as_of=AT, return_state=True)
    assert state.is_completed()
    assert task_runs_of(state)["读取一批"] == 1
    assert every_row(spread) == every_row(alone)
