"""Which addresses lie on the internet, and what a name without an address means."""

from __future__ import annotations

import socket

import pytest
import requests

from flows.sources import directed_hosts
from flows.sources.link_answer import judge_failure
from flows.sources.public_hosts import PublicHosts, RefusedHostError, UnknownHostError, is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "202.96.209.5", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("2002:0a00:0001::1", "2002:7f00:0001::"),
    ],
)
def test_addresses_inside_a_network_also_wrapped_in_another(address: str) -> None:
    assert not is_public(address)


def _name_service(monkeypatch: pytest.MonkeyPatch, *found: str, errno: int | None = None) -> None:
    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if errno is not None:
            raise socket.gaierror(errno, "scripted")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def _get(url: str, *allowed: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", PublicHosts(allowed))
        return session.get(url, timeout=2)


def test_a_public_name_with_an_inside_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _name_service(monkeypatch, "10.1.2.3")
    with pytest.raises(RefusedHostError) as refused:
        _get("http://www.a.example/")
    assert refused.value.address == "10.1.2.3"


@pytest.mark.parametrize(("errno", "state"), [(socket.EAI_NONAME, "dead"), (socket.EAI_AGAIN, "unsure")])
def test_a_name_that_does_not_exist_is_dead_and_one_that_nobody_could_look_up_is_not(
    monkeypatch: pytest.MonkeyPatch, errno: int, state: str
) -> None:
    _name_service(monkeypatch, errno=errno)
    with pytest.raises(UnknownHostError) as unknown:
        _get("http://www.a.example/")
    answer = judge_failure("http://www.a.example/", unknown.value)
    assert (answer.state, answer.is_failure, answer.is_reached) == (state, False, False)


def test_the_address_that_was_looked_at_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers otherwise the second time leads nowhere: it is looked up once."""
    _name_service(monkeypatch, "8.8.8.8", "10.0.0.1")
    tried: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(directed_hosts, "create_connection", connect)
    with pytest.raises(requests.ConnectionError):
        _get("http://www.a.example/")
    assert tried == [("8.8.8.8", 80)]
