"""The working tables as they stand, for commands that look at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flows.steps.intake import RAN, journal_of
from flows.steps.marks import DERIVED_TO, marks_of
from warehouse.journal import GENESIS
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace


@contextmanager
def open_standing(workspace: Workspace) -> Iterator[Store]:
    """The working tables for a command that only looks at them. Where they are behind the journal, because a run died or a damaged
    database was put aside, they are brought up first: a look never shows less than what was received. Raises StoreBusyError.
    """
    with open_store(workspace.warehouse) as store, store.near():
        if marks_of(store).get(DERIVED_TO, GENESIS) not in journal_of(workspace).ends(passing={RAN}):
            from flows.steps.state import refresh  # only where it is needed: it loads all that reads and judges

            refresh(store, workspace)
        yield store
