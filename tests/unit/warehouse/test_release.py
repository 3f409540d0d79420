"""A release is whole, described, switched to at once, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.release import (
    Release,
    check_staged,
    content_hash,
    current_release,
    manifest_of,
    published_tables,
    row_counts,
    stage_release,
    switch_to,
    write_manifest,
)
from warehouse.store import Store, open_store
from warehouse.tables import tables

PERIOD = ("2025Q1", "2025年第一季度", 2025, 1, False, date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 10))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "work" / "zwgk.duckdb") as opened:
        opened.insert("dim_period", pl.DataFrame([PERIOD], tables()["dim_period"].frame_schema, orient="row"))
        yield opened


def published(store: Store, releases: Path, release_id: str) -> Release:
    aside = stage_release(store, releases, release_id)
    assert check_staged(aside, row_counts(store)) == []
    write_manifest(aside, {"release_id": release_id})
    return switch_to(aside, releases, release_id)


def test_every_row_of_a_release_carries_its_id(store: Store, tmp_path: Path) -> None:
    release = published(store, tmp_path / "releases", "0001")
    with duckdb.connect(release.path / "zwgk.duckdb", read_only=True) as bi:
        assert bi.execute("SELECT release_id, period FROM mart.dim_period").fetchall() == [("0001", "2025Q1")]


def test_every_table_and_column_has_a_comment(store: Store, tmp_path: Path) -> None:
    release = published(store, tmp_path / "releases", "0001")
    with duckdb.connect(release.path / "zwgk.duckdb", read_only=True) as bi:
        bare = bi.execute(
            """SELECT table_name, '' FROM duckdb_tables() WHERE comment IS NULL
               UNION ALL SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"""
        ).fetchall()
        names = {
            row[0] for row in bi.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart'").fetchall()
        }
    assert bare == []
    assert names == {table.mart_name for table in published_tables()}


def test_the_names_that_bi_relies_on_are_there(store: Store) -> None:
    promised = {
        *("dim_unit", "dim_period", "dim_cell", "dim_task", "fct_cell", "fct_portal_metric", "fct_task_progress"),
        *(
            "rpt_annual_statutory",
            "rpt_quarterly_units",
            "rpt_quarterly_coverage",
            "dq_result",
            "dq_violation",
            "release",
        ),
    }
    assert promised <= {table.mart_name for table in published_tables()}


def test_old_readers_can_open_the_database(store: Store, tmp_path: Path) -> None:
    release = published(store, tmp_path / "releases", "0001")
    header = (release.path / "zwgk.duckdb").read_bytes()[:4096]
    # bytes 8-12 magic, then the storage version as a 64-bit number: 64 is what DuckDB 0.10 to 2.0 all read
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64


def test_a_new_release_leaves_the_former_one_as_it_was(store: Store, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    first = published(store, releases, "0001")
    before = {path: path.read_bytes() for path in first.path.rglob("*") if path.is_file()}
    second = published(store, releases, "0002")
    assert current_release(releases) == Release("0002", second.path)
    assert {path: path.read_bytes() for path in first.path.rglob("*") if path.is_file()} == before
    assert all(path.stat().st_mode & 0o222 == 0 for path in before)


def test_a_reader_of_the_former_release_goes_on_reading_it(store: Store, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    published(store, releases, "0001")
    with duckdb.connect((releases / "current").resolve() / "zwgk.duckdb", read_only=True) as bi:
        published(store, releases, "0002")
        assert bi.execute("SELECT release_id FROM mart.dim_period").fetchall() == [("0001",)]
    with duckdb.connect(releases / "current" / "zwgk.duckdb", read_only=True) as bi:
        assert bi.execute("SELECT release_id FROM mart.dim_period").fetchall() == [("0002",)]


def test_a_table_with_other_rows_than_it_should_have_is_noticed(store: Store, tmp_path: Path) -> None:
    aside = stage_release(store, tmp_path / "releases", "0001")
    assert check_staged(aside, {"dim_period": 2}) == ["dim_period：应有 2 行，数据库 1 行，Parquet 1 行。"]


def test_equal_content_has_an_equal_hash_and_other_content_another(store: Store) -> None:
    first = content_hash(store)
    assert content_hash(store) == first
    store.connection.execute("UPDATE dim_period SET due_on = DATE '2025-04-11'")
    assert content_hash(store) != first


def test_the_manifest_names_every_file_with_its_hash(store: Store, tmp_path: Path) -> None:
    release = published(store, tmp_path / "releases", "0001")
    files = manifest_of(release)["files"]
    assert isinstance(files, dict)
    found = {p.relative_to(release.path).as_posix() for p in release.path.rglob("*") if p.is_file()} - {"manifest.json"}
    assert set(files) == found


def test_the_hash_of_content_tells_a_blank_from_its_name_and_knows_no_order(tmp_path: Path) -> None:
    def hashed(*rows: tuple[str, str | None]) -> str:
        with open_store(tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb") as store:
            for place, kind in rows:
                store.connection.execute("INSERT INTO dim_unit (unit_code, kind_name) VALUES ($1, $2)", [place, kind])
            return content_hash(store)

    known = hashed(("finance", None), ("audit", "部门"))
    assert hashed(("audit", "部门"), ("finance", None)) == known
    assert hashed(("finance", "NULL"), ("audit", "部门")) != known
    assert hashed(("finance", "部门"), ("audit", None)) != known
    assert hashed(("finance", None), ("audit", "部门"), ("audit", "部门")) != known
