"""Sees at a glance that a collect will find something new, and starts what takes long to load while the rest is being loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from expectations.gx_asking import start_meanwhile
from flows.reading.fork_server import start_children_meanwhile
from warehouse.workspace import Workspace


def foresee(workspace: Workspace) -> None:
    """What is new will be read and judged: the children that do so load all that they need while this process does other things."""
    if workspace.settings.dask_scheduler is None:
        start_children_meanwhile()
    start_meanwhile()


def foresee_new(workspace: Workspace) -> None:
    """Foresees where something came into the inbox after the last thing that was journalled. A look at times only: where it is
    wrong, something was loaded in vain, or a little later (collect.py asks the contents).
    """
    try:
        last = (workspace.archive / "journal.jsonl").stat().st_mtime_ns
    except OSError:
        last = 0
    if any(changed > last for changed in _changes(workspace.inbox)):
        foresee(workspace)


def _changes(folder: Path) -> Iterator[int]:
    """When each file below a folder came to lie there as it is: its time of change, which a copy with its old date has too."""
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                yield (Path(place) / name).lstat().st_ctime_ns
            except OSError:  # it was taken away meanwhile
                continue
