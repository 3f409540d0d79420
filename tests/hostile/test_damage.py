"""A crash left a log that was then truncated, flipped, exchanged or lost: `zwgk status` shows what it would have shown without."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conventions.source import ROOT

pytestmark = pytest.mark.xdist_group("damage")


def test_a_damaged_log_or_database_is_derived_again_and_never_shows_other_figures() -> None:
    command = [sys.executable, "-m", "benchmarks.damage", "--cases", "4", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
    told = json.loads(done.stdout)
    assert told["differences"] == []
    assert sum(told["outcomes"].values()) == 4
    assert told["outcomes"]["derives anew"] >= 2
