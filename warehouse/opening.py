"""Opens the working database also after what a crash, a bad disk or a copied file may have left of it.

It is derived from archive and journal, so one that is damaged is put aside and begun anew: the next refresh derives all again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.locks import StoreBusyError
from warehouse.offline import connect
from warehouse.trouble import holder_of, is_damage

_LOG = logging.getLogger(__name__)
_WAL = ".wal"


class StoreDamagedError(RuntimeError):
    """The working database turned out to be damaged and was put aside; the message says so."""


@contextmanager
def connected(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the working database; an empty one where the file is damaged. The caller holds the writer's lock.

    Raises StoreBusyError where some other program holds the file open, StoreDamagedError where damage shows only while it is read:
    it is put aside then, so that the same command, run again, derives everything anew.
    """
    connection = _connect(path)
    try:
        with connection:
            yield connection
    except Exception as failed:
        connection.close()
        if not (is_damage(failed) and _is_unreadable(path)):
            raise
        aside = _put_aside(path)
        raise StoreDamagedError(
            f"工作数据库已损坏，已移到 {aside}。请重新运行：数据会由原始文件和日志重新推算，报送和发布版本不受影响。"
        ) from failed


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return connect(path)
    except duckdb.Error as failed:
        holder = holder_of(failed)
        if holder is not None:
            raise StoreBusyError(
                f"工作数据库正被另一个程序打开（进程 {holder}），请关闭后再试。BI 应打开发布版本中的 zwgk.duckdb。"
            ) from failed
        if not is_damage(failed):
            raise
        _LOG.warning("工作数据库打不开，已移到 %s，正由原始文件和日志重新推算。原因：%s", _put_aside(path), failed)
        return connect(path)


def _put_aside(path: Path) -> Path:
    """Out of the way with its log; only the last damaged one is kept."""
    aside = path.with_name(f"{path.name}.damaged")
    for ending in ("", _WAL):
        source = path.with_name(path.name + ending)
        target = aside.with_name(aside.name + ending)
        target.unlink(missing_ok=True)
        if source.exists():
            source.replace(target)
    return aside


def _is_unreadable(path: Path) -> bool:
    """Whether it is this database, not one that was attached to it, in which something can't be read: reads every row."""
    try:
        with connect(path, read_only=True) as connection:
            names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
            for (name,) in names:
                connection.execute(f'SELECT bit_xor(hash(t)) FROM "{name}" t').fetchall()
    except duckdb.Error as failed:
        return is_damage(failed)
    return False
