"""What the disk does to us is told as such, in a sentence that says what to do; a damaged database is known from one that is in use."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import duckdb
import pytest

from warehouse.trouble import disk_trouble, holder_of, is_damage

HELD = (
    'IO Error: Could not set lock on file "/w/zwgk.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 6820).'
)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘已满，写不进“/w/a”。请腾出空间后重新运行"),
        (errno.EDQUOT, "磁盘已满"),
        (errno.EROFS, "磁盘是只读的，写不进“/w/a”"),
        (errno.EACCES, "没有读写“/w/a”的权限"),
        (errno.EIO, "磁盘读写出错（“/w/a”）"),
        (errno.ESTALE, "“/w/a”所在的磁盘连不上"),
    ],
)
def test_an_error_of_the_system_is_a_sentence(number: int, said: str) -> None:
    assert (disk_trouble(OSError(number, os.strerror(number), "/w/a")) or "").startswith(said)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            'Failed to commit: Could not write file "/w/zwgk.duckdb.wal": No space left on device',
            "磁盘已满，写不进“/w/zwgk.duckdb.wal”",
        ),
        ('IO Error: Cannot open file "/w/zwgk.duckdb": Read-only file system', "磁盘是只读的"),
        ("FATAL Error: fsync failed!", "磁盘读写出错。"),
    ],
)
def test_so_are_duckdbs_words_for_it(message: str, said: str) -> None:
    assert (disk_trouble(duckdb.IOException(message)) or "").startswith(said)


def test_a_write_that_names_no_file_is_a_whole_sentence_too() -> None:
    assert str(disk_trouble(OSError(errno.ENOSPC, "full"))).startswith("磁盘已满，写不进文件。请腾出空间")


def test_it_is_found_below_what_it_led_to() -> None:
    later = RuntimeError("the rollback failed too")
    later.__context__ = OSError(errno.ENOSPC, "full", "/w/a")
    assert "磁盘已满" in str(disk_trouble(later))


@pytest.mark.parametrize(
    "failed", [ValueError("No space left on device"), OSError(errno.ENOENT, "gone"), KeyError("a")]
)
def test_other_failures_are_not_the_disks(failed: Exception) -> None:
    assert disk_trouble(failed) is None


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "torn.duckdb").write_bytes(b"torn" * 4096)
    with pytest.raises(duckdb.Error) as torn:
        duckdb.connect(tmp_path / "torn.duckdb")
    assert is_damage(torn.value)
    assert not is_damage(duckdb.IOException("Failure while replaying WAL file: No space left on device"))
    assert not is_damage(duckdb.IOException(HELD))


def test_who_holds_a_database_is_read_from_what_duckdb_says() -> None:
    assert holder_of(duckdb.IOException(HELD)) == "6820"
    assert holder_of(duckdb.IOException("IO Error: something else")) is None
