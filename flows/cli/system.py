"""Commands about the installation: doctor, serve, demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import JsonOption, WorkspaceOption, open_workspace
from flows.cli.outcome import DONE, FINDINGS, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.remind.notify import Delivery
    from warehouse.workspace import Workspace

_HERE = Path()


def doctor(
    is_sent: Annotated[
        bool, typer.Option("--notify", help="有问题的发到本办公室的通知渠道，可由系统的定时任务每日调用")
    ] = False,
    is_full: Annotated[
        bool, typer.Option("--full", help="另由档案和日志重新推算全部数据，与现有的逐行比较（相当于重读所有报送）")
    ] = False,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """体检：工作区和本机是否正常。

    看日志连续、档案完好、台账与日志一致、发布版本完整，软件版本、中文字体、时钟、磁盘空间、权限，
    谁在写入、上次中断留下什么、计划任务是否按时运行、工作日历够不够用。只看，不改。
    """
    from flows.cli.screen import emit, table
    from flows.doctor import FULL_LOOKS, examine

    opened = open_workspace(workspace)
    checks = examine(opened, FULL_LOOKS) if is_full else examine(opened)
    delivery = _notify(opened, [f"{check.title}：{check.detail}" for check in checks if not check.is_fine], is_sent)
    rows = [(check.title, _mark(check.is_fine, check.is_hint), check.detail) for check in checks]
    shown: list[RenderableType] = [table("体检", ("项目", "结论", "说明"), rows, wide=("说明",)), *delivery.failed]
    emit({"checks": checks, "notified": delivery}, lambda: shown, as_json=as_json)
    end(DONE if all(check.is_fine or check.is_hint for check in checks) and not delivery.failed else FINDINGS)


def _mark(is_fine: bool, is_hint: bool) -> str:
    return "正常" if is_fine else "提示" if is_hint else "有问题"


def _notify(opened: Workspace, sentences: list[str], is_sent: bool) -> Delivery:
    """Tells the office what is not well, where it is asked to; of a workspace that is well nothing is said."""
    from flows.steps.remind.notices import watch_notice
    from flows.steps.remind.notify import Delivery, notify

    return notify(opened, watch_notice(sentences)) if is_sent and sentences else Delivery()


def serve(
    workspace: WorkspaceOption = _HERE,
    port: Annotated[int | None, typer.Option("--port", help="网页端口，缺省为任一空闲端口", metavar="端口")] = None,
    host: Annotated[
        str, typer.Option("--host", help="网页地址，缺省只在本机可访问；其他地址须先设密码", metavar="地址")
    ] = "127.0.0.1",
) -> None:
    """启动网页、计划任务和执行进程。

    只在本机可访问；除设置文件中的通知渠道外，不向外发送任何数据。Ctrl-C 停止。环境变量 ZWGK_SERVER_PASSWORD
    设了密码的，网页要求登录。
    """
    import os

    from flows.cli.screen import say
    from flows.orchestration.access import Access
    from flows.orchestration.serve import serve as serve_workspace

    serve_workspace(open_workspace(workspace), say, port, Access.of(host, os.environ))


def demo(
    folder: Annotated[Path, typer.Argument(help="演示工作区目录", metavar="目录")] = Path("demo-workspace"),
) -> None:
    """演示：示例区一年的报送走一遍。

    再运行一次则一切未变。
    """
    from flows.demo.story import run_demo

    end(run_demo(folder))
