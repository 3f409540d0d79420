"""Who may read on a cluster, and what is said where nobody does; files are never to blame."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.orchestration.server import free_port
from flows.reading.children import ReaderError, read_path
from flows.reading.cluster import MANNER, Manner
from flows.reading.files import read_files
from flows.reading.worker import Order, read_batch
from warehouse.catalog.catalog import load_catalog

ORDER = Order((), read_path, 60, version("zwgk"), load_catalog().fingerprint)


@pytest.mark.parametrize("other", [replace(ORDER, program="0.0.1"), replace(ORDER, catalog="another")])
def test_a_worker_with_another_program_or_catalogue_reads_nothing(other: Order) -> None:
    with pytest.raises(ReaderError, match=r"不是同一版本.*没有认定任何文件有问题"):
        read_batch(other)


def test_a_worker_that_may_have_no_children_says_how_to_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "current_process", lambda: SimpleNamespace(daemon=True))
    with pytest.raises(ReaderError, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"):
        read_batch(ORDER)


def test_a_file_that_the_worker_does_not_see_in_an_archive_that_it_sees_is_named(tmp_path: Path) -> None:
    hidden = tmp_path / "ab" / "abcd"
    with pytest.raises(ReaderError, match=rf"读不了档案文件“{hidden}”.*zwgk doctor"):
        read_batch(replace(ORDER, paths=(hidden,)))


def read_at(address: str) -> None:
    list(read_files([("a", Path("a"))], cluster=address))


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.reading.cluster.CONNECT_SECONDS", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(ReaderError, match=f"连接不上 Dask 调度器 {address}"):
        read_at(address)


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(ReaderError, match="连接不上 Dask 调度器 nonsense://a"):
        read_at("nonsense://a")


def test_without_the_packages_of_a_cluster_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ReaderError, match=r"zwgk\[cluster\]"):
        read_at("tcp://127.0.0.1:1")


def test_without_the_setting_nothing_of_dask_is_imported() -> None:
    program = "import sys, flows.cli.app, flows.steps.collect; print([m for m in sys.modules if 'dask' in m or 'distributed' in m])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("tcp://10.1.0.5:8786", True),
        ("10.1.0.5:8786", True),
        ("tls://10.1.0.5:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://[::1]:8786", False),
        ("localhost:8786", False),
    ],
)
def test_who_reads_without_certificates_on_a_network_is_told_what_that_means(
    address: str, is_told: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: str) -> None:
        raise OSError("refused")

    token = MANNER.set(Manner(connect=refuse))
    with pytest.raises(ReaderError):
        read_at(address)
    MANNER.reset(token)
    assert ("不用证书" in caplog.text) == is_told
