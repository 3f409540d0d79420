"""`zwgk serve`: server, schedules and worker of one workspace, on loopback, until Ctrl-C."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from flows.server import Server, ServerError, run_prefect, running_child, running_server

PROJECT = Path(__file__).parents[1]
POOL = "zwgk"
Say = Callable[[str], None]


@contextmanager
def serving(workspace: Path, say: Say, port: int | None = None) -> Iterator[Server]:
    """A server with the deployments of prefect.yaml and one worker, which runs one flow at a time. Raises ServerError."""
    plan = PROJECT / "prefect.yaml"
    if not plan.is_file():
        raise ServerError(f"找不到部署清单 {plan}，请在项目目录中安装后运行。")
    home = workspace / "prefect"
    say("正在启动 Prefect 服务器（首次约需半分钟）……")
    with running_server(home, port) as server:
        environment = server.environment() | {"ZWGK_PROJECT": str(PROJECT), "ZWGK_WORKSPACE": str(workspace)}
        say("正在登记计划任务……")
        run_prefect(["work-pool", "create", POOL, "--type", "process", "--overwrite"], environment, home / "deploy.log")
        run_prefect(["deploy", "--all", "--prefect-file", str(plan)], environment, home / "deploy.log", cwd=PROJECT)
        # One flow at a time: the workspace has one writer, and Prefect's SQLite bears little more.
        worker = ["worker", "start", "--pool", POOL, "--type", "process", "--name", "zwgk-local", "--limit", "1"]
        with running_child(worker, environment, home / "worker.log") as process:
            yield server
            if process.poll() is not None:
                raise ServerError(f"执行进程已退出（代码 {process.returncode}），原因见 {home / 'worker.log'}。")


def serve(workspace: Path, say: Say, port: int | None = None) -> None:
    """Serves until Ctrl-C or SIGTERM, then stops everything that was started."""
    former = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with serving(workspace, say, port) as server:
            say(f"网页：{server.page}  （Ctrl-C 停止）")
            while True:
                time.sleep(1)
    except KeyboardInterrupt:
        say("已停止。")
    finally:
        signal.signal(signal.SIGTERM, former)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
