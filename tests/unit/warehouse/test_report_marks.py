"""A report's mark says whether anything on its page could be otherwise: its cells, and what stands in its file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from warehouse.site import read_report_marks
from warehouse.store import Store, memory_store
from warehouse.tables import tables

REPORTS = (1, 2)


@pytest.fixture
def store() -> Iterator[Store]:
    """Two reports with two cells each, as read and as written."""
    with memory_store() as opened:
        run = opened.connection.execute
        for name, place in (("published_fct_cell", "fct_cell"), ("stg_cell", "stg_cell")):
            run(tables()[place].ddl(name))
        for report in REPORTS:
            for row in ("a", "b"):
                run(
                    "INSERT INTO published_fct_cell (submission_id, sha256, cell_code, value) VALUES ($1, $2, $3, 1)",
                    [report, f"file{report}", row],
                )
                run(
                    "INSERT INTO stg_cell (sha256, cell_code, text) VALUES ($1, $2, '1')",
                    [f"file{report}", row],
                )
        yield opened


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE published_fct_cell SET value = 2 WHERE submission_id = 1 AND cell_code = 'a'",
        "UPDATE published_fct_cell SET sheet = 'other' WHERE submission_id = 1",
        "DELETE FROM published_fct_cell WHERE submission_id = 1 AND cell_code = 'b'",
        "UPDATE published_fct_cell SET sha256 = 'file2' WHERE submission_id = 1",
        "UPDATE stg_cell SET text = ' 1' WHERE sha256 = 'file1' AND cell_code = 'a'",
        "UPDATE stg_cell SET text = NULL WHERE sha256 = 'file1'",
        "DELETE FROM stg_cell WHERE sha256 = 'file1' AND cell_code = 'b'",
        "DELETE FROM stg_cell WHERE sha256 = 'file1'",
        "INSERT INTO stg_cell FROM stg_cell WHERE sha256 = 'file1'",
    ],
)
def test_whatever_changes_in_a_report_or_its_file_changes_its_mark_and_no_other(store: Store, change: str) -> None:
    before = read_report_marks(store, REPORTS)
    store.connection.execute(change)
    after = read_report_marks(store, REPORTS)
    assert {number for number in REPORTS if after[number] != before[number]} == {1}


def test_the_order_of_rows_is_no_part_of_the_mark(store: Store) -> None:
    before = read_report_marks(store, REPORTS)
    for name in ("published_fct_cell", "stg_cell"):
        store.connection.execute(f"CREATE TABLE turned AS FROM {name} ORDER BY rowid DESC")
        store.connection.execute(f"DELETE FROM {name}")
        store.connection.execute(f"INSERT INTO {name} FROM turned")
        store.connection.execute("DROP TABLE turned")
    assert read_report_marks(store, REPORTS) == before


def test_only_reports_that_are_asked_about_have_one(store: Store) -> None:
    assert set(read_report_marks(store, [2, 3])) == {2}
