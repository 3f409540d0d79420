"""Back up and restore a workspace, so that what comes back is proven to be what went in."""

from __future__ import annotations

from pathlib import Path

from flows.steps.rebuild import Rebuilt, rebuild
from warehouse.backup import Backup, restore_backup, write_backup
from warehouse.lake import Lake, LakeError
from warehouse.locks import StoreBusyError
from warehouse.store import writers_lock
from warehouse.workspace import Workspace


def back_up(workspace: Workspace, folder: Path) -> Backup:
    """Packs the workspace while nobody writes to it. Raises BackupError, StoreBusyError, OSError."""
    with writers_lock(workspace.warehouse):
        return write_backup(workspace.root, folder)


def restore(backup: Path, target: Path) -> tuple[Backup, Rebuilt]:
    """Unpacks a backup to a new folder and derives its database. Raises BackupError, WorkspaceError, JournalError, OSError.

    Where the tables lie in a lake they are only compared: other machines may be at work on them. Raises LakeError where it can't be
    had, and StoreBusyError while another run writes there; the files are restored then, and the sentence says so.
    """
    restored = restore_backup(backup, target)
    workspace = Workspace.open(target)
    is_far = isinstance(workspace.warehouse, Lake)
    try:
        return restored, rebuild(workspace, replace=not is_far)
    except (LakeError, StoreBusyError) as why:
        if not is_far:
            raise
        raise type(why)(
            f"文件已恢复到 {target}，与清单一致；但没有与数据湖中的表比较：{why}"
            f"要用另一个数据湖，请改 {target}/zwgk.toml 的 warehouse 和 lake_data；随后在该处运行 zwgk rebuild --check，"
            "以恢复的文件为准时运行 zwgk rebuild。"
        ) from why
