"""A line over quarters or runs as drawn coordinates: a page that may run no script needs its charts finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 340, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 24, 26
_MOST_LABELS = 6
_STEPS = (1, 2, 4, 6, 8, 10)  # half of each is as short to write
_INTERVALS = 2
_SMALL = 0.1  # below it two decimals would say too little


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter or run on the line: where it is drawn, what it says; `label` is left empty where there is no room for all `name`s."""

    x: float
    y: float
    label: str
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A horizontal line with its value."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of WIDTH × HEIGHT; `lines` are the stretches without a gap, as SVG points."""

    title: str
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT


def render_number(value: float, *, is_share: bool) -> str:
    """`3.8%` of a share, `0.08` of any other figure; no more digits than say something."""
    if is_share:
        return f"{100 * value:.1f}".removesuffix(".0") + "%"
    return f"{value:.2f}".rstrip("0").rstrip(".") if value >= _SMALL else f"{value:.2g}"


def draw_chart(title: str, series: Sequence[tuple[str, float | None]], *, is_share: bool) -> Chart:
    """A chart of (quarter or run, value) in order. One without a value is a gap, not a zero; the scale starts at zero."""
    top = _round_up(max((value for _, value in series if value is not None), default=0.0))
    skip = ceil(len(series) / _MOST_LABELS)
    known: list[Point | None] = []
    for place, (label, value) in enumerate(series):
        shown = label if (len(series) - 1 - place) % skip == 0 else ""
        known.append(
            None
            if value is None
            else Point(_x(place, len(series)), _y(value, top), shown, render_number(value, is_share=is_share), label)
        )
    ticks = (top * step / _INTERVALS for step in range(_INTERVALS + 1))
    return Chart(
        title=title,
        points=tuple(point for point in known if point is not None),
        lines=tuple(_stretches(known)),
        ticks=tuple(Tick(_y(tick, top), render_number(tick, is_share=is_share)) for tick in ticks),
    )


def _round_up(largest: float) -> float:
    """The next round number; one for a line that lies on zero."""
    if largest <= 0:
        return 1.0
    unit: float = 10.0 ** floor(log10(largest))
    return next(step * unit for step in _STEPS if step * unit >= largest * (1 - 1e-9))


def _x(place: int, count: int) -> float:
    span = WIDTH - _LEFT - _RIGHT - 32
    return round(_LEFT + 16 + (span / 2 if count == 1 else span * place / (count - 1)), 1)


def _y(value: float, top: float) -> float:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - value / top), 1)


def _stretches(points: Sequence[Point | None]) -> list[str]:
    stretches: list[list[str]] = [[]]
    for point in points:
        if point is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{point.x},{point.y}")
    return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]
