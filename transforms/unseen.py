"""Figures that count although nobody sees where they stand or where they come from: said, so that a person looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from transforms.grid import Grid, address, parse_address
from transforms.page import Problem
from transforms.recognise.tables import ReadCell
from transforms.workbook.reading import SheetGrid

_HIDDEN, _FETCHED = "FILE-HIDDEN", "FILE-FETCHED"


def derive_unseen(cells: Sequence[ReadCell], grids: Iterable[Grid]) -> Iterator[Problem]:
    """One problem for each sheet whose figures are hidden in part or whole, and one for each figure fetched from elsewhere."""
    sheets = {grid.name: grid for grid in grids if isinstance(grid, SheetGrid) and _is_odd(grid)}
    if not sheets:
        return
    places = {name: [cell[5] for cell in cells if cell[4] == name] for name in sheets}
    for name, grid in sheets.items():
        yield from _hidden(grid, places[name])
        yield from _fetched(grid, places[name], grid.fetching)


def _is_odd(grid: SheetGrid) -> bool:
    return bool(not grid.is_visible or grid.hidden_rows or grid.hidden_columns or grid.fetching)


def _hidden(grid: SheetGrid, places: Sequence[str]) -> Iterator[Problem]:
    if places and not grid.is_visible:
        yield Problem(_HIDDEN, f"“{grid.name}”是隐藏的工作表，其中的 {len(places)} 格已照常读取。", grid.name)
        return
    hidden = []
    for place in places:
        row, column = parse_address(place)
        if row in grid.hidden_rows or column in grid.hidden_columns:
            hidden.append(place)
    if hidden:
        detail = f"有 {len(hidden)} 格在隐藏的行或列中（如 {hidden[0]}），已照常读取。"
        yield Problem(_HIDDEN, detail, grid.name, hidden[0])


def _fetched(grid: SheetGrid, places: Iterable[str], fetching: Mapping[tuple[int, int], str]) -> Iterator[Problem]:
    known = set(places)
    for place, formula in fetching.items():
        if address(place) in known:
            detail = "这个数字是用公式从别的文件或程序取来的，读取的是文件保存时的结果，没有去取新的。"
            yield Problem(_FETCHED, detail, grid.name, address(place), formula)
