"""Messages to the office over its own channels (e-mail, WeCom, DingTalk, webhook), through apprise. Off unless the settings name a channel.

An address holds its password, so it stands in an environment variable only: settings, journal, logs, records of runs and messages name the
variable. A channel that is down is said, and stops nothing.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from warehouse.workspace import Workspace

_LOGGERS = ("apprise", "urllib3")  # both may write addresses with the secrets in them
_STATUS = re.compile(r"error=(\d{3})\b")


@dataclass(frozen=True, slots=True)
class Notice:
    """One message, in plain text."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """The channels by the name of their variable: those that took the message, and sentences about those that did not."""

    sent: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def has_arrived(self) -> bool:
        """Whether there is a channel and every one took the message."""
        return bool(self.sent) and not self.failed


def notify(workspace: Workspace, notice: Notice) -> Delivery:
    """Sends to every channel of the settings, one after another; without any it sends nothing. Never raises for a channel's fault."""
    sent, failed = [], []
    for name in workspace.settings.notify:
        fault = _fault(os.environ.get(name, "").strip(), notice)
        if fault is None:
            sent.append(name)
        else:
            failed.append(f"通知渠道 {name}：{fault}")
    return Delivery(tuple(sent), tuple(failed))


def _fault(address: str, notice: Notice) -> str | None:
    """Why a channel did not take the message, without a word of its address; None where it did."""
    if not address:
        return "没有设置这个环境变量，未发送。"
    with _overheard() as said:
        try:
            return _send(address, notice, said)
        except Exception as broken:  # its text may quote the address
            return f"发送时出错（{type(broken).__name__}），未送达。"


def _send(address: str, notice: Notice, said: list[str]) -> str | None:
    from apprise import Apprise, AppriseAsset, NotifyFormat

    channel = Apprise(asset=AppriseAsset(async_mode=False, app_id="zwgk", app_desc="政务公开", app_url=""))
    if not channel.add(address):
        return "地址无法识别，未发送；写法如 dingtalk://… wecombot://… mailtos://… json://…。"
    if channel.notify(title=notice.title, body=notice.body, body_format=NotifyFormat.TEXT):
        return None
    status = next((found[1] for line in said if (found := _STATUS.search(line))), None)
    if status is not None:
        return f"对方服务器返回 {status}，未送达。"
    return "连接不上，未送达。" if any("onnection" in line for line in said) else "未送达。"


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What the libraries would have logged, kept to ourselves."""
    said: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    former = [(logger.handlers, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [listener], False
    try:
        yield said
    finally:
        for logger, (handlers, propagate) in zip(loggers, former, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
