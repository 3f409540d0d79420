"""Who a workbook says it is from: the hidden stamp that the template carries, and the cover as the unit filled it in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from transforms.grid import Grid, Place, address
from transforms.labels import lexicon_of
from transforms.layout import found_once
from transforms.page import Problem
from warehouse.catalog.catalog import Catalog

_FIELDS = ("unit", "period", "scope", "is_nil", "filled_by", "approved_by")
Names = Callable[[str], tuple[tuple[str, str], ...]]
_WIDEST = 12
_LONGEST = 80
# `填报单位：区教育局　报告期：2025年第一季度` in one cell
_PAIR = re.compile(r"([^\s:：，,；;]+)[:：]\s*([^:：，,；;]*?)(?=[，,；;\s]+[^\s:：，,；;]+[:：]|$)")


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says; None where it says nothing. `scope` is `own` or `aggregate`."""

    unit: str | None = None
    period: str | None = None
    scope: str | None = None
    is_nil: bool = False
    problems: tuple[Problem, ...] = ()


def read_stamp(grids: Iterable[Grid], catalog: Catalog) -> dict[str, str]:
    """The stamp's keys and values; empty where no sheet bears one."""
    mark = catalog.templates.stamp_mark
    for grid in grids:
        if (grid.at(0, 0), grid.at(0, 1)) == mark:
            pairs = ((grid.text_at(row, 0), grid.text_at(row, 1).strip()) for row in range(1, len(grid.rows)))
            return {key: value for key, value in pairs if key in catalog.templates.stamp_keys and value}
    return {}


def read_cover(grids: Iterable[Grid], catalog: Catalog) -> Cover:
    """The cover, on whichever visible sheet most of its labels stand."""
    names = names_of(catalog)
    written = [_fields_on(grid, names) for grid in grids if grid.is_visible]
    best = max(written, key=len, default={})
    if "unit" not in best and "period" not in best:
        return Cover()
    problems: list[Problem] = []
    scope = _scope(best.get("scope"), catalog, problems)
    is_nil = _is_yes(best.get("is_nil"), catalog, problems)
    return Cover(_text(best.get("unit")), _text(best.get("period")), scope, is_nil, tuple(problems))


Written = tuple[str, Grid, Place]


def _fields_on(grid: Grid, names: Names) -> dict[str, Written]:
    """Where another sheet of the layout names no field, this one names none."""
    return found_once(grid.layout, _fields, names, lambda: _fields(grid, names), lambda found: not found)


def _fields(grid: Grid, names: Names) -> dict[str, Written]:
    fields: dict[str, Written] = {}
    for row, column, text in grid.texts:
        for name, value in names(text):
            written = (value, grid, (row, column)) if value else _beside(grid, (row, column), names)
            fields.setdefault(name, written)
    return fields


def _beside(grid: Grid, at: Place, names: Names) -> Written:
    """The cell to the right of the label, or of what the label is merged with; not the next label's."""
    row, column = at[0], grid.spans.get(at, at)[1] + 1
    width = len(grid.rows[row])
    while column < min(width, at[1] + _WIDEST) and grid.is_blank(row, column):
        column += 1
    text = grid.text_at(row, column).strip()
    return ("" if names(text) else text), grid, (row, column)


def names_of(catalog: Catalog) -> Names:
    """The fields that a text on a cover names, each with the value in the same cell, empty where the value stands beside it."""
    if catalog.fingerprint not in _NAMES:
        key = lexicon_of(catalog).key
        own: dict[str, str] = catalog.workbook.cover.model_dump()
        variants = catalog.templates.cover_variants
        known = {key(label): name for name in _FIELDS for label in (own[name], *variants.get(name, ()))}

        @lru_cache(maxsize=1 << 14)
        def names(text: str) -> tuple[tuple[str, str], ...]:
            if len(text) > _LONGEST:
                return ()
            if key(text) in known:
                return ((known[key(text)], ""),)
            pairs = ((known.get(key(pair[1])), pair[2].strip()) for pair in _PAIR.finditer(text))
            return tuple((name, value) for name, value in pairs if name and value)

        _NAMES[catalog.fingerprint] = names
    return _NAMES[catalog.fingerprint]


_NAMES: dict[str, Names] = {}


def _text(written: Written | None) -> str | None:
    return written[0] or None if written is not None else None


def _scope(written: Written | None, catalog: Catalog, problems: list[Problem]) -> str | None:
    text = _text(written)
    if written is None or text is None:
        return None
    for code, words in catalog.templates.scope_variants.items():
        if text in words or text == code:
            return code
    detail = f"封面“报告口径”填写的是“{text}”，应为“本机关”或“汇总”。"
    problems.append(Problem("FILE-IDENTITY", detail, written[1].name, address(written[2]), text))
    return None


def _is_yes(written: Written | None, catalog: Catalog, problems: list[Problem]) -> bool:
    text = _text(written)
    if written is None or text is None or text in catalog.templates.answers.no:
        return False
    if text in catalog.templates.answers.yes:
        return True
    detail = f"封面“零报送”填写的是“{text}”，应为“是”或“否”，现按“否”处理。"
    problems.append(Problem("FILE-LABEL", detail, written[1].name, address(written[2]), text))
    return False
