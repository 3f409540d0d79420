"""The command that puts a workspace's deployments on a server that several machines and offices share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import JsonOption, Via, WorkspaceOption, on_server, open_workspace

_HERE = Path()


def deploy(
    workspace: WorkspaceOption = _HERE,
    pool: Annotated[str, typer.Option("--pool", help="工作池名称，没有则新建", metavar="名称")] = "zwgk",
    name: Annotated[
        str | None,
        typer.Option("--name", help="本单位的队列名，缺省为名册中本级的代码", metavar="名称", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """登记：把本工作区的计划任务登记到 PREFECT_API_URL 的服务器。

    供几台计算机、几个区共用一个服务器时使用：每台计算机运行 prefect worker start，每个区一个队列，同一时刻只运行一个任务。
    只有一台计算机的用 zwgk serve 即可。
    """
    from flows.cli.screen import emit

    opened = open_workspace(workspace)
    on_server(Via.PREFECT)
    from flows.orchestration.deploy import deploy as deploy_workspace

    names = deploy_workspace(opened, pool, name)
    shown = [
        f"已登记 {len(names)} 项计划任务：{'、'.join(names)}。",
        f"在各台计算机上运行：prefect worker start --pool {pool}",
    ]
    emit({"deployments": names, "pool": pool}, lambda: shown, as_json=as_json)
