"""Who may reach the server: the address that it listens on, and the password that it asks for. A password is never in a file of ours."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - names of the choice, which is refused without a password
PASSWORD = "ZWGK_SERVER_PASSWORD"  # noqa: S105 - the variable's name
SERVER_SIDE, CLIENT_SIDE = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"

# Prefect compares header and password as text, which fails with an error of the server where either is not ASCII; nothing limits how
# often somebody may try, so the password must be long.
_PASSWORD = re.compile(r"[!-~]{12,200}")


class AccessError(ValueError):
    """The server must not start like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Access:
    """The address to listen on and the password; None asks for none."""

    host: str = LOOPBACK
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, host: str, environment: Mapping[str, str]) -> Access:
        """What was chosen, by option and environment. Raises AccessError for a password that protects nothing, or none where one is due."""
        name = (
            PASSWORD if PASSWORD in environment else SERVER_SIDE
        )  # whoever knows Prefect sets its own and is protected too
        password = environment.get(name)
        if password is not None and not _PASSWORD.fullmatch(password):
            raise AccessError(f"环境变量 {name} 的密码应为 12 至 200 个英文字母、数字或符号，不含空格和汉字。")
        if password is None and not is_loopback(host):
            raise AccessError(
                f"--host {host} 使其他计算机也能访问，而服务器没有密码：谁都能启动、停止运行。"
                f"请先在环境变量 {PASSWORD} 中设置密码，或去掉 --host 只在本机访问。"
            )
        return cls(host, password)

    @property
    def address(self) -> str:
        """Where clients on this machine find it."""
        return LOOPBACK if self.host in EVERYWHERE else self.host

    def server_settings(self) -> dict[str, str]:
        """For the server's process alone. What changes something needs a token that another site's page can't read (CSRF)."""
        asked = {} if self.password is None else {SERVER_SIDE: self.password}
        return asked | {"PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true"}

    def client_settings(self) -> dict[str, str]:
        """For our clients: deploying, the worker, the runs that it starts."""
        return {} if self.password is None else {CLIENT_SIDE: self.password}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name that is not plainly its own counts as reachable."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
