"""Connections to hosts that are to be had at another address than their name says, as curl's --connect-to has it.

Inside a government's network a portal is often reached at an inside address only. What is asked for, recorded and shown stays the
public address; only the socket is opened elsewhere.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

Place = tuple[str, int]
Connect = Callable[[HTTPConnection], socket.socket]


class DirectedHosts(HTTPAdapter):
    """An adapter of requests that opens the sockets of the hosts in `connect_to` at the address given there, past any proxy."""

    def __init__(self, connect_to: Mapping[str, Place], **pool: Any) -> None:  # noqa: ANN401 - as HTTPAdapter
        self._connect_to = connect_to
        super().__init__(**pool)

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        """The hook of requests at which the pools are chosen."""
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = connecting_pools(self._connect)

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - as HTTPAdapter
        """A proxy would connect in our place, to wherever the name leads."""
        return super().send(*args, **kwargs | {"proxies": None})

    def _connect(self, connection: HTTPConnection) -> socket.socket:
        return open_first(connection, [self._connect_to[connection.host.casefold()]])


def direct(session: requests.Session, connect_to: Mapping[str, Place], **pool: Any) -> None:  # noqa: ANN401 - as HTTPAdapter
    """Has a session open its sockets to the hosts in `connect_to` at their other addresses."""
    for host in connect_to:
        for scheme in ("http", "https"):
            session.mount(f"{scheme}://{host}/", DirectedHosts(connect_to, **pool))


def open_first(connection: HTTPConnection, places: list[Place]) -> socket.socket:
    """A socket to the first place that answers. Raises what urllib3 raises where none does."""
    failed: OSError = OSError("no address")
    for place in places:
        try:
            return create_connection(place, connection.timeout, socket_options=connection.socket_options)
        except OSError as tried:
            failed = tried
    if isinstance(failed, TimeoutError):
        raise ConnectTimeoutError(connection, "no answer") from failed
    raise NewConnectionError(connection, str(failed)) from failed


def connecting_pools(connect: Connect) -> dict[str, type[HTTPConnectionPool]]:
    """Pools, by scheme, whose connections open their sockets with `connect`."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
