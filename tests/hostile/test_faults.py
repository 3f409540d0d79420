"""What goes away or gets in the way while a run is at work: the inbox, the writer's place, the process, the server of Prefect."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from httpx import ConnectError

from flows.cli.app import run
from flows.cli.outcome import run_guarded
from flows.steps import collect as collecting
from flows.steps.intake import journal_of, local_now
from flows.steps.status import period_status
from tests.functional.publishing_office import Q1, Office
from warehouse.locks import writer_lock
from warehouse.store import open_store

pytestmark = pytest.mark.xdist_group("faults")
DAY = datetime(2025, 4, 3)
COLLECT = "collect", "--as-of", "2025-04-04T09:00"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One unit has reported, which is published."""
    office = Office(tmp_path_factory.mktemp("faults") / "office")
    office.send("finance", Q1, DAY)
    return office


def command(office: Office, *arguments: str) -> int:
    return run([*arguments, "--workspace", str(office.workspace.root)])


def accepted(office: Office) -> list[str]:
    return [row.unit_code for row in period_status(office.workspace, Q1).rows if row.status == "accepted"]


def test_an_inbox_that_is_gone_is_said_and_withdraws_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox, events = office.workspace.inbox, len(list(journal_of(office.workspace)))
    away = inbox.rename(inbox.with_name("unmounted"))
    assert command(office, *COLLECT) == 2
    assert f"收件夹“{inbox}”无法打开（不存在）" in capsys.readouterr().out
    assert accepted(office) == ["finance"]
    away.rename(inbox)
    assert command(office, *COLLECT) == 0
    assert "没有新的报送" in capsys.readouterr().out
    assert len(list(journal_of(office.workspace))) == events


def test_an_inbox_that_goes_while_it_is_read_costs_what_was_not_read_yet(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox, fetch = office.workspace.inbox, collecting.fetch_found
    for name in ("一.xlsx", "二.xlsx"):
        (inbox / name).write_bytes(name.encode())

    def unmounting(found: object, largest: int) -> bytes:
        content = fetch(found, largest)  # type: ignore[arg-type]
        inbox.rename(inbox.with_name("unmounted"))
        return content

    with monkeypatch.context() as broken:
        broken.setattr(collecting, "fetch_found", unmounting)
        assert command(office, *COLLECT) == 2
    assert ".xlsx：已被移走，没有收取。" in capsys.readouterr().out
    inbox.with_name("unmounted").rename(inbox)
    command(office, *COLLECT)
    received = [event.facts["file_name"] for event in journal_of(office.workspace) if event.kind == "received"]
    assert sorted(received[1:]) == ["一.xlsx", "二.xlsx"]
    assert accepted(office) == ["finance"]


@pytest.mark.parametrize("arguments", [COLLECT, ("publish",), ("status", "--period", "2025Q1"), ("rebuild",)])
def test_who_comes_second_is_told_who_writes_and_changes_nothing(
    office: Office, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = office.workspace.database.read_bytes()
    with writer_lock(office.workspace.database.with_suffix(".lock")):
        assert command(office, *arguments) == 2
    assert f"另一个运行正在写入（进程 {os.getpid()}），请等它结束后再试。" in capsys.readouterr().err
    assert office.workspace.database.read_bytes() == before


DYING = """
import sys, time
from flows.cli import main
from flows.steps import collect, state

def slow(store, *rest):
    print("at work", flush=True)
    {does}

state.judge = slow
main()
"""


@pytest.mark.parametrize(
    ("polite", "does"),
    [
        (signal.SIGTERM, "store.connection.execute('SELECT count(*) FROM range(10**12)')"),
        (signal.SIGINT, "time.sleep(60)"),
    ],
    ids=["in a query", "elsewhere"],
)
def test_a_run_that_is_asked_to_end_does_so_at_once_with_a_word_and_leaves_no_lock(
    office: Office, polite: signal.Signals, does: str
) -> None:
    arguments = [sys.executable, "-c", DYING.format(does=does), *COLLECT, "--workspace", str(office.workspace.root)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        asked = time.monotonic()
        process.send_signal(polite)
        _, said = process.communicate(timeout=60)
    assert time.monotonic() - asked < 10
    assert process.returncode == 2
    assert said.endswith("已中断。已存档的不会丢，重新运行会接着做完。\n")
    with open_store(office.workspace.database) as store:
        assert store.rows("SELECT 1 FROM core_receipt")


def test_without_a_server_of_prefect_the_plain_commands_work_as_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert command(office, *COLLECT) == 0
    assert accepted(office) == ["finance"]


def test_a_server_that_does_not_answer_is_said_before_anything_runs(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert command(office, *COLLECT, "--via", "prefect") == 2
    assert "Prefect 服务器 http://127.0.0.1:9/api 没有应答" in capsys.readouterr().err


def test_a_server_that_goes_away_while_a_flow_runs_is_no_fault_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ConnectError("[Errno 111] Connection refused")

    assert run_guarded(fail, as_json=False) == 2
    assert capsys.readouterr().err.startswith("Prefect 服务器中途不再应答，这次运行没有做完。已存档的不会丢；")


def test_a_working_database_that_was_deleted_is_derived_again(office: Office) -> None:
    shutil.rmtree(office.workspace.database.parent)
    assert accepted(office) == ["finance"]


def test_the_clock_is_the_offices_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    in_shanghai = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=8)
    for zone in ("America/New_York", "Pacific/Kiritimati", "Asia/Shanghai"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert abs(local_now() - in_shanghai) < timedelta(seconds=30)
    monkeypatch.undo()
    time.tzset()
