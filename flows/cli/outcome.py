"""How a command ends: exit code, one sentence for a user's error, a traceback in the log for a fault of ours."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType

import typer
from typer.exceptions import TyperException

from warehouse.trouble import disk_trouble

DONE, FINDINGS, WRONG_USE, OUR_FAULT = 0, 1, 2, 3
USERS_ERRORS = frozenset(
    {
        "flows.orchestration.access.AccessError",
        "flows.orchestration.server.ServerError",
        "flows.reading.children.ReaderError",
        "flows.sources.web.SourceError",
        "warehouse.backup.BackupError",
        "warehouse.catalog.calendar.CalendarError",
        "warehouse.catalog.files.CatalogError",
        "warehouse.catalog.period.PeriodError",
        "warehouse.journal.JournalError",
        "warehouse.lake.LakeError",
        "warehouse.locks.StoreBusyError",
        "warehouse.opening.StoreDamagedError",
        "warehouse.workspace.WorkspaceError",
    }
)
# Faults of ours whose message is a sentence that helps whoever is told of it.
OUR_SENTENCES = frozenset({"flows.steps.circular.check.CircularError"})
_INTERRUPTED = 130  # what typer makes of Ctrl-C
# Nothing else of ours asks through httpx.
_PREFECTS_CLIENT = frozenset({"httpx.TransportError"})
_SERVER_GONE = (
    "Prefect 服务器中途不再应答，这次运行没有做完。已存档的不会丢；请重新启动 zwgk serve 后再运行，"
    "或不加 --via prefect 直接运行。"
)
_STOPPED = "已中断。已存档的不会丢，重新运行会接着做完。"
_TEMPORARY = Path(tempfile.gettempdir()) / f"zwgk-{os.getuid()}"
_log_folder = _TEMPORARY


def keep_log_in(folder: Path) -> None:
    """Where tracebacks go from now on; without a workspace it is the temporary folder."""
    global _log_folder
    _log_folder = folder


def end(code: int) -> None:
    """Ends the command with an exit code of CONTRACT §3."""
    if code != DONE:
        raise typer.Exit(code)


def run_guarded(command: Callable[[], object], *, as_json: bool) -> int:
    """Runs a command and gives the exit code, whatever happens in it."""
    try:
        code = command()
    except (TyperException, KeyboardInterrupt, typer.Abort) as misuse:
        return _tell(*_misuse(misuse), WRONG_USE, as_json=as_json)
    except BrokenPipeError:
        # The reader of a pipe has gone (zwgk status | head): nothing is wrong and nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as failed:
        if (told := _not_of_our_making(failed)) is not None:
            return _tell(*told, WRONG_USE, as_json=as_json)
        log = _write_log("".join(traceback.format_exception(failed)))
        if _is_one_of(failed, OUR_SENTENCES):
            return _tell(f"{failed}详情已记入 {log}。", type(failed).__name__, OUR_FAULT, as_json=as_json)
        return _tell(f"程序出错，不是您的操作问题；详情已记入 {log}。", "FAULT", OUR_FAULT, as_json=as_json)
    if code == _INTERRUPTED:
        return _tell(_STOPPED, "INTERRUPTED", WRONG_USE, as_json=as_json)
    return code if isinstance(code, int) else DONE


def record_fault(sentences: tuple[str, ...]) -> None:
    """Keeps in the log what broke in a run that went on without it."""
    _write_log("\n".join(sentences))


def _tell(sentence: str, code: str, exit_code: int, *, as_json: bool) -> int:
    sys.stderr.write(f"{' '.join(sentence.split())}\n")
    if as_json:
        sys.stdout.write(json.dumps({"error": {"code": code, "message": sentence}}, ensure_ascii=False) + "\n")
    return exit_code


def interrupt(_: int, __: FrameType | None) -> None:
    """What SIGTERM does: the same as Ctrl-C, so that a service that is stopped, or a machine that goes down, leaves a word."""
    raise KeyboardInterrupt


def _write_log(text: str) -> Path:
    """Into the workspace; where that can't be written, into the temporary folder; else onto the screen."""
    entry = f"{datetime.now().astimezone().isoformat(timespec='seconds')}  {' '.join(sys.argv)!r}\n{text}\n\n"
    for folder in (_log_folder, _TEMPORARY):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "errors.log").open("a", encoding="utf-8") as out:
                out.write(entry)
            return folder / "errors.log"
    sys.stderr.write(entry)
    return Path("/dev/stderr")


def _not_of_our_making(failed: Exception) -> tuple[str, str] | None:
    """Sentence and code for what a user, a disk or a server did; None for a fault of ours."""
    if _is_one_of(failed, USERS_ERRORS):
        return str(failed), type(failed).__name__
    if (trouble := disk_trouble(failed)) is not None:
        return trouble, "DISK"
    return (_SERVER_GONE, "SERVER") if _is_one_of(failed, _PREFECTS_CLIENT) else None


def _is_one_of(failed: Exception, kinds: frozenset[str]) -> bool:
    """Whether it is of one of these classes. By name: importing them all would make every mistake cost a second."""
    return any(f"{kind.__module__}.{kind.__name__}" in kinds for kind in type(failed).__mro__)


def _misuse(misuse: BaseException) -> tuple[str, str]:
    """Click's English messages as one Chinese sentence, and a code. Told by class name: typer hides its copy of click."""
    named = _named(getattr(misuse, "param", None))
    match type(misuse).__name__:
        case "KeyboardInterrupt" | "Abort":
            return _STOPPED, "INTERRUPTED"
        case "NoArgsIsHelpError":
            what = "没有给出命令"
        case "NoSuchOption":
            what = f"没有选项 {getattr(misuse, 'option_name', '')}"
        case "MissingParameter":
            what = f"缺少 {named}"
        case "BadParameter":
            what = f"{named} 的值不合适（{_in_chinese(str(misuse))}）"
        case _:
            what = _in_chinese(str(misuse))
    return f"用法有误：{what}。在命令后加 --help 可查看用法和示例。", "USAGE"


def _named(param: object) -> str:
    """An option as it is typed; an argument as the help names it."""
    opts = getattr(param, "opts", None) or ["参数"]
    metavar = getattr(param, "metavar", None)
    return str(metavar) if metavar and not opts[0].startswith("-") else "/".join(opts)


_SAID = (
    (r"No such command '(.+?)'", "没有命令 {}"),
    (r"unexpected extra argument\S* \((.+?)\)", "多出了 {}"),
    (r"Option '(.+?)' requires an argument", "选项 {} 后面缺少值"),
    (r"'(.+?)' does not exist", "没有“{}”这个文件"),
    (r"'(.+?)' is a directory", "“{}”是文件夹，应给出文件"),
    (r"'(.+?)' is not readable", "“{}”没有读取权限"),
    (r"'(.+?)' is not writable", "“{}”没有写入权限"),
    (r"valid integer", "应为整数"),
    (r"'(.+?)' is not one of (.+?)\.?$", "“{}”不在 {} 之中"),
    (r"valid datetime", "应写作 2025-04-10T18:00"),
)


def _in_chinese(said: str) -> str:
    """The messages of click that our commands can cause; another one is shown as it is rather than not at all."""
    for pattern, sentence in _SAID:
        if match := re.search(pattern, said):
            return sentence.format(*match.groups())
    return said.rstrip(".")
