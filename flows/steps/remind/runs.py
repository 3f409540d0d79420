"""When each scheduled run last began and ended: one small file a deployment under `runs/`, which needs no server to be read.

It is no part of the state: journal and archive know nothing of it, and without it all that is lost is what was expected.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.workspace import Workspace

_SERVING, _DEPLOYED = "serving.lock", "deployed.txt"
_TIMES = ("known_since", "scheduled_at", "began_at", "ended_at")


class ServedError(RuntimeError):
    """Another process serves the workspace already; the message names it."""


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of a deployment. Times are Shanghai wall clock; `born` is the start of the process in ticks since the machine's
    start, so that another process of the same number is not taken for it, on the machine `host`. `outcome` is Prefect's state in
    lower case.
    """

    deployment: str
    known_since: datetime
    scheduled_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    flow_run_id: str | None = None
    pid: int | None = None
    born: int | None = None
    host: str | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has begun and has not said that it ended."""
        return self.began_at is not None and self.ended_at is None

    @property
    def is_dead(self) -> bool:
        """Whether it began and its process is gone without a word. Of a process on another machine nothing is known here."""
        if self.host not in (None, socket.gethostname()):
            return False
        now = None if self.pid is None else _born(self.pid)
        return self.is_running and (now is None or now != self.born)


def read_runs(workspace: Workspace) -> dict[str, Run]:
    """The last run of each deployment by name; none where nothing was ever scheduled. A file that can't be read counts as none."""
    found = (_read(path) for path in sorted(workspace.runs.glob("*.json")))
    return {run.deployment: run for run in found if run is not None}


def record_known(workspace: Workspace, deployments: Iterable[str], at: datetime) -> None:
    """From when on a deployment's runs are expected: what should have run before is nobody's fault."""
    known = read_runs(workspace)
    for name in deployments:
        if name not in known:
            _write(workspace, Run(name, at))


def record_begin(workspace: Workspace, deployment: str, flow_run_id: str, scheduled_at: datetime, at: datetime) -> None:
    """A run has begun, in this process."""
    former = read_runs(workspace).get(deployment, Run(deployment, scheduled_at))
    pid = os.getpid()
    _write(
        workspace,
        Run(
            *(deployment, former.known_since, scheduled_at, at, None, None, flow_run_id),
            *(pid, _born(pid), socket.gethostname()),
        ),
    )


def record_end(workspace: Workspace, deployment: str, flow_run_id: str, outcome: str, at: datetime) -> None:
    """A run has ended; one that another has followed since is left alone."""
    run = read_runs(workspace).get(deployment)
    if run is not None and run.flow_run_id == flow_run_id:
        _write(workspace, replace(run, ended_at=at, outcome=outcome))


@contextmanager
def serving_lock(workspace: Workspace) -> Iterator[None]:
    """Held while the workspace is served; the system frees it with the process. Raises ServedError."""
    workspace.runs.mkdir(parents=True, exist_ok=True)
    with (workspace.runs / _SERVING).open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            handle.seek(0)
            raise ServedError(f"这个工作区已由进程 {handle.read().strip()} 的 zwgk serve 启动，不用再启动。") from taken
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield


def record_deployed(workspace: Workspace, server: str) -> None:
    """From now on workers of another server's pool run what is planned, and no zwgk serve of the workspace is expected."""
    workspace.runs.mkdir(parents=True, exist_ok=True)
    (workspace.runs / _DEPLOYED).write_text(f"{server}\n", encoding="utf-8")


def is_served(workspace: Workspace) -> bool:
    """Whether some zwgk serve runs for the workspace now, or it is deployed on a server that others look after."""
    if (workspace.runs / _DEPLOYED).is_file():
        return True
    try:
        handle = (workspace.runs / _SERVING).open("rb")
    except FileNotFoundError:
        return False
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def write_whole(path: Path, content: dict[str, Any]) -> None:
    """A small JSON file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    aside.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    aside.replace(path)


def _write(workspace: Workspace, run: Run) -> None:
    row = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(run).items()}
    write_whole(workspace.runs / f"{run.deployment}.json", row)


def _read(path: Path) -> Run | None:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        times = {name: None if row[name] is None else datetime.fromisoformat(row[name]) for name in _TIMES}
        return Run(**{**row, **times})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _born(pid: int) -> int | None:
    """When the process began, in ticks since the machine did; None where there is none, or it has died and only its name is left."""
    try:
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else int(rest[18])
