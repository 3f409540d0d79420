"""Connections to the public internet only: an address from outside must not lead a program of the office to a machine inside it."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Collection, Mapping
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

from flows.sources.directed_hosts import Place, connecting_pools, open_first

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NO_SUCH_NAME = (socket.EAI_NONAME, socket.EAI_NODATA)
_TRIED = 2  # addresses of one host


class RefusedHostError(Exception):
    """A host that lies inside the office's own networks; holds its address."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} → {address}")
        self.address = address


class UnknownHostError(Exception):
    """A name that has no address. `is_certain`: the name service says so, and is not merely out of reach itself."""

    def __init__(self, host: str, *, is_certain: bool) -> None:
        super().__init__(host)
        self.is_certain = is_certain


class PublicHosts(HTTPAdapter):
    """An adapter of requests that resolves a name itself and connects to the very address that it looked at.

    Hosts in `allowed` are let through wherever they lie; those in `connect_to` are to be had at the address given there.
    """

    def __init__(self, allowed: Collection[str] = (), connect_to: Mapping[str, Place] | None = None) -> None:
        self._allowed = frozenset(host.casefold() for host in allowed)
        self._connect_to = connect_to or {}
        self._connections: WeakSet[HTTPConnection] = WeakSet()
        super().__init__()

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        """The hook of requests at which the pools are chosen."""
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = connecting_pools(self._connect)

    def cut(self) -> None:
        """Ends whatever is under way, from another thread: no timeout of a socket bounds a server that drips its headers."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def _connect(self, connection: HTTPConnection) -> socket.socket:
        host = connection.host
        directed = self._connect_to.get(host.casefold())
        if directed is not None:
            self._connections.add(connection)
            return open_first(connection, [directed])
        addresses = _resolve(host, connection.port)
        public = [one for one in addresses if is_public(one)]
        if not public and host.casefold() not in self._allowed:
            raise RefusedHostError(host, addresses[0])
        self._connections.add(connection)
        return open_first(connection, [(address, connection.port) for address in (public or addresses)[:_TRIED]])


def is_public(address: str) -> bool:
    """Whether an address is one of the internet; one that wraps another (mapped, 6to4, Teredo, NAT64) is what it wraps."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return found.is_global and not found.is_multicast


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as unknown:
        raise UnknownHostError(host, is_certain=unknown.errno in _NO_SUCH_NAME) from unknown
    except UnicodeError as unknown:
        raise UnknownHostError(host, is_certain=True) from unknown
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
