"""Diff: what one release says otherwise than another, and why."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.releases import PublishedRelease, find_release, list_releases, published_to
from warehouse.revision import RevisedFigure, read_revision
from warehouse.task_revision import TaskChange, read_task_changes
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """Two releases in the order in which they were published, the figures revised from the one to the other, the periods that only
    the later one has, and the tasks that stand otherwise.
    """

    former: PublishedRelease
    present: PublishedRelease
    figures: tuple[RevisedFigure, ...]
    new_periods: tuple[str, ...]
    tasks: tuple[TaskChange, ...]


def diff_releases(workspace: Workspace, one: str, other: str) -> ReleaseDiff:
    """Compares two releases, named as find_release takes them. Reads releases only, so nobody need wait. Raises WorkspaceError."""
    known = list_releases(workspace.releases)
    named = (find_release(known, one), find_release(known, other))
    former, present = sorted(named, key=lambda release: release.number)
    if former == present:
        return ReleaseDiff(former, present, (), (), ())
    until = published_to(known, former)
    revision = read_revision(former.database, present.database, until)
    tasks = read_task_changes(former.database, present.database, until)
    return ReleaseDiff(former, present, revision.figures, revision.new_periods, tasks)
