"""Messages to the office over its channels: a real webhook on loopback, one that is down, and nowhere a secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.orchestration.server import free_port
from flows.steps.remind import notify as notifying
from flows.steps.remind.notify import Delivery, Notice, notify
from flows.steps.remind.runs import record_known
from tests.functional.webhook import Webhook, running_webhook
from warehouse.catalog.period import Period
from warehouse.workspace import CONFIG, Workspace

NOTICE = Notice("2025年第三季度催报：12家", "应报52家，已接收40家。")


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    with running_webhook() as listening:
        monkeypatch.setenv("OFFICE_HOOK", listening.address)
        yield listening


def office(root: Path, *variables: str) -> Workspace:
    Workspace.create(root)
    with (root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write(f"notify = {json.dumps(variables)}\n")
    return Workspace.open(root)


def test_nothing_is_sent_where_the_settings_name_no_channel(tmp_path: Path, hook: Webhook) -> None:
    assert notify(Workspace.create(tmp_path), NOTICE) == Delivery()
    assert hook.messages == []


def test_a_message_arrives_with_title_and_text(tmp_path: Path, hook: Webhook) -> None:
    assert notify(office(tmp_path, "OFFICE_HOOK"), NOTICE) == Delivery(sent=("OFFICE_HOOK",))
    [message] = hook.messages
    assert (message["title"], message["message"]) == (NOTICE.title, NOTICE.body)
    assert hook.paths == ["/hook/t0ken-s3cret"]


@pytest.mark.parametrize("status", [403, 500])
def test_a_channel_that_refuses_is_said_with_its_status(tmp_path: Path, hook: Webhook, status: int) -> None:
    hook.status = status
    delivery = notify(office(tmp_path, "OFFICE_HOOK"), NOTICE)
    assert delivery.failed == (f"通知渠道 OFFICE_HOOK：对方服务器返回 {status}，未送达。",)


def test_a_channel_that_is_down_stops_no_other(tmp_path: Path, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_DOWN", f"json://127.0.0.1:{free_port()}/hook/t0ken-s3cret")
    delivery = notify(office(tmp_path, "OFFICE_DOWN", "OFFICE_HOOK"), NOTICE)
    assert delivery == Delivery(("OFFICE_HOOK",), ("通知渠道 OFFICE_DOWN：连接不上，未送达。",))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "没有设置这个环境变量，未发送。"),
        ("nonsense://t0ken-s3cret", "地址无法识别"),
        ("https://t0ken-s3cret@", "地址无法识别"),
    ],
)
def test_a_variable_that_holds_no_address_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.setenv("OFFICE_HOOK", address)
    [failed] = notify(office(tmp_path, "OFFICE_HOOK"), NOTICE).failed
    assert said in failed


def test_no_secret_is_logged_shown_or_stored(
    tmp_path: Path,
    hook: Webhook,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OFFICE_DOWN", f"json://127.0.0.1:{free_port()}/hook/t0ken-s3cret")
    monkeypatch.setenv("OFFICE_WRONG", "nonsense://t0ken-s3cret")
    workspace = office(tmp_path, "OFFICE_HOOK", "OFFICE_DOWN", "OFFICE_WRONG")
    hook.status = 500
    caplog.set_level(logging.DEBUG)
    assert run(["notify", "-w", str(workspace.root)]) == 1
    assert run(["remind", "--period", "2025Q3", "--notify", "-w", str(workspace.root), "--json"]) == 1
    shown = capsys.readouterr()
    assert "OFFICE_WRONG" in shown.out
    assert "t0ken" not in shown.out + shown.err + caplog.text
    stored = [path for path in workspace.root.rglob("*") if path.is_file() and b"t0ken" in path.read_bytes()]
    assert stored == []


def test_a_fault_whose_text_quotes_the_address_is_told_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(address: str, *_: object) -> str:
        raise ValueError(f"bad address {address}")

    monkeypatch.setenv("OFFICE_HOOK", "json://127.0.0.1/t0ken-s3cret")
    monkeypatch.setattr(notifying, "_send", breaks)
    assert notify(office(tmp_path, "OFFICE_HOOK"), NOTICE).failed == (
        "通知渠道 OFFICE_HOOK：发送时出错（ValueError），未送达。",
    )


def test_the_loggers_of_others_are_as_before(tmp_path: Path, hook: Webhook) -> None:
    logger = logging.getLogger("apprise")
    before = (list(logger.handlers), logger.propagate)
    notify(office(tmp_path, "OFFICE_HOOK"), NOTICE)
    assert (list(logger.handlers), logger.propagate) == before


def test_the_chasing_list_is_told_with_its_counts(tmp_path: Path, hook: Webhook) -> None:
    workspace = office(tmp_path, "OFFICE_HOOK")
    arguments = ["remind", "--period", "2025Q3", "--as-of", "2025-10-11", "--notify", "-w", str(workspace.root)]
    assert run(arguments) == 1
    owed = len(list(workspace.register.reporting(Period(2025, 3))))
    assert hook.titles == [f"2025年第三季度催报：{owed}家"]
    assert "chasing/2025Q3/2025Q3催报清单-2025-10-11.xlsx" in hook.messages[0]["message"]


def test_a_channel_can_be_tried(tmp_path: Path, hook: Webhook, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["notify", "-w", str(office(tmp_path, "OFFICE_HOOK").root)]) == 0
    assert hook.titles == ["通知渠道试发"]
    assert "已发出：OFFICE_HOOK" in capsys.readouterr().out


def test_the_doctor_tells_what_is_not_well_and_of_a_well_workspace_nothing(
    tmp_path: Path, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = office(tmp_path, "OFFICE_HOOK")
    monkeypatch.setattr("flows.doctor.local_now", lambda: datetime(2025, 4, 11, 9, 30))
    assert run(["doctor", "--notify", "-w", str(workspace.root)]) == 0
    assert hook.messages == []
    record_known(workspace, ["collect-daily"], datetime(2025, 4, 1))
    assert run(["doctor", "--notify", "-w", str(workspace.root)]) == 1
    assert hook.titles == ["需要查看的异常 1 处"]
    assert "应于2025-04-11 07:30运行，至今没有运行" in hook.messages[0]["message"]
