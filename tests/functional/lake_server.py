"""A PostgreSQL server of the tests' own, with lakes in it: Debian's programs, a folder that goes afterwards, a port of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from warehouse.workspace import Workspace

_BESIDE = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_QUICK = "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"
_NUMBERS = count(1)
PASSWORD = "canary-of-the-lake"


@dataclass(frozen=True)
class Postgres:
    """A running server: over loopback it asks its user `office` for the password, over the socket in its folder it trusts."""

    programs: Path
    folder: Path
    port: int

    @property
    def process_id(self) -> int:
        """The server's first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def ask(self, sql: str, database: str = "postgres") -> list[str]:
        """What the server answers its owner, a line a row."""
        psql = [str(self.programs / "psql"), "-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "-XAt"]
        done = subprocess.run([*psql, "-d", database, "-c", sql], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def start(self) -> None:
        """Starts it; after a crash it recovers by itself."""
        settings = (
            *_QUICK,
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
        )
        options = " ".join(f"-c {setting}" for setting in settings)
        _as_server(self, "pg_ctl", "start", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options)

    def crash(self) -> None:
        """What `kill -9` of all its processes leaves, as when its machine loses power."""
        first = self.process_id
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        processes = (first, *map(int, children))
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while not all(map(_is_dead, processes)):
            time.sleep(0.01)
        for lock in (self.folder / "data" / "postmaster.pid", self.folder / f".s.PGSQL.{self.port}.lock"):
            lock.unlink(missing_ok=True)  # a dead process that nobody has asked after yet would count as one that runs

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs while the block does."""
        self.start()
        try:
            yield
        finally:
            _as_server(self, "pg_ctl", "stop", "-m", "immediate")

    def new_lake(self, data: Path) -> str:
        """An empty database for a lake; gives the lines of `zwgk.toml` by which an office uses it."""
        name = f"lake_{next(_NUMBERS)}"
        self.ask(f"CREATE DATABASE {name} OWNER office")
        data.mkdir(parents=True, exist_ok=True)
        catalog = f"host=127.0.0.1 port={self.port} dbname={name} user=office"
        return f'\nwarehouse = "ducklake:postgres:{catalog}"\nlake_data = "{data}"\n'


def settle(root: Path, settings: str) -> Workspace:
    """Adds settings to a workspace and opens it with them."""
    with (root / "zwgk.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    return Workspace.open(root)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Starts a server and stops it; the test is skipped where Debian's PostgreSQL is not installed."""
    if not _BESIDE:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql): nothing about the lake is tested here")
    folder = Path(tempfile.mkdtemp(prefix="zwgk-pg-"))
    server = Postgres(_BESIDE[-1], folder, _free_port())
    try:
        _as_server(server, "initdb", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "-U", "postgres")
        with server.running():
            server.ask(f"CREATE ROLE office LOGIN PASSWORD '{PASSWORD}'")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PGPASSWORD", PASSWORD)
                yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_dead(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _as_server(server: Postgres, program: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root, so root becomes the user whom Debian made for it."""
    user = "postgres" if os.getuid() == 0 else None
    if user:
        shutil.chown(server.folder, user, user)
    command = [str(server.programs / program), "-D", str(server.folder / "data"), *arguments]
    with (server.folder / f"{program}.out").open("ab") as out:
        subprocess.run(
            command,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            stdout=out,
            stderr=out,
            check=True,
            cwd="/",
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
