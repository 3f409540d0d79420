"""An office that lost its machine has everything again, and a database that was changed by hand does not go unnoticed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from flows.steps.backup import back_up, restore
from flows.steps.collect import collect
from flows.steps.publish import publish
from flows.steps.rebuild import rebuild
from tests.functional.publishing_office import Q1, Office, five_releases
from warehouse.locks import StoreBusyError, writer_lock
from warehouse.workspace import Workspace

LATER = datetime(2025, 9, 1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return five_releases(tmp_path_factory.mktemp("office") / "office")


@pytest.mark.xdist_group("backup")
def test_the_rebuilt_database_equals_the_one_that_grew_by_versions_corrections_and_withdrawals(office: Office) -> None:
    done = rebuild(office.workspace, replace=False)
    assert (done.differences, done.unreadable, done.is_replaced) == ((), None, False)
    assert done.submissions > 5
    assert done.cells > 1000


@pytest.mark.xdist_group("backup")
def test_an_office_restored_elsewhere_has_nothing_new_to_collect_and_nothing_new_to_publish(
    office: Office, tmp_path: Path
) -> None:
    backup = back_up(office.workspace, tmp_path / "disk")
    restored, rebuilt = restore(backup.path, tmp_path / "elsewhere")
    there = Workspace.open(tmp_path / "elsewhere")
    assert restored.digest == backup.digest
    assert rebuilt.errors == ()
    assert collect(there, as_of=LATER).is_unchanged
    assert not publish(there, as_of=LATER).is_new


@pytest.mark.xdist_group("backup")
def test_a_figure_changed_in_the_database_is_found_and_mended(office: Office, tmp_path: Path) -> None:
    there = _copy(office, tmp_path)
    with duckdb.connect(there.database) as database:
        database.execute("UPDATE core_cell SET value = value + 1 WHERE rowid = (SELECT min(rowid) FROM core_cell)")
    [found] = rebuild(there).differences
    assert (found.table, found.only_standing, found.only_rebuilt) == ("core_cell", 1, 1)
    assert rebuild(there, replace=False).differences == ()


@pytest.mark.xdist_group("backup")
def test_a_database_that_cannot_be_opened_any_more_is_derived_again(office: Office, tmp_path: Path) -> None:
    there = _copy(office, tmp_path)
    there.database.write_bytes(b"torn" * 4096)
    done = rebuild(there)
    assert done.unreadable is not None
    assert done.is_replaced
    assert rebuild(there, replace=False).differences == ()


@pytest.mark.xdist_group("backup")
def test_while_a_run_writes_nothing_is_backed_up_or_rebuilt(office: Office, tmp_path: Path) -> None:
    with writer_lock(office.workspace.database.with_suffix(".lock")):
        with pytest.raises(StoreBusyError):
            back_up(office.workspace, tmp_path / "disk")
        with pytest.raises(StoreBusyError):
            rebuild(office.workspace)


def _copy(office: Office, tmp_path: Path) -> Workspace:
    """The office elsewhere, with a database of its own to be harmed."""
    restore(back_up(office.workspace, tmp_path / "disk").path, tmp_path / "there")
    there = Workspace.open(tmp_path / "there")
    publish(there, Q1, as_of=LATER)
    return there
