"""Finds T3 收到和处理申请 on a page: columns by the kinds of applicant, rows by the last label left of them."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.labels import COLUMN, ROW
from transforms.page import HEADER_DEPTH, Column, Found, Hit, Page

_TABLE = "T3"
_LEAST_COLUMNS = 3


def find_requests(page: Page) -> Iterator[Found]:
    """Every T3 on the page, with the place of each cell of its rows and columns."""
    headers = page.headers(_TABLE, _LEAST_COLUMNS, besides="T4")
    if not headers:
        return
    stops = sorted({*headers, *page.headers("T4", 4), *page.headers("T2", 1)})
    for header in headers:
        columns = _columns(page, header)
        covered = page.covered(columns)
        labels = range(_leftmost_label(page, header, covered[0].at), covered[0].at)
        found = Found(_TABLE, page.grid, (header, covered[0].at))
        _note_unknown_columns(page, found, header, covered)
        end = next((row for row in stops if row > header and _reaches(page, row, labels)), len(page.grid.rows))
        for code, row in _rows(page, found, range(header + 1, end), labels, covered).items():
            found.place(code, row, covered)
        yield found


def _leftmost_label(page: Page, header: int, first_value: int) -> int:
    """Tables may stand side by side: what is left of this table's own row labels belongs to another."""
    own = [
        hit.column for row, hits in page.by_row.items() if row > header for hit in hits if (_TABLE, ROW) in hit.senses
    ]
    return min((column for column in own if column < first_value), default=first_value)


def _reaches(page: Page, row: int, labels: range) -> bool:
    """Whether another table's header stands below this table, and not beside it."""
    beyond = [hit.senses for hit in page.by_row[row] if hit.column >= labels.start]
    return any((_TABLE, ROW) not in senses and any(axis == COLUMN for _, axis in senses) for senses in beyond)


def _columns(page: Page, header: int) -> dict[str, Hit]:
    """Labels of the header row first; those merged over several rows begin above it."""
    columns: dict[str, Hit] = {}
    taken: set[int] = set()
    for hit, code in page.columns(_TABLE, range(header, header - HEADER_DEPTH - 1, -1)):
        if code not in columns and hit.column not in taken:
            columns[code] = hit
            taken.add(hit.column)
    return columns


def _note_unknown_columns(page: Page, found: Found, header: int, columns: list[Column]) -> None:
    between = range(columns[0].at, columns[-1].at + 1)
    for hit in page.unknown_labels(_TABLE, (header - 1, header), between, [column.at for column in columns]):
        found.note(hit[:2], "“{text}”不是官方表格中的列名，该列没有计入。")


def _rows(page: Page, found: Found, rows: range, labels: range, columns: list[Column]) -> dict[str, int]:
    """The row of each row code. What stands between known rows, or beside figures, and is not known, is noted."""
    placed: dict[str, Hit] = {}
    strange: list[tuple[int, Hit | None]] = []
    for row in rows:
        label = _label(page, row, labels)
        code = None if label is None else label.senses.get((_TABLE, ROW))
        if label is None or code is None:
            strange.append((row, label))
        elif code in placed:
            found.note(label[:2], "“{text}”一行在表中重复出现，只计入第一次。")
        else:
            placed[code] = label
    values = [column.at for column in columns]
    _drop_group_heading(page, found, placed, values)
    _note_strange(page, found, strange, max((hit.row for hit in placed.values()), default=-1), values)
    return {code: hit.row for code, hit in placed.items()}


def _label(page: Page, row: int, columns: range) -> Hit | None:
    """The last label left of the figures: headings merged over several rows stand further left."""
    last = None
    for hit in page.by_row.get(row, ()):
        if hit.column in columns and (last is None or hit.column > last.column):
            last = hit if hit.senses or page.lexicon.key(hit.text) else last
    return last


def _drop_group_heading(page: Page, found: Found, placed: dict[str, Hit], values: list[int]) -> None:
    """（六）其他处理 is a row of its own only where its three rows are not printed; figures beside both are never guessed at."""
    for code, label in list(placed.items()):
        is_heading = page.lexicon.merged_rows.get(page.lexicon.key(label.text)) == code
        if is_heading and any(other.startswith(f"{code}.") for other in placed):
            if any(page.is_figure(label.row, column) for column in values):
                found.note(label[:2], "“{text}”与其下各分项同时填有数字，以各分项为准，该行没有计入。")
            del placed[code]


def _note_strange(
    page: Page, found: Found, strange: list[tuple[int, Hit | None]], last: int, values: list[int]
) -> None:
    """Rows below the last known one count as the table's as long as figures stand in them."""
    for row, label in strange:
        has_figures = any(page.is_figure(row, column) for column in values)
        if row > last and not has_figures:
            return
        if label is None and has_figures:
            found.note((row, min(values)), f"第 {row + 1} 行有数字而没有行名，没有计入。")
        elif label is not None and (has_figures or page.is_unknown(label, _TABLE)):
            found.note(label[:2], "“{text}”不是官方表格中的行名，该行没有计入。")
