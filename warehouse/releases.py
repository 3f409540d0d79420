"""The releases of a workspace: which there are, and which one a person means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.catalog.period import Period
from warehouse.release import Release as ReleaseFolder
from warehouse.release import current_release, manifest_of
from warehouse.workspace import WorkspaceError

_NAMED = re.compile(r"(?P<number>\d{4})-.+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """One release as its manifest tells it. `number` counts from 1; `rows` by published table."""

    release_id: str
    number: int
    period: Period
    as_of: datetime
    content_hash: str
    rows: dict[str, int]
    is_current: bool
    path: Path

    @property
    def database(self) -> Path:
        """What BI opens, read-only."""
        return self.path / "zwgk.duckdb"


def list_releases(releases: Path) -> tuple[PublishedRelease, ...]:
    """All releases, the oldest first."""
    current = current_release(releases)
    found = [_read(path, current) for path in releases.glob("[!.]*/manifest.json") if not path.parent.is_symlink()]
    return tuple(sorted(found, key=lambda release: release.number))


def find_release(known: Sequence[PublishedRelease], asked: str) -> PublishedRelease:
    """By id, number, beginning of the id, `current`, or a day: the release in force at its end. Raises WorkspaceError."""
    if not known:
        raise WorkspaceError("还没有发布过任何版本，请先运行 zwgk publish。")
    if is_day(asked):
        return _in_force(known, asked)
    meant = [release for release in known if _is_meant(release, asked)]
    if not meant:
        listed = "、".join(release.release_id for release in known)
        raise WorkspaceError(f"没有“{asked}”这个发布版本。现有：{listed}；也可写 current 或日期，如 2025-04-20。")
    if len(meant) > 1:
        listed = "、".join(release.release_id for release in meant)
        raise WorkspaceError(f"“{asked}”可以是几个发布版本：{listed}。请写得更全一些。")
    return meant[0]


def is_day(asked: str) -> bool:
    """Whether a release is asked for by the day on which it was in force."""
    return _DAY.fullmatch(asked) is not None


def published_to(known: Sequence[PublishedRelease], until: PublishedRelease) -> Period:
    """The latest period that any release up to this one was made for: what came later was not published yet."""
    periods = (release.period for release in known if release.number <= until.number)
    return max(periods, key=lambda period: period.sort_key)


def _read(manifest: Path, current: ReleaseFolder | None) -> PublishedRelease:
    folder = ReleaseFolder(manifest.parent.name, manifest.parent)
    facts = manifest_of(folder)
    named = _NAMED.fullmatch(folder.release_id)
    if named is None:
        raise WorkspaceError(f"“{folder.path}”不是发布版本的目录，请移出发布目录。")
    rows = facts["rows"]
    return PublishedRelease(
        release_id=folder.release_id,
        number=int(named["number"]),
        period=Period.parse(str(facts["period"])),
        as_of=datetime.fromisoformat(str(facts["as_of"])),
        content_hash=str(facts["content_hash"]),
        rows=dict(rows) if isinstance(rows, dict) else {},
        is_current=current is not None and current.release_id == folder.release_id,
        path=folder.path,
    )


def _in_force(known: Sequence[PublishedRelease], day: str) -> PublishedRelease:
    try:
        asked = date.fromisoformat(day)
    except ValueError as wrong:
        raise WorkspaceError(f"没有“{day}”这一天，日期写作 2025-04-20。") from wrong
    before = [release for release in known if release.as_of.date() <= asked]
    if not before:
        raise WorkspaceError(f"{day} 时还没有发布版本，最早的是 {known[0].release_id}（{known[0].as_of:%Y-%m-%d}）。")
    return before[-1]


def _is_meant(release: PublishedRelease, asked: str) -> bool:
    if asked == "current":
        return release.is_current
    if asked.isdigit() and int(asked) == release.number:
        return True
    return release.release_id.startswith(asked)
