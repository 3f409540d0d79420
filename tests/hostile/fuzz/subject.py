"""What is fuzzed: a reader, how a case for it is drawn, and what may come of reading one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from transforms.errors import FileError
from transforms.portal.answer import DamageError
from warehouse.catalog.calendar import CalendarError
from warehouse.catalog.catalog import CatalogError
from warehouse.catalog.period import PeriodError
from warehouse.workspace import WorkspaceError

DECLARED = (FileError, DamageError, CatalogError, CalendarError, PeriodError, WorkspaceError)
READ = "read"
_LOOKED_AT_TWICE = 8  # one in so many


class OtherwiseError(AssertionError):
    """A case was read without a word, and otherwise than it is: the message says what differs."""


@dataclass(frozen=True)
class Subject:
    """`draw` makes a case; `look` reads it, says what it came to, and raises what is a fault of ours."""

    name: str
    draw: Callable[[Random], object]
    look: Callable[[object], str]

    def outcome(self, chance: Random) -> str:
        """`read`, or `refused` with the code. Raises OtherwiseError, and whatever the reader should not have raised."""
        case = self.draw(chance)
        first = self.look(case)
        if chance.randrange(_LOOKED_AT_TWICE) == 0 and (second := self.look(case)) != first:
            raise OtherwiseError(f"once {first[:500]}, once {second[:500]}")
        return first.partition("\n")[0]


def looked(read: Callable[[], object]) -> str:
    """What reading comes to: refused in a declared way, or read; below the first line stands all that was read."""
    try:
        result = read()
    except DECLARED as refused:
        sentence = str(refused)
        return f"refused {getattr(refused, 'code', type(refused).__name__)}\n{sentence}"
    return f"{READ}\n{result!r}"


def agree(what: str, one: object, other: object) -> None:
    """Raises OtherwiseError where two readings of the same differ."""
    if one != other:
        raise OtherwiseError(f"{what}: {one!r} is not {other!r}"[:2000])
