"""A Prefect server, on loopback unless asked otherwise, as a child process that is waited for and stopped with everything it started."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.orchestration.access import CLIENT_SIDE, LOOPBACK, PASSWORD, SERVER_SIDE, Access
from flows.orchestration.page import keep_to_itself

START_SECONDS = 180.0  # a fresh home migrates its database first: 12 to 50 s were seen, more on a busy machine
STOP_SECONDS = 15.0
_ALONE = Access()
# Whatever the server would ask elsewhere is refused at once, before a name is looked up: where a pool or a worker starts, and where the
# page shows pools, Prefect 3.8.8 asks raw.githubusercontent.com for kinds of workers before it reads its own copy.
_NOWHERE = f"http://{LOOPBACK}:9"
_NO_WAY_OUT = {
    name: _NOWHERE for scheme in ("HTTP", "HTTPS", "ALL") for name in (f"{scheme}_PROXY", f"{scheme}_PROXY".lower())
}


class ServerError(RuntimeError):
    """The server or a child of it did not come up; the message names the log."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. `home` holds its database and its log."""

    port: int
    home: Path
    access: Access = _ALONE

    @property
    def page(self) -> str:
        """The address for a browser on this machine."""
        return f"http://{self.access.address}:{self.port}"

    @property
    def page_folder(self) -> Path:
        """Prefect's page as it is laid out for this server."""
        return self.home / "page"

    @property
    def api(self) -> str:
        """The address for clients (PREFECT_API_URL)."""
        return f"{self.page}/api"

    def environment(self) -> dict[str, str]:
        """The environment of a client of this server: its address and password, no telemetry, never a server of its own."""
        others = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
        unproxied = ",".join(filter(None, dict.fromkeys([LOOPBACK, "localhost", self.access.address, others])))
        return (
            _clean_environment()
            | self.access.client_settings()
            | {
                "NO_PROXY": unproxied,
                "no_proxy": unproxied,  # of the two spellings, urllib and httpx go by the small one
                "PREFECT_API_URL": self.api,
                "PREFECT_HOME": str(self.home),
                "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
            }
        )


@contextmanager
def running_server(
    home: Path, port: int | None = None, access: Access = _ALONE, *, with_page: bool = True
) -> Iterator[Server]:
    """Starts a server on a free port (or the one given), waits until it answers, stops it at the end. Raises ServerError."""
    server = Server(free_port() if port is None else _untaken(port, access.host), home, access)
    home.mkdir(parents=True, exist_ok=True)
    command = ["server", "start", "--host", access.host, "--port", str(server.port)]
    environment = server.environment() | access.server_settings() | _server_settings(server, with_page)
    with running_child(command, environment, home / "server.log") as process:
        _wait_until_healthy(server, process)
        keep_to_itself(server.page_folder)
        yield server


@contextmanager
def running_child(command: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs `prefect …` in a process group of its own, its output in `log`; the whole group is stopped at the end."""
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own arguments
            [sys.executable, "-m", "prefect", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        stop_group(process)


def run_prefect(command: Sequence[str], environment: dict[str, str], log: Path, cwd: Path | None = None) -> None:
    """Runs `prefect …` to its end. Raises ServerError with the end of what it said."""
    done = subprocess.run(  # noqa: S603 - as above
        [sys.executable, "-m", "prefect", "--no-prompt", *command],
        env=environment,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=START_SECONDS,
        check=False,
    )
    with log.open("ab") as out:
        out.write(done.stdout)
    if done.returncode != 0:
        said = done.stdout.decode("utf-8", "replace").strip()[-800:]
        raise ServerError(f"prefect {command[0]} 失败（代码 {done.returncode}）：{said}")


def stop_group(process: subprocess.Popen[bytes]) -> None:
    """Asks the process and all that it started to end, and kills what is still there after a while."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _untaken(port: int, host: str) -> int:
    """Else the other server on it would answer in the place of ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise ServerError(f"{host} 的端口 {port} 不能使用（{taken.strerror}），请用 --port 换一个。") from taken
    return port


def is_healthy(api: str) -> bool:
    """Whether a server answers at this address. Never through a proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{api}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise ServerError(
                f"Prefect 服务器启动后退出（代码 {process.returncode}），原因见 {server.home / 'server.log'}。"
            )
        if is_healthy(server.api):
            return
        time.sleep(0.2)
    raise ServerError(f"Prefect 服务器 {START_SECONDS:.0f} 秒内没有启动完毕，详见 {server.home / 'server.log'}。")


def _clean_environment() -> dict[str, str]:
    """Ours without another server's address, account or profile, and with every report to outside switched off."""
    foreign = {
        *("PREFECT_API_URL", "PREFECT_API_KEY", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"),
        *(PASSWORD, SERVER_SIDE, CLIENT_SIDE),
    }
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


def _server_settings(server: Server, with_page: bool) -> dict[str, str]:
    return _NO_WAY_OUT | {
        "PREFECT_SERVER_UI_ENABLED": str(with_page).lower(),
        # Not into the installed package, which may be read-only.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(server.page_folder),
        "PREFECT_SERVER_UI_API_URL": "/api",  # of the host that the browser came by
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{LOOPBACK}",
    }
