"""When BI sees a new release: an open connection stays with its own to the end, the next one that is opened has the new one."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
import sqlalchemy
from sqlalchemy.pool import NullPool

from benchmarks.readers import Publisher, read_while
from examples.bi_query import SHUT_OFF, open_release
from flows.steps.build import build_tables
from flows.steps.state import refresh
from tests.functional.bi_office import BiOffice
from warehouse.store import open_store

pytestmark = pytest.mark.xdist_group("bi")
WHICH = "SELECT release_id FROM mart.release"


@pytest.fixture
def releases(bi: BiOffice, tmp_path: Path) -> Path:
    """The two releases, the first of them in force."""
    for release in bi.releases:
        (tmp_path / release.name).symlink_to(release)
    switch(tmp_path, bi.releases[0].name)
    return tmp_path


def switch(releases: Path, release_id: str) -> None:
    """As publishing does it."""
    link = releases / ".current.new"
    link.symlink_to(release_id)
    link.replace(releases / "current")


def which(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute(WHICH).fetchall()[0][0])


def test_an_open_connection_stays_with_its_release_also_for_tables_that_it_had_not_read(
    bi: BiOffice, releases: Path
) -> None:
    first, second = (release.name for release in bi.releases)
    with open_release(releases / "current" / "zwgk.duckdb") as held:
        switch(releases, second)
        assert which(held) == which(held.cursor()) == first
        assert held.execute("SELECT DISTINCT release_id FROM mart.fct_cell").fetchall() == [(first,)]
        with open_release(releases / "current" / "zwgk.duckdb") as opened_later:
            assert which(opened_later) == second
            assert which(held) == first


def test_a_release_that_is_attached_is_exchanged_by_detaching_it(bi: BiOffice, releases: Path) -> None:
    attach = f"ATTACH '{releases / 'current' / 'zwgk.duckdb'}' AS zwgk (READ_ONLY)"
    asked = "SELECT release_id FROM zwgk.mart.release"
    with duckdb.connect() as session:
        session.execute(attach)
        switch(releases, bi.releases[1].name)
        assert session.execute(asked).fetchall() == [(bi.releases[0].name,)]
        session.execute("DETACH zwgk")
        session.execute(attach)
        assert session.execute(asked).fetchall() == [(bi.releases[1].name,)]


def test_a_pool_of_connections_keeps_the_old_release_and_one_without_a_pool_asks_the_new(
    bi: BiOffice, releases: Path
) -> None:
    url = f"duckdb:///{releases / 'current' / 'zwgk.duckdb'}"
    given = {"read_only": True, "config": SHUT_OFF}
    pooled = sqlalchemy.create_engine(url, connect_args=given)
    fresh = sqlalchemy.create_engine(url, connect_args=given, poolclass=NullPool)
    assert _ask(pooled) == _ask(fresh) == bi.releases[0].name
    switch(releases, bi.releases[1].name)
    assert (_ask(pooled), _ask(fresh)) == (bi.releases[0].name, bi.releases[1].name)
    pooled.dispose()
    assert _ask(pooled) == bi.releases[1].name
    pooled.dispose()


def _ask(engine: sqlalchemy.Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(sqlalchemy.text(WHICH)).scalar())


def test_parquet_files_are_of_one_release_where_the_folder_is_looked_up_once(bi: BiOffice, releases: Path) -> None:
    folder = (releases / "current").resolve() / "tables"
    coverage = pl.read_parquet(folder / "rpt_quarterly_coverage.parquet")
    switch(releases, bi.releases[1].name)
    units = pl.read_parquet(folder / "dim_unit.parquet")
    assert set(coverage["release_id"]) == set(units["release_id"]) == {bi.releases[0].name}
    through_the_link = pl.read_parquet(releases / "current" / "tables" / "dim_unit.parquet")
    assert set(through_the_link["release_id"]) == {bi.releases[1].name}


def test_readers_see_whole_releases_only_while_releases_are_published(bi: BiOffice, tmp_path: Path) -> None:
    with open_store(bi.workspace.database) as store:
        refresh(store, bi.workspace)
        build_tables(store)
        publisher = Publisher(store, tmp_path / "releases")
        publisher.publish()

        def three_more() -> None:
            for _ in range(3):
                publisher.publish()

        readers = [(sys.executable, way) for way in ("path", "held", "parquet")]
        found = {one["way"]: one for one in read_while(tmp_path / "releases", three_more, readers)}
    assert [(one["failed"], one["mixed"]) for one in found.values()] == [([], 0)] * 3
    assert found["held"]["releases"] == 1
    assert found["path"]["releases"] > 1
    assert min(one["reads"] for one in found.values()) > 1
