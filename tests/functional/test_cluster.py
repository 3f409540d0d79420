"""A cluster that goes, that asks for certificates, or that reads as runs of a flow."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster, Security

from flows.cli.app import run
from flows.reading.children import ReaderError
from flows.reading.cluster import MANNER, Manner
from flows.reading.files import read_files
from flows.reading.worker import Order
from flows.steps.collect import collect
from tests.functional.dask_cluster import running_cluster
from tests.hostile.dying import read_or_lose_the_machine
from transforms.submission import FileReading
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("cluster")


def kill_when_read(archive: Path, pid: int) -> None:
    while not list(archive.rglob("*.worker")):
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)


def test_a_scheduler_that_dies_ends_the_run_with_a_sentence_and_the_next_one_completes_it(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (office.inbox / "a.xlsx").write_bytes(b"waits")
    (office.inbox / "b.xlsx").write_bytes(b"no workbook")
    with running_cluster(tmp_path, workers=1) as cluster, monkeypatch.context() as slowly:
        slowly.setattr("flows.steps.staging.read_files", partial(read_files, read=read_or_lose_the_machine))
        slowly.setenv("ZWGK_DASK_SCHEDULER", cluster.address)
        killer = threading.Thread(target=kill_when_read, args=[office.archive, cluster.scheduler.pid])
        killer.start()
        assert run(["collect", "-w", str(office.root)]) == 2
        killer.join()
    assert "与 Dask 调度器失去了联系。没有认定任何文件有问题" in capsys.readouterr().err
    done = collect(office)
    assert (done.received, done.read, done.statuses) == (0, 2, {"unreadable": 2})


@pytest.fixture(scope="module")
def guarded() -> Iterator[tuple[str, Security]]:
    """A scheduler that speaks TLS only, and the certificates that it takes."""
    security = Security.temporary()
    options = {"host": "127.0.0.1", "dashboard_address": None, "protocol": "tls://", "processes": False}
    with LocalCluster(n_workers=1, threads_per_worker=1, security=security, **options) as cluster:
        yield cluster.scheduler_address, security


def with_certificates(security: Security) -> dask.config.set:
    """As an office sets them: in Dask's own configuration."""
    tls = "distributed.comm.tls"
    client = {"cert": security.tls_client_cert, "key": security.tls_client_key}
    return dask.config.set({f"{tls}.ca-file": security.tls_ca_file, f"{tls}.client": client})


def one_file(folder: Path) -> list[tuple[str, Path]]:
    (folder / "a").write_bytes(b"no workbook")
    return [("a", folder / "a")]


def test_a_cluster_with_certificates_reads_for_who_has_them(guarded: tuple[str, Security], tmp_path: Path) -> None:
    address, security = guarded
    with with_certificates(security):
        there = list(read_files(one_file(tmp_path), cluster=address))
    assert there == list(read_files(one_file(tmp_path)))


def test_a_cluster_with_certificates_reads_for_nobody_else(guarded: tuple[str, Security], tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="连接不上 Dask 调度器 tls://"):
        list(read_files(one_file(tmp_path), cluster=guarded[0]))


def fail_as_run(order: Order) -> list[FileReading]:
    raise RuntimeError("Failed to reach API at http://127.0.0.1:4200/api/")


def test_a_batch_whose_run_cannot_reach_the_prefect_server_is_read_without_it(
    guarded: tuple[str, Security], tmp_path: Path
) -> None:
    address, security = guarded
    token = MANNER.set(replace(Manner(), work=fail_as_run))
    try:
        with with_certificates(security):
            there = list(read_files(one_file(tmp_path), cluster=address))
    finally:
        MANNER.reset(token)
    assert there == list(read_files(one_file(tmp_path)))
