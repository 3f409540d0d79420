"""Tidy: the office's part of a lake in few files, and what nobody needs any more gone."""

from __future__ import annotations

from datetime import timedelta

from warehouse.lake import Lake
from warehouse.lake_upkeep import Tidied, tidy_lake
from warehouse.workspace import Workspace, WorkspaceError


def tidy(workspace: Workspace, keep: timedelta) -> Tidied:
    """Raises WorkspaceError where the tables are in a file, which needs none of it; StoreBusyError, LakeError."""
    lake = workspace.warehouse
    if not isinstance(lake, Lake):
        raise WorkspaceError("本工作区没有设置数据湖（warehouse），数据库文件不需要整理。")
    return tidy_lake(lake, keep)
