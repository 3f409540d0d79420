"""Which reports are of one body, and in which scope: names and scopes as reports tell them, in full or in short or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flows.steps.check.files import GivenReport
from warehouse.catalog.units import name_key

_GOVERNMENT = ("人民政府", "政府")
_SHORTEST_NAME = 3


def body_names(names: Sequence[str | None]) -> dict[str, str]:
    """Every name with the one that stands for its body: 洪泽区 is 淮安市洪泽区人民政府 where no other 洪泽区 is given."""
    known = dict.fromkeys(name for name in names if name is not None)
    short = {name: _short(name) for name in known}
    chosen: dict[str, str] = {}
    for name in known:
        longer = {short[other] for other in known if short[other].endswith(short[name])}
        longest = max(longer, key=len)
        is_one_body = len(short[name]) >= _SHORTEST_NAME and all(longest.endswith(other) for other in longer)
        chosen[name] = longest if is_one_body else short[name]
    return chosen


def _short(name: str) -> str:
    folded = name_key(name)
    for ending in _GOVERNMENT:
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            return folded.removesuffix(ending)
    return folded


def known_scopes(given: Sequence[GivenReport], bodies: dict[str, str]) -> list[str | None]:
    """The scope of each report. One that does not tell its own has that of the body's other reports, if they all have the same."""
    told: dict[str, set[str]] = defaultdict(set)
    for one in given:
        if one.reading.unit is not None and one.reading.scope is not None:
            told[bodies[one.reading.unit]].add(one.reading.scope)
    scopes: list[str | None] = []
    for one in given:
        others = told[bodies[one.reading.unit]] if one.reading.unit is not None else set()
        scopes.append(one.reading.scope or (next(iter(others)) if len(others) == 1 else None))
    return scopes
