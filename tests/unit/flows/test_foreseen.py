"""What is started before a collect: what reads and judges, where the inbox has something that came after the last event."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.steps import foreseen
from warehouse.workspace import Workspace


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    begun: list[str] = []
    monkeypatch.setattr(foreseen, "start_meanwhile", lambda: begun.append("judge"))
    monkeypatch.setattr(foreseen, "start_children_meanwhile", lambda: begun.append("readers"))
    return begun


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "office")


def test_with_an_empty_inbox_nothing_is_started(workspace: Workspace, started: list[str]) -> None:
    foreseen.foresee_new(workspace)
    assert started == []


def test_what_came_after_the_last_event_is_foreseen_also_with_an_old_date_and_in_a_folder(
    workspace: Workspace, started: list[str]
) -> None:
    place = workspace.inbox / "邮件" / "报送.xlsx"
    place.parent.mkdir()
    place.write_bytes(b"new")
    os.utime(place, (0, 0))
    foreseen.foresee_new(workspace)
    assert started == ["readers", "judge"]
    workspace.archive.mkdir(exist_ok=True)
    journal = workspace.archive / "journal.jsonl"
    journal.write_bytes(b"")
    os.utime(journal, ns=(place.stat().st_ctime_ns, place.stat().st_ctime_ns))
    foreseen.foresee_new(workspace)
    assert started == ["readers", "judge"]


def test_to_start_them_needs_nothing_that_takes_long_to_load() -> None:
    code = "import sys, flows.steps.foreseen; print([name for name in ('polars', 'duckdb', 'great_expectations') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
