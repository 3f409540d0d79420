"""An office whose tables lie in a lake is the office whose tables lie in a file: the same rows, the same releases."""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from flows.cli.app import run
from flows.doctor.lake import lake_is_well
from flows.steps.rebuild import rebuild
from tests.functional.lake_office import assert_same_rows, files
from tests.functional.lake_server import PASSWORD, Postgres
from tests.functional.publishing_office import Q1, Office
from warehouse.lake import Lake, LakeError
from warehouse.lake_districts import read_districts
from warehouse.locks import StoreBusyError
from warehouse.store import open_store, writers_lock

pytestmark = pytest.mark.xdist_group("lake")


@pytest.fixture
def lake(in_a_lake: Office) -> Lake:
    """The schema, as another machine would open it: with a lock file of its own, so that only PostgreSQL's lock is shared."""
    place = in_a_lake.workspace.warehouse
    assert isinstance(place, Lake)
    return replace(place, lock=place.lock.with_name("of-another-machine.lock"))


def test_every_table_has_the_same_rows_in_a_lake_as_in_a_file(in_a_lake: Office, in_a_file: Office) -> None:
    assert assert_same_rows(in_a_lake.workspace, in_a_file.workspace) > 1000
    assert not in_a_lake.workspace.database.exists()


def test_a_release_built_from_a_lake_is_the_one_built_from_a_file(in_a_lake: Office, in_a_file: Office) -> None:
    [there], [here] = in_a_lake.published, in_a_file.published
    assert there.release_id == here.release_id
    assert files(in_a_lake.folder(0)) == files(in_a_file.folder(0))


def test_what_somebody_changed_in_the_lake_is_found_and_derived_again(in_a_lake: Office) -> None:
    with open_store(in_a_lake.workspace.warehouse) as store, store.transaction():
        before = store.frame("SELECT * FROM core_cell ORDER BY ALL")
        store.connection.execute("DELETE FROM core_cell WHERE unit_code = 'yunxi_town'")
    found = rebuild(in_a_lake.workspace)
    assert [one.table for one in found.differences] == ["core_cell"]
    assert found.is_replaced
    with open_store(in_a_lake.workspace.warehouse) as store:
        assert_frame_equal(store.frame("SELECT * FROM core_cell ORDER BY ALL"), before)
        assert store.rows("SELECT period FROM release") == [{"period": "2025Q1"}]


def test_a_writer_on_another_machine_is_told_who_is_writing(in_a_lake: Office, lake: Lake) -> None:
    with open_store(in_a_lake.workspace.warehouse):
        with pytest.raises(StoreBusyError, match=r"正在写入（进程 [\w.-]*:\d+）"), open_store(lake):
            pytest.fail("two wrote at once")
        with pytest.raises(StoreBusyError), writers_lock(lake):
            pytest.fail("a backup was made while somebody wrote")


_KILLED = """
from pathlib import Path
from warehouse.store import open_store
from warehouse.workspace import Workspace
with open_store(Workspace.open(Path({root!r})).warehouse) as store, store.transaction():
    store.connection.execute("DELETE FROM core_cell")
    store.connection.execute("INSERT INTO raw_waiver SELECT range, 'X', NULL, NULL, NULL, NULL FROM range(5000)")
    print("amidst", flush=True)
    input()
"""


def test_of_a_writer_that_is_killed_nothing_is_seen_and_no_lock_stays(in_a_lake: Office, lake: Lake) -> None:
    counted = "SELECT (SELECT count(*) FROM core_cell), (SELECT count(*) FROM raw_waiver)"
    with open_store(lake) as store:
        before = store.connection.execute(counted).fetchall()
    script = _KILLED.format(root=str(in_a_lake.workspace.root))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "amidst\n"
        writer.kill()
    with open_store(lake) as store:
        assert store.connection.execute(counted).fetchall() == before


def test_a_database_that_goes_away_is_said_and_leaves_all_as_it_was(
    in_a_lake: Office, lake: Lake, postgres: Postgres
) -> None:
    def write() -> None:
        with open_store(lake) as store, store.transaction():
            store.connection.execute("DELETE FROM core_cell")
            postgres.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'office'")

    with pytest.raises(LakeError, match="连接中断，没有提交的内容一概没有写入"):
        write()
    with open_store(lake) as store:
        assert store.rows("SELECT count(*) > 0 AS there FROM core_cell") == [{"there": True}]


def test_the_doctor_says_how_the_lake_is(in_a_lake: Office, lake: Lake) -> None:
    seen = lake_is_well(in_a_lake.workspace, datetime(2025, 5, 1))
    assert seen.is_fine
    assert "yunjiang：" in seen.detail
    there = Path(lake.data)
    there.rename(there.with_name("unmounted"))
    try:
        assert "不在或不可读写" in lake_is_well(in_a_lake.workspace, datetime(2025, 5, 1)).detail
    finally:
        there.with_name("unmounted").rename(there)


def test_the_password_stands_nowhere(in_a_lake: Office, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    written = [path for path in in_a_lake.workspace.root.rglob("*") if path.is_file()]
    assert len(written) > 50
    assert [path for path in written if PASSWORD.encode() in path.read_bytes()] == []
    monkeypatch.setenv("PGPASSWORD", "wrong-canary")
    with pytest.raises(LakeError, match="PGPASSWORD 或 PGPASSFILE") as refused, open_store(lake):
        pytest.fail("opened with a wrong password")
    assert "canary" not in "".join(traceback.format_exception(refused.value)).replace(__file__, "")


def test_tidying_leaves_fewer_files_and_every_row_and_the_last_publication(
    in_a_lake: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    def rows() -> list[tuple[object, ...]]:
        with open_store(in_a_lake.workspace.warehouse) as store:
            return store.connection.execute("SELECT submission_id FROM raw_waiver ORDER BY ALL").fetchall()

    lake = in_a_lake.workspace.warehouse
    assert isinstance(lake, Lake)
    with open_store(lake) as store:
        for n in range(12):
            store.connection.execute(f"INSERT INTO raw_waiver (submission_id) SELECT {n} FROM range(20)")
    before, look = rows(), read_districts(lake, [lake.schema], Q1)
    assert run(["tidy", "--keep-days", "0", "--json", "-w", str(in_a_lake.workspace.root)]) == 0
    told = json.loads(capsys.readouterr().out)["tidied"]
    assert told["after"]["table_files"] <= told["before"]["table_files"] - 11
    assert told["after"]["files"] < told["before"]["files"]
    assert told["after"]["snapshots"] <= 3 < told["before"]["snapshots"]
    assert rows() == before
    assert len(before) == 12 * 20
    assert read_districts(lake, [lake.schema], Q1).districts == look.districts
