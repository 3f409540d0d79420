"""robots.txt as RFC 9309 reads it: the most specific group and the longest rule decide, `*` and `$` have their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

_EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host allows us: rules as (path pattern, is allowed), and the seconds it wants between two requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    crawl_delay_s: float | None = None

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be fetched: the longest matching rule says, an allowing one where two are equal."""
        matching = [(len(pattern), is_allowed) for pattern, is_allowed in self.rules if _matches(pattern, _plain(path))]
        return max(matching)[1] if matching else True


def read_robots(text: str, agent: str) -> Robots:
    """The rules for `agent` (its product name), or else those for everybody."""
    groups = list(_groups(text))
    named = [group for agents, group in groups if any(name and name in agent.lower() for name in agents)]
    everybody = [group for agents, group in groups if _EVERYBODY in agents]
    lines = [line for group in named or everybody for line in group]
    rules = tuple((_plain(path), key == "allow") for key, path in lines if key in {"allow", "disallow"} and path)
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", value)]
    return Robots(rules, max(delays, default=None))


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Names of agents and the lines that are for them; several names may stand above one list."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for key, value in _lines(text):
        if key == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            agents.add(value.lower().partition("/")[0])
        elif agents:
            lines.append((key, value))
    if agents:
        yield agents, lines


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _matches(pattern: str, path: str) -> bool:
    """Part by part, each at its first place: a regular expression of many stars would try them all."""
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, part in enumerate(others, 1):
        is_end = number == len(others) and pattern.endswith("$")
        found = len(path) - len(part) if is_end and path.endswith(part) else -1 if is_end else path.find(part, at)
        if found < at:
            return False
        at = found + len(part)
    return at == len(path) or not pattern.endswith("$")


def _plain(path: str) -> str:
    """One way of writing what may be percent-encoded or not."""
    return quote(unquote(path), safe="/?=&*$:;,@+!'()~-._")
