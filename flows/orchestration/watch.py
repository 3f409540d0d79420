"""Closes what Prefect still calls Running though nothing runs any more: else the next run of that deployment waits for it for ever."""

from __future__ import annotations

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

from flows.orchestration.server import Server
from flows.steps.intake import local_now
from flows.steps.remind.runs import read_runs, record_end
from warehouse.workspace import Workspace

_OPEN = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
_SAID = "执行进程已不在，由 zwgk serve 关闭；按下次计划重新运行。"
_CRASHED = "crashed"


def close_open_runs(server: Server, workspace: Workspace) -> list[str]:
    """Before a worker starts: whatever is open was left by an earlier server. Gives the names of the runs."""
    left = FlowRunFilterState(type=FlowRunFilterStateType(any_=_OPEN))
    return _close(server, workspace, FlowRunFilter(state=left))


def close_dead_runs(server: Server, workspace: Workspace) -> list[str]:
    """While a worker runs: the runs whose process died without a word. Gives their names."""
    dead = [run.flow_run_id for run in read_runs(workspace).values() if run.is_dead]
    return _close(server, workspace, FlowRunFilter(id=FlowRunFilterId(any_=dead))) if dead else []


def _close(server: Server, workspace: Workspace, chosen: FlowRunFilter) -> list[str]:
    with SyncPrefectClient(server.api, auth_string=server.access.password) as client:
        still_open = [run for run in client.read_flow_runs(flow_run_filter=chosen) if run.state_type in _OPEN]
        for run in still_open:
            client.set_flow_run_state(run.id, Crashed(message=_SAID), force=True)
    for known in read_runs(workspace).values():
        if known.is_dead and known.flow_run_id is not None:
            record_end(workspace, known.deployment, known.flow_run_id, _CRASHED, local_now())
    return [run.name for run in still_open]
