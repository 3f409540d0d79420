"""The tables of a release are written while its documents are made: all of both is there in the end, or the fault of either is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import warehouse.release as releasing
from warehouse.release import check_staged, row_counts, staged
from warehouse.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "warehouse" / "zwgk.duckdb") as opened:
        opened.connection.execute("INSERT INTO dim_unit (unit_code, unit_name) VALUES ('finance', '财政局')")
        yield opened


def test_after_the_block_tables_and_what_it_wrote_are_there(store: Store, tmp_path: Path) -> None:
    with staged(store, tmp_path / "releases", "0001") as aside:
        [found] = store.rows("SELECT unit_name FROM dim_unit")
        (aside / "beside.txt").write_text(found["unit_name"], encoding="utf-8")
    assert check_staged(aside, row_counts(store)) == []
    assert (aside / "beside.txt").read_text(encoding="utf-8") == "财政局"


def test_a_fault_in_writing_the_tables_is_told_to_whoever_waits(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(releasing, "_write_tables", break_down)
    with pytest.raises(OSError, match="No space left"), staged(store, tmp_path / "releases", "0001"):
        pass


def test_a_fault_in_the_block_ends_the_writing_and_is_the_one_that_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, begun = [], threading.Event()

    def write_for_ever(beside: Store, *_: object) -> None:
        begun.set()
        try:
            beside.rows("SELECT count(*) AS n FROM range(1_000_000_000_000) a")
        except duckdb.InterruptException:
            ended.append("interrupted")
            raise

    def stop_once_it_runs() -> None:
        with staged(store, tmp_path / "releases", "0001"):
            assert begun.wait(10)
            raise KeyboardInterrupt

    monkeypatch.setattr(releasing, "_write_tables", write_for_ever)
    with pytest.raises(KeyboardInterrupt):
        stop_once_it_runs()
    assert ended == ["interrupted"]
    assert store.rows("SELECT unit_code FROM dim_unit") == [{"unit_code": "finance"}]
