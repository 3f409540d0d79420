"""A published report may print a table twice, or a small one like it among its text: which of those say nothing of their own."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.page import Found

_PART = 2


def without_echoes(candidates: Sequence[Found]) -> list[Found]:
    """The candidates for one table without those that repeat a fuller one, or are a mere excerpt of it, in their order."""
    kept: list[Found] = []
    for one in sorted(candidates, key=lambda found: (not found.grid.is_visible, -len(found.places))):
        if not any(_is_echo(one, other) for other in kept):
            kept.append(one)
    return [one for one in candidates if any(one is other for other in kept)]


def _is_echo(one: Found, fuller: Found) -> bool:
    shared = one.places.keys() & fuller.places.keys()
    if not shared:
        return False
    is_excerpt = len(one.places) * _PART < len(fuller.places)
    return is_excerpt or all(_text(one, key) in ("", _text(fuller, key)) for key in shared)


def _text(found: Found, key: tuple[str, str]) -> str:
    return found.grid.text_at(*found.places[key]).strip()
