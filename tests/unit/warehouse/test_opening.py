"""The working database is derived: a damaged one is put aside and begun anew, one that somebody else holds is left alone."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.locks import StoreBusyError
from warehouse.opening import StoreDamagedError
from warehouse.store import Store, open_store

FIRST = hashlib.sha256(b"0").hexdigest().encode()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Something in it that can be told again."""
    path = tmp_path / "zwgk.duckdb"
    with open_store(path) as store:
        store.connection.execute("PRAGMA force_compression='uncompressed'")  # so that a row is found in the file
        store.connection.execute("INSERT INTO raw_context SELECT 'a' || i, sha256((i)::VARCHAR) FROM range(4000) r(i)")
    return path


def context(store: Store) -> int:
    return int(store.connection.execute("SELECT count(DISTINCT fingerprint) FROM raw_context").fetchall()[0][0])


@pytest.mark.parametrize("content", [b"", b"torn" * 4096], ids=["nothing in it", "no database"])
def test_a_file_that_cannot_be_opened_is_put_aside_and_said(
    database: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    database.write_bytes(content)
    with open_store(database) as store:
        assert context(store) == 0
    assert (database.parent / "zwgk.duckdb.damaged").read_bytes() == content
    assert "工作数据库打不开，已移到" in caplog.text


def test_damage_that_shows_only_when_it_is_read_ends_the_run_and_the_next_one_begins_anew(database: Path) -> None:
    damage(database)
    with pytest.raises(StoreDamagedError, match="请重新运行"), open_store(database) as store:
        context(store)
    with open_store(database) as store:
        assert context(store) == 0


def damage(path: Path) -> None:
    """One bit of a row."""
    content = bytearray(path.read_bytes())
    content[content.index(FIRST)] ^= 1
    path.write_bytes(content)


def test_damage_in_another_database_costs_not_this_one(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    other.write_bytes(database.read_bytes())
    damage(other)
    asked = f"ATTACH '{other}' AS other; SELECT count(DISTINCT fingerprint) FROM other.raw_context"
    with pytest.raises(duckdb.Error, match="Corrupt"), open_store(database) as store:
        store.connection.execute(asked).fetchall()
    with open_store(database) as store:
        assert context(store) == 4000


def test_another_program_that_looks_into_it_is_named_and_nothing_is_lost(database: Path) -> None:
    script = "import duckdb, sys; held = duckdb.connect(sys.argv[1], read_only=True); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        with pytest.raises(StoreBusyError, match=f"进程 {reader.pid}.*BI 应打开发布版本"), open_store(database):
            pass
        reader.kill()
    with open_store(database) as store:
        assert context(store) == 4000
