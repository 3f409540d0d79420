"""T4 of two years side by side, or in two rows: which of them is this year's, by what stands over or before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from transforms.page import HEADER_DEPTH, Hit, Page

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_PRESENT, _FORMER = "本期", "上期"  # as wordings.csv folds 本年 and 上年
_NEVER, _ALWAYS = 0, 9999
Run = dict[str, Hit]


def of_this_year(page: Page, header: int, codes: Sequence[str], runs: Sequence[Run]) -> list[tuple[str, Run]] | None:
    """The blocks of the latest year where each stands several times, from left to right; None where no year tells them apart."""
    sides = _sides(codes, runs)
    if len({len(side) for side in sides}) > 1:
        return None
    latest = _latest([_year_over(page, header, side) for side in sides])
    return None if latest is None else sides[latest]


def latest_row(page: Page, rows: Sequence[int], columns: Sequence[int]) -> int | None:
    """Of rows of figures the one whose label names the latest year; None where the labels don't name one each."""
    labels = ([hit.text for hit in page.by_row.get(row, ()) if hit.column < min(columns)] for row in rows)
    latest = _latest([_year_of(page, texts) for texts in labels])
    return None if latest is None else rows[latest]


def _sides(codes: Sequence[str], runs: Sequence[Run]) -> list[list[tuple[str, Run]]]:
    """The first blocks of each code, the second ones, and so on."""
    sides: list[list[tuple[str, Run]]] = []
    times: dict[str, int] = {}
    for code, run in zip(codes, runs, strict=True):
        nth = times.get(code, 0)
        times[code] = nth + 1
        if nth == len(sides):
            sides.append([])
        sides[nth].append((code, run))
    return sides


def _year_over(page: Page, header: int, side: list[tuple[str, Run]]) -> int | None:
    columns = {hit.column for _, run in side for hit in run.values()}
    above = (hit for row in range(header - HEADER_DEPTH - 1, header) for hit in page.by_row.get(row, ()))
    spans = page.grid.spans
    over = (hit for hit in above if columns & set(range(hit.column, spans.get(hit[:2], hit[:2])[1] + 1)))
    return _year_of(page, [hit.text for hit in over])


def _year_of(page: Page, texts: Iterable[str]) -> int | None:
    """A year by its number, or by 本年 and 上年; None where the texts say none or several."""
    found: set[int] = set()
    for text in texts:
        key = page.lexicon.key(text)
        found |= {int(year) for year in _YEAR.findall(text)} or {
            year for word, year in ((_PRESENT, _ALWAYS), (_FORMER, _NEVER)) if key == word
        }
    return found.pop() if len(found) == 1 else None


def _latest(years: Sequence[int | None]) -> int | None:
    """Which is the latest; one that says nothing is this year's only beside 上年."""
    known = [year for year in years if year is not None]
    if len(set(known)) == len(years):
        return years.index(max(known))
    if len(years) - len(known) == 1 and set(known) == {_NEVER}:
        return years.index(None)
    return years.index(_ALWAYS) if known.count(_ALWAYS) == 1 else None
