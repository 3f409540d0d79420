from pathlib import Path

import pytest

from flows.cli.app import run
from flows.orchestration.access import Access, AccessError, is_loopback
from flows.orchestration.page import keep_to_itself
from flows.orchestration.server import Server

SECRET = "long enough".replace(" ", "-") + "-1"


def test_without_a_password_only_this_machine_is_served() -> None:
    assert Access.of("127.0.0.1", {}) == Access("127.0.0.1", None)
    assert Access.of("localhost", {}).server_settings() == {"PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true"}
    assert Access.of("::1", {}).client_settings() == {}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "zwgk.example.gov.cn", ""])
def test_another_address_without_a_password_is_refused(host: str) -> None:
    assert is_loopback(host) is False
    with pytest.raises(AccessError, match="请先在环境变量 ZWGK_SERVER_PASSWORD 中设置密码，或去掉 --host"):
        Access.of(host, {})
    assert Access.of(host, {"ZWGK_SERVER_PASSWORD": SECRET}).password == SECRET


def test_the_server_asks_for_the_password_and_clients_have_it() -> None:
    access = Access.of("0.0.0.0", {"ZWGK_SERVER_PASSWORD": SECRET})
    assert access.server_settings()["PREFECT_SERVER_API_AUTH_STRING"] == SECRET
    assert access.client_settings() == {"PREFECT_API_AUTH_STRING": SECRET}
    assert access.address == "127.0.0.1"


def test_prefects_own_variable_protects_too() -> None:
    assert Access.of("127.0.0.1", {"PREFECT_SERVER_API_AUTH_STRING": SECRET}).password == SECRET


@pytest.mark.parametrize("weak", ["", "short", "has some spaces", "密码也要足够长才行的呀呀", "a" * 201])
def test_a_password_that_protects_nothing_or_that_prefect_does_not_bear_is_refused(weak: str) -> None:
    with pytest.raises(AccessError, match="12 至 200 个英文字母、数字或符号") as refused:
        Access.of("127.0.0.1", {"ZWGK_SERVER_PASSWORD": weak})
    assert weak == "" or weak not in str(refused.value)


def test_nothing_that_is_shown_of_it_has_the_password(tmp_path: Path) -> None:
    access = Access("127.0.0.1", SECRET)
    assert SECRET not in repr(access)
    assert SECRET not in repr(Server(4200, tmp_path, access))


def test_the_environment_has_this_servers_account_and_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "of another server")
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "of another server")
    monkeypatch.setenv("ZWGK_SERVER_PASSWORD", SECRET)
    monkeypatch.setenv("no_proxy", "intranet")
    open_to_all = Server(4200, tmp_path).environment()
    assert [name for name, value in open_to_all.items() if value in ("of another server", SECRET)] == []
    guarded = Server(4200, tmp_path, Access("10.1.2.3", SECRET)).environment()
    assert [name for name, value in guarded.items() if value == SECRET] == ["PREFECT_API_AUTH_STRING"]
    assert guarded["PREFECT_API_URL"] == "http://10.1.2.3:4200/api"
    assert guarded["no_proxy"] == guarded["NO_PROXY"] == "127.0.0.1,localhost,10.1.2.3,intranet"


def test_the_command_ends_in_a_sentence_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", str(tmp_path / "office")]) == 0
    capsys.readouterr()
    assert run(["serve", "-w", str(tmp_path / "office"), "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("--host 0.0.0.0 使其他计算机也能访问，而服务器没有密码")
    assert not (tmp_path / "office" / "prefect").exists()


def test_a_page_gets_the_policy_once(tmp_path: Path) -> None:
    page = tmp_path / "v2" / "index.html"
    page.parent.mkdir()
    page.write_text("<html><head><title>Prefect</title></head></html>", encoding="utf-8")
    keep_to_itself(tmp_path)
    keep_to_itself(tmp_path)
    text = page.read_text(encoding="utf-8")
    assert text.startswith('<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'self\'')
    assert text.count("Content-Security-Policy") == 1
