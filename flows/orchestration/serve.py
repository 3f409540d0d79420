"""`zwgk serve`: server, schedules and worker of one workspace, until Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from flows.orchestration.access import EVERYWHERE, Access
from flows.orchestration.server import Server, ServerError, is_healthy, run_prefect, running_child, running_server
from flows.planned import PLAN, PROJECT, planned_runs
from flows.steps.intake import local_now
from flows.steps.remind.notices import watch_notice
from flows.steps.remind.notify import notify
from flows.steps.remind.runs import ServedError, record_known, serving_lock
from flows.steps.remind.watch import Trouble, watch
from warehouse.workspace import Workspace

POOL = "zwgk"
_LOOK_EVERY_SECONDS, _TRIES = 60.0, 3
Say = Callable[[str], None]
_ALONE = Access()


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves a workspace: the server and the worker that runs its flows."""

    server: Server
    worker: subprocess.Popen[bytes]
    log: Path

    def check(self) -> None:
        """Raises ServerError where one of them has gone: whoever started zwgk serve then sees it end, and starts it again."""
        if self.worker.poll() is not None:
            raise ServerError(
                f"执行进程已退出（代码 {self.worker.returncode}），原因见 {self.log}。请重新启动 zwgk serve。"
            )
        if not any(is_healthy(self.server.api) for _ in range(_TRIES)):
            raise ServerError(f"Prefect 服务器不再应答，原因见 {self.server.home}。请重新启动 zwgk serve。")


@contextmanager
def serving(workspace: Workspace, say: Say, port: int | None = None, access: Access = _ALONE) -> Iterator[Serving]:
    """A server with the deployments of prefect.yaml and one worker, which runs one flow at a time. Raises ServerError."""
    if not PLAN.is_file():
        raise ServerError(f"找不到部署清单 {PLAN}，请在项目目录中安装后运行。")
    home = workspace.root / "prefect"
    with _alone(workspace):
        say("正在启动 Prefect 服务器（首次约需半分钟）……")
        with running_server(home, port, access) as server:
            environment = server.environment() | {
                "ZWGK_PROJECT": str(PROJECT),
                "ZWGK_WORKSPACE": str(workspace.root),
            }
            say("正在登记计划任务……")
            _deploy(home, environment)
            record_known(workspace, [one.name for one in planned_runs()], local_now())
            _close_left_open(server, workspace, say)
            # One flow at a time: the workspace has one writer, and Prefect's SQLite bears little more.
            worker = ["worker", "start", "--pool", POOL, "--type", "process", "--name", "zwgk-local", "--limit", "1"]
            with running_child(worker, environment, home / "worker.log") as process:
                yield Serving(server, process, home / "worker.log")


def serve(workspace: Workspace, say: Say, port: int | None = None, access: Access = _ALONE) -> None:
    """Serves until Ctrl-C or SIGTERM, then stops everything that was started. Looks each minute whether what is planned happens."""
    former = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with serving(workspace, say, port, access) as served:
            say(f"网页：{served.server.page}  （Ctrl-C 停止）")
            say(_who_may(access))
            told: frozenset[Trouble] = frozenset()
            while True:
                time.sleep(_LOOK_EVERY_SECONDS)
                served.check()
                told = look(served.server, workspace, told, say)
    except KeyboardInterrupt:
        say("已停止。")
    finally:
        signal.signal(signal.SIGTERM, former)


def look(server: Server, workspace: Workspace, told: frozenset[Trouble], say: Say) -> frozenset[Trouble]:
    """Tells the office of scheduled runs that did not happen or did not end, each once, and closes those whose process died.

    `told` are those of the look before. A run that failed has been told of by itself.
    """
    from flows.orchestration.watch import close_dead_runs

    troubles = frozenset(one for one in watch(workspace, planned_runs(), local_now()).troubles if one.kind != "failed")
    close_dead_runs(server, workspace)
    news = sorted(one.sentence for one in troubles - told)
    if news:
        delivery = notify(workspace, watch_notice(news))
        for sentence in (*news, *delivery.failed):
            say(sentence)
    return told | troubles


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    try:
        with serving_lock(workspace):
            yield
    except ServedError as taken:
        raise ServerError(str(taken)) from taken


def _deploy(home: Path, environment: dict[str, str]) -> None:
    log = home / "deploy.log"
    run_prefect(["work-pool", "create", POOL, "--type", "process", "--overwrite"], environment, log)
    run_prefect(["deploy", "--all", "--prefect-file", str(PLAN)], environment, log, cwd=PROJECT)


def _close_left_open(server: Server, workspace: Workspace, say: Say) -> None:
    from flows.orchestration.watch import close_open_runs

    closed = close_open_runs(server, workspace)
    if closed:
        say(f"上次停止时没有运行完的 {len(closed)} 个运行已关闭。")


def _who_may(access: Access) -> str:
    """In words of whoever started it: from where the page can be had, and what it asks for."""
    reach = "其他计算机请用本机的地址和这个端口。" if access.host in EVERYWHERE else ""
    asked = "没有设置密码，只有本机能访问。" if access.password is None else "网页要求登录：请输入所设的服务器密码。"
    return reach + asked


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
