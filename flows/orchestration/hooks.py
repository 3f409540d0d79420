"""What every scheduled run leaves behind beside Prefect's own record: when it began and ended, and a word to the office where it failed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import runtime
from prefect.client.schemas.objects import FlowRun, State

from flows.reading.children import ReaderError
from flows.schedule import office_time
from flows.steps.intake import local_now
from flows.steps.remind.notices import failed_notice
from flows.steps.remind.notify import notify
from flows.steps.remind.runs import record_begin, record_end
from warehouse.catalog.calendar import CalendarError
from warehouse.lake import LakeError
from warehouse.locks import StoreBusyError
from warehouse.opening import StoreDamagedError
from warehouse.trouble import disk_trouble
from warehouse.workspace import Workspace, WorkspaceError


class RunFailedError(RuntimeError):
    """The run did all that it could, but a rule broke or a source was out of reach; the message says which."""


_SENTENCES = (ReaderError, RunFailedError, CalendarError, LakeError, StoreBusyError, StoreDamagedError, WorkspaceError)


def begun(_: Any, run: FlowRun, __: State[Any]) -> None:  # noqa: ANN401 - Prefect hands over the flow
    """The run of a deployment has begun; one that somebody starts without a deployment leaves no record."""
    if run.deployment_id is not None:
        scheduled = office_time(run.expected_start_time) or local_now()
        record_begin(_workspace(run), _deployment(), str(run.id), scheduled, local_now())


def ended(_: Any, run: FlowRun, state: State[Any]) -> None:  # noqa: ANN401
    """It has ended, in whatever state."""
    if run.deployment_id is not None:
        record_end(_workspace(run), _deployment(), str(run.id), state.type.value.lower(), local_now())


def failed(flow: Any, run: FlowRun, state: State[Any]) -> None:  # noqa: ANN401
    """The office hears of a scheduled run that failed. Sentences of ours are told; what else broke stands in the record of the run."""
    if run.deployment_id is not None:
        error = state.result(raise_on_failure=False) if state.is_failed() else None
        said = str(error) if isinstance(error, _SENTENCES) else None if error is None else disk_trouble(error)
        scheduled = office_time(run.expected_start_time) or local_now()
        notify(_workspace(run), failed_notice(flow.description.split("：")[0], said, scheduled))


HOOKS: dict[str, Any] = {
    "on_running": [begun],
    "on_completion": [ended],
    "on_failure": [ended, failed],
    "on_crashed": [ended, failed],
    "on_cancellation": [ended],
}


def _workspace(run: FlowRun) -> Workspace:
    return Workspace.open(Path(run.parameters["workspace"]))


def _deployment() -> str:
    """As prefect.yaml names it: on a server that several offices share, `@` and the office stand behind."""
    name: str = runtime.deployment.name
    return name.partition("@")[0]
