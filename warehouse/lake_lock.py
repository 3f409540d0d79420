"""The writer's lock of an office's schema in a lake. PostgreSQL holds it for a session, so it holds across machines and dies with its holder."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb

from warehouse.lake import Lake, LakeError
from warehouse.locks import StoreBusyError
from warehouse.offline import ExtensionMissingError, connect, load_extension
from warehouse.tables import quoted

_LAYING_OUT = "zwgk lays out a lake"


@dataclass(frozen=True, slots=True)
class Gate:
    """The session that holds the lock. It is one transaction from beginning to end: only so do all questions go to one session."""

    connection: duckdb.DuckDBPyConnection

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """A question to PostgreSQL in the session that holds the lock. Raises duckdb.Error where that has gone."""
        return self.connection.execute(f"FROM postgres_query('gate', {quoted(sql)})").fetchall()

    def check(self) -> None:
        """Raises LakeError where the lock is lost: then another one may write already."""
        try:
            self.ask("SELECT 1 AS held")
        except duckdb.Error as gone:
            raise LakeError(LOST) from gone

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time over all schemas: two that lay out a new lake at once would break each other's tables."""
        self.ask(f"SELECT 1 AS done FROM pg_advisory_lock({_key(_LAYING_OUT)})")
        yield
        self.ask(f"SELECT pg_advisory_unlock({_key(_LAYING_OUT)}) AS done")


LOST = "与数据湖目录（PostgreSQL）的连接中断，没有提交的内容一概没有写入。请在数据库恢复后再运行一次。"


@contextmanager
def hold_lake(lake: Lake) -> Iterator[Gate]:
    """Holds the lock of a schema while the block runs. Raises StoreBusyError, LakeError."""
    with connect() as connection:
        load_extensions(connection, "postgres_scanner")
        connection.execute("SET pg_idle_in_transaction_timeout_millis = 0")
        named = f"{lake.catalog} application_name={_myself()}"
        try:
            connection.execute(f"ATTACH {quoted(named)} AS gate (TYPE postgres)")
        except duckdb.Error as unreachable:
            raise LakeError(_unreachable(unreachable)) from None
        connection.execute("BEGIN")
        gate = Gate(connection)
        try:
            _take(gate, _key(lake.schema))
            yield gate
        finally:
            with suppress(duckdb.Error):  # a session that has gone rolls nothing back, and has lost its lock already
                connection.execute("ROLLBACK")


def load_extensions(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Raises LakeError where a wheel is not there."""
    try:
        for name in names:
            load_extension(connection, name)
    except ExtensionMissingError as missing:
        raise LakeError(
            f"没有安装 DuckDB 的扩展 {missing}，用数据湖须按 requirements.lock 安装；程序不会自行下载。"
        ) from missing


def _take(gate: Gate, key: int) -> None:
    [(got,)] = gate.ask(f"SELECT pg_try_advisory_xact_lock({key}) AS got")
    if not got:
        high, low = (key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF
        holders = gate.ask(
            "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            f"WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = {high} AND l.objid = {low}"
        )
        raise StoreBusyError.held_by("、".join(str(name).removeprefix("zwgk@") for (name,) in holders))


def _key(name: str) -> int:
    """A lock's number (64 bits, signed as PostgreSQL has it) from its name."""
    return int.from_bytes(hashlib.sha256(f"zwgk:{name}".encode()).digest()[:8], "big", signed=True)


def _myself() -> str:
    """Host and process, in the 63 bytes that PostgreSQL keeps of a session's name."""
    host = "".join(
        letter for letter in socket.gethostname() if letter.isascii() and (letter.isalnum() or letter in ".-")
    )
    return f"zwgk@{host[:40]}:{os.getpid()}"


def _unreachable(failed: duckdb.Error) -> str:
    said = str(failed).splitlines()[0].rpartition('": ')[2]
    return f"连接不上数据湖目录（PostgreSQL）：{said}。请检查设置 warehouse、口令（PGPASSWORD 或 PGPASSFILE）和数据库是否在运行。"
