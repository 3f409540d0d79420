"""What is read on a Dask cluster is what is read here: hostile files cost themselves, and a machine that goes costs no file."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

import flows.reading.children
from flows.reading.children import Files, ReaderError
from flows.reading.files import read_files
from tests.functional.dask_cluster import Cluster
from tests.functional.rows import every_row
from tests.hostile.dying import read_or_die, read_or_lose_the_machine
from tests.hostile.office import HostileOffice, besieged
from transforms.submission import FileReading
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("hostile office")


def test_hostile_files_end_on_a_cluster_as_they_do_here_in_every_row_of_every_table(
    hostile_office: HostileOffice, cluster: Cluster, office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_DASK_SCHEDULER", cluster.address)
    monkeypatch.delattr(flows.reading.children, "_schedule")  # nothing is read by this process
    spread = besieged(Workspace.open(office.root))
    assert spread.received == hostile_office.received
    assert spread.exit_code == hostile_office.exit_code
    here, there = every_row(hostile_office.workspace), every_row(spread.workspace)
    assert len(here["stg_cell"]) > 0
    assert [name for name in here if here[name] != there.get(name)] == []


def written(folder: Path, **contents: bytes) -> Files:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [(name, folder / name) for name in contents]


def outcome(reading: FileReading) -> str | None:
    return reading.error[0] if reading.error else reading.media_type


def test_a_file_that_kills_hangs_or_fills_its_child_costs_itself_and_no_worker(
    cluster: Cluster, tmp_path: Path
) -> None:
    files = written(tmp_path, a=b"", kills=b"kills", hangs=b"hangs", b=b"", fills=b"fills")
    before = cluster.worker_pids()
    there = list(read_files(files, read=read_or_die, seconds=2, cluster=cluster.address))
    assert {name: outcome(reading) for name, reading in there if name not in "ab"} == {
        "kills": "P90",
        "hangs": "P91",
        "fills": "P92",
    }
    assert cluster.worker_pids() == before


def kill_when_told(file: Path) -> None:
    """Kills the worker that says it is reading the file."""
    told = file.with_suffix(".worker")
    while not told.exists():
        time.sleep(0.02)
    os.kill(int(told.read_text()), signal.SIGKILL)


def test_what_a_killed_worker_was_reading_another_one_reads(cluster: Cluster, tmp_path: Path) -> None:
    names = [f"f{n:02}" for n in range(40)]
    files = written(tmp_path, **{name: b"waits" if name == "f20" else b"" for name in names})
    before = set(cluster.worker_pids().values())
    killer = threading.Thread(target=kill_when_told, args=[tmp_path / "f20"])
    killer.start()
    read = list(read_files(files, read=read_or_lose_the_machine, cluster=cluster.address))
    killer.join()
    assert int((tmp_path / "f20.worker").read_text()) in before
    assert [(name, outcome(reading)) for name, reading in read] == [(name, name) for name in names]


def test_workers_that_die_one_after_the_other_are_their_machines_fault_and_no_files(
    cluster: Cluster, tmp_path: Path
) -> None:
    files = written(tmp_path, a=b"", b=b"kills its machine")
    with pytest.raises(ReaderError, match=r"读取节点在读取时接连退出.*没有认定任何文件有问题"):
        list(read_files(files, read=read_or_lose_the_machine, cluster=cluster.address))


def test_an_archive_that_a_worker_does_not_see_is_said_and_is_no_files_fault(cluster: Cluster, tmp_path: Path) -> None:
    unseen = [("a", tmp_path / "archive" / "ab" / "abcd")]
    with pytest.raises(ReaderError, match=rf"看不到档案目录“{tmp_path}/archive”.*没有认定任何文件有问题"):
        list(read_files(unseen, cluster=cluster.address))
