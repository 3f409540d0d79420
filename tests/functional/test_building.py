"""Built tables are built only where something that they read has changed, and are then what building everything would give."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.steps.build import build_tables
from flows.steps.catalog_tables import load_catalog_tables
from tests.functional.bi_office import BiOffice
from warehouse.built import content_marks, relations_read
from warehouse.store import Store, open_store
from warehouse.tables import tables

BUILT = tuple(name for name, table in tables().items() if table.role == "built")
READ = {one for name in BUILT for one in relations_read(name)} - set(BUILT)
_ONE_IN = 3


@pytest.fixture(scope="module", autouse=True)
def _every_table_is_large() -> Iterator[None]:
    """So that only what changes in a table is written, however few rows an office of tests has."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("warehouse.built.MANY", 0)
        yield


@pytest.fixture(scope="module")
def store(bi: BiOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A copy of an office with something of everything, all of it built; what a test changes it takes back."""
    copy = tmp_path_factory.mktemp("building") / "zwgk.duckdb"
    shutil.copyfile(bi.workspace.database, copy)
    with open_store(copy) as opened:
        load_catalog_tables(opened, bi.workspace)
        build_tables(opened)
        yield opened


class TakenBackError(Exception):
    """Ends a transaction so that nothing of it stays."""


def change(store: Store, relation: str, place: int) -> None:
    """Takes rows out of a relation, or gives some rows a column's value of another row; `place` says which."""
    columns = [row[0] for row in store.connection.execute(f"DESCRIBE {relation}").fetchall()]
    some = f"(rowid + {place}) % {_ONE_IN} = 0"
    if place % 2:
        store.connection.execute(f"DELETE FROM {relation} WHERE {some}")
    else:
        column = columns[place % len(columns)]
        other = f'(SELECT "{column}" FROM {relation} ORDER BY rowid DESC LIMIT 1)'
        store.connection.execute(f'UPDATE {relation} SET "{column}" = {other} WHERE {some}')


def differing_from_all_anew(store: Store) -> list[str]:
    """The tables that hold other rows than if all were built from nothing."""
    for name in BUILT:
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE stood_{name} AS FROM {name}")
        store.connection.execute(f"DELETE FROM {name}")
    store.connection.execute("DELETE FROM raw_built")
    assert store.build(*BUILT) == BUILT
    sides = "(FROM {0} EXCEPT ALL FROM stood_{0}) UNION ALL (FROM stood_{0} EXCEPT ALL FROM {0})"
    return [name for name in BUILT if store.rows(f"SELECT 1 FROM ({sides.format(name)}) LIMIT 1")]


def filled(store: Store) -> list[str]:
    """The relations that built tables read and that hold anything."""
    return sorted(one for one in READ if store.rows(f"SELECT 1 FROM {one} LIMIT 1"))


def rows_by_unit(store: Store) -> dict[str, set[int]]:
    """Where the rows of fct_cell lie, by unit."""
    rows = store.rows("SELECT unit_code, list(rowid) AS places FROM fct_cell GROUP BY unit_code")
    return {row["unit_code"]: set(row["places"]) for row in rows}


CHANGES = st.lists(st.tuples(st.integers(0, 997), st.integers(0, 11)), min_size=1, max_size=2)


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(CHANGES, min_size=1, max_size=2))
def test_after_any_changes_the_tables_are_those_that_building_all_would_give(
    store: Store, rounds: list[list[tuple[int, int]]]
) -> None:
    relations = filled(store)

    def play() -> None:
        with store.transaction():
            for changes in rounds:
                for which, place in changes:
                    change(store, relations[which % len(relations)], place)
                build_tables(store)
            assert differing_from_all_anew(store) == []
            raise TakenBackError

    with pytest.raises(TakenBackError):
        play()


def test_a_second_build_builds_nothing(store: Store) -> None:
    assert store.build(*BUILT) == ()


def test_only_what_reads_a_changed_table_is_built_again(store: Store) -> None:
    def play() -> None:
        with store.transaction():
            change(store, "stg_task", 1)
            built = set(store.build(*BUILT))
            assert {"core_task", "fct_task_progress"} <= built
            assert built.isdisjoint({"core_fold", "fct_cell", "rpt_quarterly_units", "rpt_annual_statutory"})
            raise TakenBackError

    with pytest.raises(TakenBackError):
        play()


def test_a_table_that_somebody_changed_by_hand_is_built_again(store: Store) -> None:
    before = content_marks(store.connection, ["fct_cell"])
    store.connection.execute("DELETE FROM fct_cell WHERE cell_code = 'T3:new.total'")
    assert store.build(*BUILT) == ("fct_cell",)
    assert content_marks(store.connection, ["fct_cell"]) == before


def test_of_a_table_that_stands_only_the_rows_of_units_that_come_out_otherwise_are_written(store: Store) -> None:
    def play() -> None:
        with store.transaction():
            stood = dict(rows_by_unit(store))
            unit = sorted(stood)[0]
            store.connection.execute(f"UPDATE core_cell SET value = value + 1 WHERE unit_code = '{unit}'")
            assert "fct_cell" in store.build(*BUILT)
            written = {code for code, rows in rows_by_unit(store).items() if rows.isdisjoint(stood[code])}
            assert written == {unit}
            assert differing_from_all_anew(store) == []
            raise TakenBackError

    with pytest.raises(TakenBackError):
        play()


def test_a_build_that_breaks_leaves_tables_and_marks_as_they_were(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content_marks(store.connection, [*BUILT, "raw_built"])
    store.connection.execute("CREATE TEMP TABLE spare AS FROM stg_task")
    change(store, "stg_task", 1)
    build = Store._build

    def break_at(self: Store, name: str) -> None:
        build(self, name)
        if name == "fct_task_progress":
            raise duckdb.Error("the disk is full")

    monkeypatch.setattr("warehouse.built.MANY", float("inf"))
    monkeypatch.setattr(Store, "_build", break_at)
    with pytest.raises(duckdb.Error, match="the disk is full"):
        store.build(*BUILT)
    monkeypatch.undo()
    assert content_marks(store.connection, [*BUILT, "raw_built"]) == before
    store.connection.execute("DELETE FROM stg_task")
    store.connection.execute("INSERT INTO stg_task FROM spare")
    store.connection.execute("DROP TABLE spare")
    assert store.build(*BUILT) == ()


def test_two_values_that_change_places_are_seen(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "one.duckdb") as one:
        one.execute("CREATE TABLE pair AS FROM (VALUES ('a', 1), ('b', 2)) t(name, n)")
        [straight] = content_marks(one, ["pair"]).values()
        one.execute("CREATE OR REPLACE TABLE pair AS FROM (VALUES ('a', 2), ('b', 1)) t(name, n)")
        [crossed] = content_marks(one, ["pair"]).values()
        one.execute("CREATE OR REPLACE TABLE pair AS FROM (VALUES ('b', 2), ('a', 1)) t(name, n)")
        assert content_marks(one, ["pair"]) == {"pair": straight} != {"pair": crossed}
