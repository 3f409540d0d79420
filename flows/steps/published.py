"""The documents of a period as they were published: read where they lie, nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.catalog.period import Period
from warehouse.releases import PublishedRelease, find_release, is_day, list_releases
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class PublishedDocuments:
    """The documents of a period and the release that they were published with."""

    release: PublishedRelease
    folder: Path
    paths: tuple[Path, ...]


def find_documents(workspace: Workspace, period: Period, asked: str, units: Sequence[str] = ()) -> PublishedDocuments:
    """The documents of a period in a release, named as find_release takes it. A release holds those of the period it was made for: of
    a day, or of `current`, it is the latest one until then that has them. Raises WorkspaceError.
    """
    known = list_releases(workspace.releases)
    release = find_release(known, asked)
    until = [one for one in known if one.number <= release.number] if is_day(asked) or asked == "current" else [release]
    holding = [one for one in until if one.period == period]
    if not holding:
        others = [one.release_id for one in known if one.period == period]
        hint = f"有该报告期文件的版本：{'、'.join(others)}。" if others else "该报告期还没有发布过。"
        raise WorkspaceError(f"发布版本 {release.release_id} 没有{period.label}的文件。{hint}")
    folder = holding[-1].path / "documents" / str(period)
    names = {unit.name for unit in workspace.units_named(units)}
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and _is_about(path, names))
    return PublishedDocuments(holding[-1], folder, tuple(paths))


def _is_about(path: Path, names: set[str]) -> bool:
    return not names or any(path.name.startswith(name) for name in names)
