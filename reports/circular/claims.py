"""What a circular's sentences say of lists, read without knowing which sentence was declared: a count, and the names behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# `3家：甲、乙、丙`, `5家，其中部门3家：…；镇2家：…`; a name may have something in brackets behind it.
_LIST = re.compile(r"(?P<count>\d+)家：(?P<names>[^；。，]+)")
_WHOLE = re.compile(r"(?P<count>\d+)家，其中(?P<groups>[^。]+)")
_BRACKETS = re.compile(r"（[^（）]*）")


@dataclass(frozen=True, slots=True)
class ListClaim:
    """So many units, and these are they."""

    text: str
    count: int
    names: tuple[str, ...]


def read_claims(text: str) -> Iterator[ListClaim]:
    """Every list of units in a paragraph; one by kinds is read as a whole and kind by kind."""
    text = _BRACKETS.sub("", text)
    for found in _WHOLE.finditer(text):
        groups = [_named(one["names"]) for one in _LIST.finditer(found["groups"])]
        yield ListClaim(found[0], int(found["count"]), tuple(name for names in groups for name in names))
    for found in _LIST.finditer(text):
        yield ListClaim(found[0], int(found["count"]), _named(found["names"]))


def _named(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("、") if name.strip())
