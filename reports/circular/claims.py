"""What a circular's sentences say of lists, read without knowing which sentence was declared: a count, and the names behind it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

# `3家：甲、乙、丙`, `5家，其中部门3家：…；镇2家：…`; a name may have something in brackets behind it.
_LIST = re.compile(r"(?P<count>\d+)家：(?P<names>[^；。，]+)")
_WHOLE = re.compile(r"(?P<count>\d+)家，其中(?P<groups>[^。]+)")
_BRACKETS = re.compile(r"（[^（）]*）")
_SEPARATORS = frozenset("、（），；：。")
_STANDS_FOR = 0xE000  # characters for private use: they stand for names that hold separators themselves


@dataclass(frozen=True, slots=True)
class ListClaim:
    """So many units, and these are they."""

    text: str
    count: int
    names: tuple[str, ...]


def read_claims(text: str, units: Collection[str]) -> Iterator[ListClaim]:
    """Every list of units in a paragraph; one by kinds is read as a whole and kind by kind. `units` are names as the register has them:
    one may hold a 、 or brackets itself.
    """
    whole = {name: chr(_STANDS_FOR + n) for n, name in enumerate(units) if not _SEPARATORS.isdisjoint(name)}
    for name, sign in whole.items():
        text = text.replace(name, sign)
    text = _BRACKETS.sub("", text)
    back = {sign: name for name, sign in whole.items()}
    for found in _WHOLE.finditer(text):
        groups = [_named(one["names"], back) for one in _LIST.finditer(found["groups"])]
        yield ListClaim(
            _written(found[0], back), int(found["count"]), tuple(name for names in groups for name in names)
        )
    for found in _LIST.finditer(text):
        yield ListClaim(_written(found[0], back), int(found["count"]), _named(found["names"], back))


def _named(text: str, back: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_written(name.strip(), back) for name in text.split("、") if name.strip())


def _written(text: str, back: Mapping[str, str]) -> str:
    return "".join(back.get(char, char) for char in text)
