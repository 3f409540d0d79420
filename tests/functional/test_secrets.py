"""No secret of an office is in anything that stays: not where all goes well, and not where channels and hosts fail or we break."""

from __future__ import annotations

import base64
import logging
from functools import partial
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.orchestration.server import free_port
from flows.sources.web import WebSettings
from tests.functional.conftest import SERVER_PASSWORD, Served
from tests.functional.drop_server import DropServer, Handler
from tests.functional.portal_server import PortalServer
from tests.functional.portal_site import declare, notices_source, put_notices
from tests.functional.walk import send
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("prefect")
SECRETS = {
    "TEST_PORTAL_TOKEN": "canary-of-the-portal-71d0",
    "ZWGK_DROP_LOGIN": "clerk:canary-of-the-drop-22ab",
    "PGPASSWORD": "canary-of-the-lake-90ce",
    "ZWGK_SERVER_PASSWORD": SERVER_PASSWORD,
}
HOOK = "canary-of-the-channel-3b3b"
CANARIES = [value.rpartition(":")[2].encode() for value in (*SECRETS.values(), HOOK)]
ENCODED = [base64.b64encode(value.encode()) for value in SECRETS.values()]


def refuses(handler: Handler, _: bytes) -> bool:
    handler.answer(401, b"who are you", "text/plain")
    return True


def wait_until_sent() -> None:
    """The logs of runs are sent from a thread of their own."""
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=30)


def hits(*folders: Path) -> list[str]:
    """Files that hold a secret, as it is or as a header has it."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(one in path.read_bytes() for one in (*CANARIES, *ENCODED))]


@pytest.fixture
def troubled(office: Workspace, drop: DropServer, portal: PortalServer, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An office with every secret that there is: a drop that wants a login, a portal that wants a token, channels that are down."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OFFICE_DOWN", f"json://127.0.0.1:{free_port()}/{HOOK}")
    monkeypatch.setenv("OFFICE_WRONG", f"nonsense://{HOOK}")
    settings = f'drop_url = "{drop.url}"\nnotify = ["OFFICE_DOWN", "OFFICE_WRONG"]\n'
    (office.root / "zwgk.toml").write_text(settings, encoding="utf-8")
    monkeypatch.setattr("flows.sources.web.WebSettings", partial(WebSettings, attempts=1))
    put_notices(portal, 3)  # behind another token than ours: it answers 401
    declare(office, notices=notices_source(portal))
    return Workspace.open(office.root)


def test_nothing_that_stays_holds_a_secret(
    troubled: Workspace,
    drop: DropServer,
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    from flows.orchestration.commands import collect
    from flows.orchestration.portal import portal

    caplog.set_level(logging.DEBUG)
    root = str(troubled.root)
    send(troubled.root)
    assert run(["collect", "--as-of", "2025-04-03T09:00", "-w", root]) == 0
    assert drop.requests[0][1]["Authorization"].encode().endswith(base64.b64encode(SECRETS["ZWGK_DROP_LOGIN"].encode()))
    drop.fail("", refuses, refuses, refuses)
    assert run(["collect", "-w", root]) == 2
    assert run(["portal", "-w", root]) in (1, 2)
    assert run(["notify", "-w", root]) == 1
    assert run(["doctor", "--notify", "-w", root]) == 1
    assert run(["publish", "-p", "2025Q1", "--as-of", "2025-04-20", "-w", root]) == 0
    assert collect(root, period="2025Q1", return_state=True).is_failed()
    assert portal(root, return_state=True).is_failed()
    monkeypatch.setenv("ZWGK_DROP_URL", f"http://127.0.0.1:{free_port()}/drop/")
    assert run(["collect", "-w", root]) == 2
    monkeypatch.setattr("flows.steps.collect.land_arrivals", lambda *_: 1 / 0)
    assert run(["collect", "-w", root]) == 3
    wait_until_sent()
    shown = capsys.readouterr()
    # websockets writes every header where somebody asks it for its details, which no setting of ours does.
    logged = [one.getMessage() for one in caplog.records if (one.name.split(".")[0], one.levelno) != ("websockets", 10)]
    told = "\n".join((shown.out, shown.err, *logged)).encode()
    assert [one for one in (*CANARIES, *ENCODED) if one in told] == []
    assert b"ZeroDivisionError" in b"".join(path.read_bytes() for path in troubled.log.glob("*"))
    assert hits(troubled.root, served.workspace.root) == []
    kept = b"".join(path.read_bytes() for path in Path(served.server.home).glob("prefect.db*"))
    assert "服务器返回 401".encode() in kept or rb"\u670d\u52a1\u5668\u8fd4\u56de 401" in kept


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            'drop_url = "http://clerk:{}@a.example/"',
            "drop_url：地址中不能写用户名和密码，请写在环境变量 ZWGK_DROP_LOGIN 中",
        ),
        ('server_password = "{}"', "server_password"),
        ('workers = "{}"', "workers"),
    ],
)
def test_a_secret_that_somebody_writes_into_the_settings_is_refused_without_being_quoted(
    office: Workspace, capsys: pytest.CaptureFixture[str], settings: str, said: str
) -> None:
    (office.root / "zwgk.toml").write_text(settings.format(HOOK), encoding="utf-8")
    assert run(["status", "-w", str(office.root)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert HOOK not in told


def test_a_login_for_the_drop_that_is_none_is_said_without_being_quoted(
    troubled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZWGK_DROP_LOGIN", HOOK)
    assert run(["collect", "-w", str(troubled.root)]) == 2
    told = "".join(capsys.readouterr())
    assert "环境变量 ZWGK_DROP_LOGIN 应写作“用户名:密码”" in told
    assert HOOK not in told
