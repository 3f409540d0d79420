"""The deployments of one workspace on a Prefect server whose work pool has workers on several machines, for several offices.

Each office has a queue of the pool that runs one flow at a time, whichever machine takes it: a workspace has one writer. The workspace
lies on storage that all machines see under the same path, and the program is installed under the same path.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists

from flows.orchestration.server import ServerError, run_prefect
from flows.planned import PLAN, PROJECT, planned_runs
from flows.steps.intake import local_now
from flows.steps.remind.runs import record_deployed, record_known
from warehouse.workspace import Workspace

_ONE_WRITER = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")


def deploy(workspace: Workspace, pool: str, name: str | None = None) -> list[str]:
    """Registers the office's deployments on the server of PREFECT_API_URL and gives their names. Raises ServerError."""
    office = name or workspace.register.root.code
    if not _NAME.fullmatch(office):
        raise ServerError(f"“{office}”不能作队列名，请用 --name 给出由字母、数字、- 和 _ 组成的名称。")
    plan = office_plan(workspace, pool, office)
    names = [deployment["name"] for deployment in plan["deployments"]]
    try:
        with get_client(sync_client=True) as client:
            _refuse_taken(client, workspace, names)
            _open_queue(client, pool, office)
    except ServerError:
        raise
    except (HTTPError, RuntimeError) as refused:
        raise ServerError(f"Prefect 服务器没有接受登记（{refused}），请检查 PREFECT_API_URL 和密码。") from refused
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / PLAN.name
        file.write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
        environment = os.environ | {"DO_NOT_TRACK": "1", "ZWGK_PROJECT": str(PROJECT)}
        run_prefect(["deploy", "--all", "--prefect-file", str(file)], environment, Path(folder) / "log", cwd=PROJECT)
    record_known(workspace, [one.name for one in planned_runs()], local_now())
    record_deployed(workspace, os.environ.get("PREFECT_API_URL", ""))
    return names


def office_plan(workspace: Workspace, pool: str, office: str) -> dict[str, Any]:
    """prefect.yaml for one office among several: names that are its own, and its queue of the pool."""
    plan: dict[str, Any] = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    del plan["definitions"]
    for deployment in plan["deployments"]:
        own = {"work_pool": {"name": pool, "work_queue_name": office}, "parameters": {"workspace": str(workspace.root)}}
        deployment |= {"name": f"{deployment['name']}@{office}", **own}
    return plan


def _refuse_taken(client: SyncPrefectClient, workspace: Workspace, names: Sequence[str]) -> None:
    for deployment in client.read_deployments():
        owner = deployment.parameters.get("workspace")
        if deployment.name in names and owner != str(workspace.root):
            raise ServerError(f"部署 {deployment.name} 已属于工作区 {owner}，请用 --name 给本工作区另起名称。")


def _open_queue(client: SyncPrefectClient, pool: str, office: str) -> None:
    """A pool that is there stays as it is: others use it."""
    with contextlib.suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    try:
        client.create_work_queue(office, concurrency_limit=_ONE_WRITER, work_pool_name=pool)
    except ObjectAlreadyExists:
        queue = client.read_work_queue_by_name(office, work_pool_name=pool)
        client.update_work_queue(queue.id, concurrency_limit=_ONE_WRITER)
