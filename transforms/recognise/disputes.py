"""Finds T4 复议诉讼 on a page: three blocks of five columns over one row of figures, or one column set with a row a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.labels import ROW
from transforms.page import HEADER_DEPTH, Found, Hit, Page
from transforms.recognise.disputes_beside import latest_row, of_this_year

_TABLE = "T4"
_LEAST_COLUMNS = 4
_ROWS_BELOW = 4
Run = dict[str, Hit]


def find_disputes(page: Page) -> Iterator[Found]:
    """Every T4 on the page. Heads on two levels over the same row of figures are those of one table."""
    tables: list[Found] = []
    for found in _under_each_head(page):
        if tables and _is_one_table(tables[-1], found):
            tables[-1].places.update(found.places)
            tables[-1].problems.extend(found.problems)
        else:
            tables.append(found)
    yield from tables


def _is_one_table(one: Found, other: Found) -> bool:
    rows, others = ({row for row, _ in found.places.values()} for found in (one, other))
    return bool(rows) and rows == others and not one.places.keys() & other.places.keys()


def _under_each_head(page: Page) -> Iterator[Found]:
    for header in page.headers(_TABLE, _LEAST_COLUMNS):
        runs = _runs(page, header)
        first = min(hit.column for run in runs for hit in run.values())
        found = Found(_TABLE, page.grid, (header, first))
        _note_unknown_columns(page, found, header, runs)
        if len(runs) == 1:
            _place_rows(page, found, header, runs[0], first)
        if not found.places:
            _place_blocks(page, found, header, runs)
        yield found


def _runs(page: Page, header: int) -> list[Run]:
    """The column labels from left to right; one that repeats begins the next block."""
    hits = sorted(page.columns(_TABLE, (header,)), key=lambda found: found[0].column)
    runs: list[Run] = [{}]
    for hit, code in hits:
        if code in runs[-1]:
            runs.append({})
        runs[-1][code] = hit
    return runs


def _note_unknown_columns(page: Page, found: Found, header: int, runs: list[Run]) -> None:
    taken = [hit.column for run in runs for hit in run.values()]
    for hit in page.unknown_labels(_TABLE, (header,), range(min(taken), max(taken) + 1), taken):
        found.note(hit[:2], "“{text}”不是官方表格中的列名，该列没有计入。")


def _place_blocks(page: Page, found: Found, header: int, runs: list[Run]) -> None:
    """Headings and blocks both run from left to right; where their numbers differ, nothing is assigned."""
    above = range(header - HEADER_DEPTH, header)
    headings = sorted(
        (hit for row in above for hit in page.by_row.get(row, ()) if (_TABLE, ROW) in hit.senses),
        key=lambda hit: hit.column,
    )
    if len(headings) > len(runs):
        headings = _over(page, headings, runs)
    codes = [hit.senses[_TABLE, ROW] for hit in headings]
    blocks = list(zip(codes, runs, strict=False))
    if len(codes) == len(runs) and len(set(codes)) != len(codes):
        this_year = of_this_year(page, header, codes, runs)
        if this_year is None:
            found.note(found.anchor, "表中并排印有几份复议诉讼数据，分不清哪一份是本年的，没有计入。")
            return
        blocks = this_year
    elif len(codes) != len(runs):
        found.note(
            found.anchor,
            f"表头应有 {len(runs)} 个分类（行政复议、未经复议直接起诉、复议后起诉），认出 {len(codes)} 个，没有计入。",
        )
        return
    row = _figures_row(page, found, header, [hit.column for _, run in blocks for hit in run.values()])
    for code, run in blocks:
        found.place(code, row, page.covered(run))


def _over(page: Page, headings: Sequence[Hit], runs: Sequence[Run]) -> list[Hit]:
    """In the official form the columns of 行政复议 stand a row above those of 行政诉讼: only the headings over these runs."""
    columns = {hit.column for run in runs for hit in run.values()}
    ends = [page.grid.spans.get(hit[:2], hit[:2])[1] for hit in headings]
    return [hit for hit, end in zip(headings, ends, strict=True) if columns & set(range(hit.column, end + 1))]


def _figures_row(page: Page, found: Found, header: int, columns: Sequence[int]) -> int:
    """The row below with figures; words such as those of a check below an empty table are none. Of several the one of the latest
    year, or else the first.
    """
    below = range(header + 1, header + 1 + _ROWS_BELOW)
    rows = [row for row in below if any(page.is_figure(row, column) for column in columns)]
    full = [row for row in rows if all(page.is_figure(row, column) for column in columns)]
    latest = latest_row(page, rows, columns) if len(rows) > 1 else None
    if latest is None and len(full) > 1:
        found.note((full[1], min(columns)), f"表头下有 {len(full)} 行数字，没有写明各是哪一年的，只计入第一行。")
    return latest or next(iter(rows), header + 1)


def _place_rows(page: Page, found: Found, header: int, run: Run, first: int) -> None:
    for row in range(header + 1, header + 1 + 2 * _ROWS_BELOW):
        for label in page.by_row.get(row, ()):
            code = label.senses.get((_TABLE, ROW))
            if code is not None and label.column < first:
                found.place(code, row, page.covered(run))
