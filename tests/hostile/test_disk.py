"""A disk that is full or read-only at any step: a sentence each time, nothing lost, and a plain re-run gives what it would have given.

`benchmarks/full_disk.py` tries more steps, `benchmarks/faults.py` errors of single calls, kills at every call and power losses.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.full_disk import SKIPPED
from tests.conventions.source import ROOT

STEPS = ("archive", "journal", "transaction", "tables")
pytestmark = pytest.mark.xdist_group("disk")


@pytest.fixture(scope="module")
def tried() -> dict[str, Any]:
    """Full at four steps, one after the other on what the one before left, then read-only, then in order again."""
    command = [sys.executable, "-m", "benchmarks.full_disk", "--at", *STEPS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
    if done.returncode == SKIPPED:
        pytest.skip(f"neither root nor user namespaces: {done.stdout}")
    tried: dict[str, Any] = json.loads(done.stdout)
    return tried


def test_each_time_the_disk_is_full_a_sentence_says_so_and_the_exit_code_is_2(tried: dict[str, Any]) -> None:
    full = tried["told"][: len(STEPS)]
    assert [(step, code) for step, code, _ in full] == [(f"{step} 1", 2) for step in STEPS]
    assert all("磁盘已满" in said and "腾出空间后重新运行" in said for _, _, said in full), full


def test_a_read_only_disk_is_called_that(tried: dict[str, Any]) -> None:
    step, code, said = tried["told"][-1]
    assert (step, code) == ("read-only", 2)
    assert said.startswith("磁盘是只读的")


def test_nothing_is_lost_the_release_in_force_stays_whole_and_the_next_run_gives_what_it_would_have_given(
    tried: dict[str, Any],
) -> None:
    assert tried["faults"] == []
