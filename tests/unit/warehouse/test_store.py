"""The store: slices are replaced whole, one process writes at a time, what failed leaves nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.locks import StoreBusyError
from warehouse.store import Store, open_store
from warehouse.tables import tables

SCHEMA = tables()["core_receipt"].frame_schema


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "zwgk.duckdb") as opened:
        yield opened


def receipts(*rows: tuple[int, str, str]) -> pl.DataFrame:
    return pl.DataFrame([(n, unit, period, "quarter", "own") for n, unit, period in rows], SCHEMA, orient="row")


def held(store: Store) -> list[tuple[object, ...]]:
    return store.connection.execute("SELECT submission_id, unit_code, period FROM core_receipt ORDER BY 1").fetchall()


def test_replacing_a_slice_leaves_every_other_row(store: Store) -> None:
    store.insert("core_receipt", receipts((1, "finance", "2025Q1"), (2, "finance", "2025Q2"), (3, "audit", "2025Q1")))
    store.replace("core_receipt", receipts((9, "finance", "2025Q1")), ["unit_code", "period"])
    assert held(store) == [(2, "finance", "2025Q2"), (3, "audit", "2025Q1"), (9, "finance", "2025Q1")]


def test_replacing_without_keys_replaces_all(store: Store) -> None:
    store.insert("core_receipt", receipts((1, "finance", "2025Q1"), (3, "audit", "2025Q1")))
    store.replace("core_receipt", receipts((4, "audit", "2025Q2")))
    assert held(store) == [(4, "audit", "2025Q2")]


def test_a_failure_inside_a_transaction_leaves_nothing_of_it(store: Store) -> None:
    store.insert("core_receipt", receipts((1, "finance", "2025Q1")))

    def replace_then_break() -> None:
        with store.transaction():
            store.replace("core_receipt", receipts((2, "audit", "2025Q1")))
            store.connection.execute("SELECT * FROM no_such_table")

    with pytest.raises(duckdb.Error):
        replace_then_break()
    assert held(store) == [(1, "finance", "2025Q1")]


def test_a_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    path = tmp_path / "zwgk.duckdb"
    script = f"from pathlib import Path; from warehouse.store import open_store\nwith open_store(Path({str(path)!r})): print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(StoreBusyError, match=str(writer.pid)), open_store(path):
            pass
        writer.kill()
        writer.wait()
        # the lock is the operating system's: a killed writer leaves none behind
        with open_store(path) as store:
            assert held(store) == []


def test_no_extension_is_fetched_from_outside(store: Store) -> None:
    settings = dict(
        store.connection.execute(
            "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%extensions'"
        ).fetchall()
    )
    assert settings["autoinstall_known_extensions"] == "false"
    assert settings["autoload_known_extensions"] == "false"


def test_every_table_is_created_as_declared(store: Store) -> None:
    for name, table in tables().items():
        described = store.connection.execute(f"DESCRIBE {name}").fetchall()
        assert [(row[0], row[1]) for row in described] == [(c, d.type) for c, d in table.columns.items()], name


def test_a_table_of_an_earlier_edition_is_laid_out_anew_and_all_is_derived_again(tmp_path: Path) -> None:
    path = tmp_path / "zwgk.duckdb"
    with open_store(path) as store:
        store.connection.execute("INSERT INTO raw_context VALUES ('program', 'x')")
        store.insert("core_receipt", receipts((1, "finance", "2025Q1")))
        store.connection.execute("ALTER TABLE dq_result ADD COLUMN gone VARCHAR")
    with open_store(path) as store:
        assert [row[0] for row in store.connection.execute("DESCRIBE dq_result").fetchall()] == list(
            tables()["dq_result"].columns
        )
        assert store.rows("SELECT * FROM raw_context") == []
        assert held(store) == [(1, "finance", "2025Q1")]
