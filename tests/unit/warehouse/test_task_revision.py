"""Tasks that stand otherwise than a former release said, from hand-made tables of both."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse.catalog.period import Period
from warehouse.tables import tables
from warehouse.task_revision import TASKS_COMPARED, TaskChange, derive_task_changes

FORMER, PRESENT = "former", "present"
Row = tuple[str, str, str, str, bool, int | None]  # side, unit, period, status, is_disputed, submission


def changes(*rows: Row, until: str = "2025Q1") -> tuple[TaskChange, ...]:
    """What has changed in task 一1 between two releases with these rows of fct_task_progress."""
    with duckdb.connect() as connection:
        _lay(connection, rows)
        return derive_task_changes(connection, Period.parse(until))


def _lay(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> None:
    by_name = {table.mart_name: table for table in tables().values()}
    for name in TASKS_COMPARED:
        columns = ", ".join(f'"{column}" {declared.type}' for column, declared in by_name[name].columns.items())
        connection.execute(f"CREATE TABLE compared_{name} (side VARCHAR, {columns})")
    for side in (FORMER, PRESENT):
        for period in ("2025Q1", "2025Q2"):
            known = [side, period, f"{period}季", Period.parse(period).end]
            insert = "INSERT INTO compared_dim_period (side, period, period_name, ends_on, is_year) VALUES ($1, $2, $3, $4, false)"
            connection.execute(insert, known)
        for unit in ("a", "b"):
            insert = "INSERT INTO compared_dim_unit (side, unit_code, unit_name, group_name) VALUES ($1, $2, $2 || '局', '部门')"
            connection.execute(insert, [side, unit])
        insert = "INSERT INTO compared_dim_task (side, document, task_id, name, task_order) VALUES ($1, 'd', '一1', '公开目录', 1)"
        connection.execute(insert, [side])
    for row in rows:
        insert = """INSERT INTO compared_fct_task_progress (side, document, task_id, unit_code, period, status, is_disputed, submission_id)
                    VALUES ($1, 'd', '一1', $2, $3, $4, $5, $6)"""
        connection.execute(insert, list(row))


def test_what_stands_as_it_did_is_no_change() -> None:
    assert changes((FORMER, "a", "2025Q1", "done", False, 1), (PRESENT, "a", "2025Q1", "done", False, 2)) == ()


def test_a_late_answer_and_a_corrected_one_are_changes_with_the_reports_that_they_rest_on() -> None:
    found = changes(
        (FORMER, "a", "2025Q1", "not_reported", False, None),
        (PRESENT, "a", "2025Q1", "done", False, 5),
        (FORMER, "b", "2025Q1", "done", False, 2),
        (PRESENT, "b", "2025Q1", "overdue", False, 6),
    )
    told = [(one.unit_name, one.name, one.published_status, one.status) for one in found]
    assert told == [("a局", "公开目录", "not_reported", "done"), ("b局", "公开目录", "done", "overdue")]
    assert [(one.published_submission_id, one.submission_id) for one in found] == [(None, 5), (2, 6)]


def test_a_task_that_figures_no_longer_bear_out_has_changed() -> None:
    [one] = changes((FORMER, "a", "2025Q1", "done", False, 1), (PRESENT, "a", "2025Q1", "done", True, 1))
    assert (one.was_disputed, one.is_disputed) == (False, True)


def test_a_unit_that_has_the_task_now_or_no_longer_has_no_state_on_the_other_side() -> None:
    found = changes((FORMER, "a", "2025Q1", "done", False, 1), (PRESENT, "b", "2025Q1", "not_reported", False, None))
    assert [(one.unit_code, one.published_status, one.status) for one in found] == [
        ("a", "done", None),
        ("b", None, "not_reported"),
    ]


def test_a_quarter_that_was_not_published_yet_revises_nothing() -> None:
    rows = ((FORMER, "a", "2025Q2", "not_reported", False, None), (PRESENT, "a", "2025Q2", "done", False, 3))
    assert changes(*rows) == ()
    assert len(changes(*rows, until="2025Q2")) == 1


def test_a_release_from_before_there_were_tasks_is_revised_in_none() -> None:
    assert changes((PRESENT, "a", "2025Q1", "done", False, 3)) == ()
