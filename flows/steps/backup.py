"""Back up and restore a workspace, so that what comes back is proven to be what went in."""

from __future__ import annotations

from pathlib import Path

from flows.steps.rebuild import Rebuilt, rebuild
from warehouse.backup import Backup, restore_backup, write_backup
from warehouse.lake import Lake
from warehouse.store import writers_lock
from warehouse.workspace import Workspace


def back_up(workspace: Workspace, folder: Path) -> Backup:
    """Packs the workspace while nobody writes to it. Raises BackupError, StoreBusyError, OSError."""
    with writers_lock(workspace.warehouse):
        return write_backup(workspace.root, folder)


def restore(backup: Path, target: Path) -> tuple[Backup, Rebuilt]:
    """Unpacks a backup to a new folder and derives its database. Raises BackupError, WorkspaceError, JournalError, OSError.

    Where the tables lie in a lake they are only compared: other machines may be at work on them.
    """
    restored = restore_backup(backup, target)
    workspace = Workspace.open(target)
    return restored, rebuild(workspace, replace=not isinstance(workspace.warehouse, Lake))
