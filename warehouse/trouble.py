"""What the machine under us does to us: a disk that is full, read-only or failing, a database that is damaged or in use."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator

_SAFE = "已收到的报送和上一发布版本不受影响。"
_FULL = "磁盘已满，写不进{place}。请腾出空间后重新运行；" + _SAFE
_READ_ONLY = "磁盘是只读的，写不进{place}。请检查磁盘和挂载方式后重新运行；" + _SAFE
_DENIED = "没有读写{place}的权限。请检查所有者和权限后重新运行。"
_FAILING = "磁盘读写出错{place}。请检查磁盘，必要时从备份恢复，再重新运行；没有写成的不算收到。"
_GONE = "{place}所在的磁盘连不上。请检查网络盘或移动盘后重新运行；" + _SAFE

_BY_NUMBER = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EIO: _FAILING,
    errno.ESTALE: _GONE,
    errno.ENOTCONN: _GONE,
    errno.EHOSTDOWN: _GONE,
    errno.ENODEV: _GONE,
}
# DuckDB has no numbers, but ends its message with the system's words.
_BY_WORDS = (
    ("No space left on device", _FULL),
    ("Disk quota exceeded", _FULL),
    ("Read-only file system", _READ_ONLY),
    ("Permission denied", _DENIED),
    ("Input/output error", _FAILING),
    ("fsync failed", _FAILING),
    ("Stale file handle", _GONE),
)
_DAMAGED = re.compile(
    r"Corrupt (database|WAL) file|not a valid DuckDB database file|Could not read enough bytes|while replaying WAL"
    r"|WAL does not match|computed checksum|we can only read versions|Failed to deserialize|Failed to load metadata"
)
_HELD = re.compile(r"Could not set lock on file.*\(PID (?P<pid>\d+)\)", re.DOTALL)
_NAMED_FILE = re.compile(r'file "(?P<path>[^"]+)"')


def disk_trouble(failed: BaseException) -> str | None:
    """A sentence for the office where the disk is at the bottom of a failure, else None: it is no fault of the program."""
    for one in _chain(failed):
        if isinstance(one, OSError):
            if one.errno in _BY_NUMBER:
                return _told(_BY_NUMBER[one.errno], one.filename)
        elif _is_duckdb(one):
            for words, sentence in _BY_WORDS:
                if words in str(one):
                    named = _NAMED_FILE.search(str(one))
                    return _told(sentence, named and named["path"])
    return None


def is_damage(failed: BaseException) -> bool:
    """Whether a database file does not hold what DuckDB wrote, or holds what this DuckDB can't read."""
    return disk_trouble(failed) is None and any(_is_duckdb(one) and _DAMAGED.search(str(one)) for one in _chain(failed))


def holder_of(failed: BaseException) -> str | None:
    """The process that holds a database which could not be opened for that reason, else None."""
    held = _HELD.search(str(failed)) if _is_duckdb(failed) else None
    return held and held["pid"]


def _told(sentence: str, path: object) -> str:
    if sentence is _FAILING:
        return sentence.format(place="" if path is None else f"（“{path}”）")
    return sentence.format(place="文件" if path is None else f"“{path}”")


def _is_duckdb(failed: BaseException) -> bool:
    return type(failed).__module__.partition(".")[0] in {"duckdb", "_duckdb"}


def _chain(failed: BaseException | None) -> Iterator[BaseException]:
    """A failure and what it came from."""
    while failed is not None:
        yield failed
        failed = failed.__cause__ or (None if failed.__suppress_context__ else failed.__context__)
