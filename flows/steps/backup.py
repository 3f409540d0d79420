"""Back up and restore a workspace, so that what comes back is proven to be what went in."""

from __future__ import annotations

from pathlib import Path

from flows.steps.rebuild import Rebuilt, rebuild
from warehouse.backup import Backup, restore_backup, write_backup
from warehouse.locks import writer_lock
from warehouse.workspace import Workspace


def back_up(workspace: Workspace, folder: Path) -> Backup:
    """Packs the workspace while nobody writes to it. Raises BackupError, StoreBusyError, OSError."""
    lock = workspace.database.with_suffix(".lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(lock):
        return write_backup(workspace.root, folder)


def restore(backup: Path, target: Path) -> tuple[Backup, Rebuilt]:
    """Unpacks a backup to a new folder and derives its database. Raises BackupError, WorkspaceError, JournalError, OSError."""
    restored = restore_backup(backup, target)
    return restored, rebuild(Workspace.open(target))
