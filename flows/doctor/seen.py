"""What one look of the doctor came to: well, worth knowing, or something that somebody has to mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seen:
    """`is_hint`: nothing is wrong, but somebody should know; such a look does not end the command with findings."""

    is_fine: bool
    detail: str
    is_hint: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at, by the name that the office sees; `now` is Shanghai wall clock."""

    title: str
    at: Callable[[Workspace, datetime], Seen]


def fine(detail: str) -> Seen:
    """All is well."""
    return Seen(True, detail)


def hint(detail: str) -> Seen:
    """Well, but worth knowing."""
    return Seen(False, detail, is_hint=True)


def broken(detail: str) -> Seen:
    """Somebody has to mend it; the detail says how."""
    return Seen(False, detail)


def listed(names: list[str], most: int = 5) -> str:
    """The first of them, and how many there are where that is not all."""
    return "、".join(names[:most]) + (f" 等 {len(names)} 处" if len(names) > most else "")
