"""What a visit to an HTTP drop brought; apart from the visit, so that who has no drop loads nothing that fetches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Version:
    """What server and listing say of one version of a file."""

    etag: str | None = None
    modified: str | None = None
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that came whole: `path` holds its bytes until `confirm_landed`; `name` is its path below the drop."""

    path: Path
    name: str
    url: str
    sha256: str
    size: int
    version: Version


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that did not come, and why (in Chinese)."""

    name: str
    url: str
    reason: str
    is_transient: bool


@dataclass(frozen=True, slots=True)
class Harvest:
    """One visit to the drop. `known_count` files were there before and had not changed."""

    fetched: tuple[Fetched, ...]
    failed: tuple[Failed, ...]
    known_count: int


NOTHING_FETCHED = Harvest((), (), 0)
