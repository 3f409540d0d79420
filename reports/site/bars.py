"""Bars of parts as drawn coordinates: how many of a whole are in which state, for a page that may run nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 420
_LEFT, _RIGHT, _ROW, _BAR, _TOP = 104, 36, 30, 20, 6
_ROOM = 9  # least width per digit in which a number can be read


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar. `value` is left empty where there is no room for it; the table beside the chart has every number."""

    x: float
    width: float
    order: int
    value: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row."""

    label: str
    y: float
    total: str
    total_x: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of WIDTH × `height`; `names` are those of the parts in order, `told` says every number in words."""

    title: str
    names: tuple[str, ...]
    bars: tuple[Bar, ...]
    height: int
    told: str
    width: int = WIDTH
    left: int = _LEFT
    bar: int = _BAR


def draw_bars(title: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> BarChart:
    """A bar for each (label, count of every part); the longest takes the whole width."""
    most = max((sum(counts) for _, counts in rows), default=0) or 1
    scale = (WIDTH - _LEFT - _RIGHT) / most
    bars = tuple(_bar(label, counts, _TOP + place * _ROW, scale) for place, (label, counts) in enumerate(rows))
    return BarChart(title, tuple(names), bars, _TOP + len(rows) * _ROW, f"{title}：{_told(names, rows)}")


def _bar(label: str, counts: Sequence[int], y: float, scale: float) -> Bar:
    x, parts = float(_LEFT), []
    for order, count in enumerate(counts):
        width = count * scale
        if count:
            text = str(count) if width >= _ROOM * len(str(count)) + 4 else ""
            parts.append(Part(round(x, 1), round(width, 1), order, text))
        x += width
    return Bar(label, y, str(sum(counts)), round(x + 6, 1), tuple(parts))


def _told(names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    return "；".join(
        f"{label} " + "，".join(f"{name} {count}" for name, count in zip(names, counts, strict=True))
        for label, counts in rows
    )
