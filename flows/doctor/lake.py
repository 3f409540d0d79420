"""The lake, where an office's tables lie in one: whether it can be had, and whether it wants tidying."""

from __future__ import annotations

import os
from datetime import datetime

from flows.doctor.seen import Seen, broken, fine, hint
from warehouse.lake import Lake
from warehouse.workspace import Workspace

_MANY_FILES = 5000  # a year of an office's commits; each file is a row that every query of its table looks at


def lake_is_well(workspace: Workspace, _: datetime) -> Seen:
    """Catalogue and folder can be had, and the small files of many commits are merged. Raises WorkspaceError, LakeError."""
    lake = workspace.warehouse
    if not isinstance(lake, Lake):
        return fine("没有使用数据湖，表在本工作区的数据库文件中")
    from warehouse.lake_upkeep import lake_size  # here: who keeps to a file loads nothing of it

    if not os.access(lake.data, os.R_OK | os.W_OK | os.X_OK):
        return broken(f"数据湖的共享目录 {lake.data} 不在或不可读写，请检查挂载和权限")
    size = lake_size(lake)
    told = (
        f"{lake.schema}：{size.table_files} 个文件，{size.snapshots} 个快照，共享目录 {size.bytes / (1 << 20):.0f} MB"
    )
    return hint(f"{told}。文件较多，请运行 zwgk tidy") if size.files > _MANY_FILES else fine(told)
