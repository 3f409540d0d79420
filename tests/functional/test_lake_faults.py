"""What goes wrong beside an office on a lake: its PostgreSQL dies, its shared folder is not there, and it goes back to a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.steps.backup import back_up
from flows.steps.collect import collect
from flows.steps.publish import publish
from tests.functional.lake_office import assert_same_rows, files, lay
from tests.functional.lake_server import Postgres, settle
from tests.functional.publishing_office import Q1, Office
from warehouse.lake import Lake
from warehouse.lake_districts import read_districts
from warehouse.lake_lock import LOST
from warehouse.release import current_release

pytestmark = pytest.mark.xdist_group("lake")
Told = Callable[..., tuple[int, str]]
COLLECTED, PUBLISHED = datetime(2025, 4, 25), datetime(2025, 4, 28)
# What publishing finds out beside what is derived; a publish after a rebuild has it again.
BY_PUBLISHING = "release", "rpt_revision", "dq_result", "dq_violation", "raw_verdict", "raw_built"


@pytest.fixture
def told(in_a_lake: Office, capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command in the office and gives its exit code and what it said last on stderr."""

    def ran(*command: str) -> tuple[int, str]:
        code = run([*command, "-w", str(in_a_lake.workspace.root)])
        return code, capsys.readouterr().err.strip().rpartition("\n")[2]

    return ran


def test_of_a_database_that_dies_in_the_middle_a_plain_re_run_knows_nothing(
    in_a_lake: Office, in_a_file: Office, postgres: Postgres, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for office in (in_a_lake, in_a_file):
        lay(office, "education")
    before = current_release(in_a_lake.workspace.releases)
    for command, step in (("collect", "flows.steps.state.judge"), ("publish", "flows.steps.publish.write_site")):
        as_of = {"collect": COLLECTED, "publish": PUBLISHED}[command]
        with monkeypatch.context() as patch:
            patch.setattr(step, _then(postgres.crash, step))
            code, said = told(command, "--as-of", f"{as_of:%Y-%m-%dT%H:%M}")
        look = told("status", "--period", "2025Q1")
        postgres.start()
        assert (code, said) == (2, LOST)
        assert (look[0], look[1].partition("：")[0]) == (2, "连接不上数据湖目录（PostgreSQL）")
        assert current_release(in_a_lake.workspace.releases) == before
        if command == "collect":
            for office in (in_a_lake, in_a_file):
                collect(office.workspace, as_of=COLLECTED)
            assert_same_rows(
                in_a_lake.workspace, in_a_file.workspace, but=BY_PUBLISHING
            )  # the lake may have been rebuilt
        else:
            released = [publish(office.workspace, Q1, as_of=PUBLISHED) for office in (in_a_lake, in_a_file)]
            assert_same_rows(in_a_lake.workspace, in_a_file.workspace)
    there, here = (done.path for done in released)
    assert there is not None
    assert here is not None
    assert there.name == here.name
    assert files(there) == files(here)


def _then(fault: Callable[[], None], step: str) -> Callable[..., object]:
    """The step, before which the fault happens."""
    from importlib import import_module

    module, _, name = step.rpartition(".")
    meant = getattr(import_module(module), name)

    def stricken(*given: object, **named: object) -> object:
        fault()
        return meant(*given, **named)

    return stricken


def test_a_shared_folder_that_is_not_mounted_is_said_and_nothing_is_written_in_its_place(
    in_a_lake: Office, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _folder(in_a_lake)
    away = folder.with_name("unmounted")
    folder.rename(away)
    try:
        code, said = told("collect")
        assert (code, f"{folder} 不在" in said) == (2, True)
        assert not folder.exists()
        folder.mkdir()
        code, said = told("status", "--period", "2025Q1")
        assert (code, "是空的，而目录库中登记有数据文件" in said) == (2, True)
        assert list(folder.iterdir()) == []
        folder.rmdir()
    finally:
        away.rename(folder)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder and allowed(path, mode))
    code, said = told("publish")
    assert (code, f"{folder} 不可读写" in said) == (2, True)


def test_a_data_file_that_is_lost_is_said_and_derived_again(in_a_lake: Office, in_a_file: Office, told: Told) -> None:
    lost = sorted(_folder(in_a_lake).rglob("core_cell/*.parquet"))
    for path in lost:
        path.unlink()
    assert lost
    code, said = told("publish")
    assert code == 2
    assert "缺少目录库登记的数据文件" in said
    assert "zwgk rebuild" in said
    assert told("rebuild")[0] == 0
    assert_same_rows(in_a_lake.workspace, in_a_file.workspace, but=BY_PUBLISHING)
    for office in (in_a_lake, in_a_file):
        publish(office.workspace, Q1, as_of=PUBLISHED)
    assert_same_rows(in_a_lake.workspace, in_a_file.workspace)


def test_an_office_is_restored_elsewhere_goes_back_to_a_file_and_into_another_lake(
    in_a_lake: Office, in_a_file: Office, postgres: Postgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, there = back_up(in_a_lake.workspace, tmp_path / "disk").path, tmp_path / "there"
    assert run(["restore", str(backup), str(there)]) == 0
    assert "数据湖中的表与之逐行相同，没有改动。" in capsys.readouterr().out
    for settings, code in (
        ("", 0),
        (postgres.new_lake(tmp_path / "other"), 1),
    ):  # of a file that is not there nothing differs
        _without_a_lake(there)
        restored = settle(there, settings)
        assert run(["rebuild", "-w", str(there)]) == code
        assert_same_rows(restored, in_a_file.workspace, but=BY_PUBLISHING)
    assert not publish(restored, Q1, as_of=PUBLISHED).is_new
    other, first = restored.warehouse, in_a_lake.workspace.warehouse
    assert isinstance(other, Lake)
    assert isinstance(first, Lake)
    seen, published = (read_districts(lake, [lake.schema], Q1).districts[lake.schema] for lake in (other, first))
    assert seen is not None
    assert published is not None
    assert replace(seen, snapshot=published.snapshot) == published


def test_a_restore_that_cannot_reach_its_lake_has_restored_the_files_and_says_so(
    in_a_lake: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, there = back_up(in_a_lake.workspace, tmp_path / "disk").path, tmp_path / "there"
    monkeypatch.setenv("PGPASSWORD", "of another machine")
    assert run(["restore", str(backup), str(there)]) == 2
    said = capsys.readouterr().err
    assert f"文件已恢复到 {there}" in said
    assert "连接不上数据湖目录" in said
    assert "zwgk rebuild --check" in said
    assert (there / "archive" / "journal.jsonl").is_file()


def _without_a_lake(root: Path) -> None:
    """Takes the two lines out of the settings."""
    path = root / "zwgk.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith(("warehouse =", "lake_data ="))) + "\n")


def _folder(office: Office) -> Path:
    place = office.workspace.warehouse
    assert isinstance(place, Lake)
    return Path(place.data)
