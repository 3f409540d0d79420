"""Finds T2 主动公开 on a page: blocks of rows, each under a row of column labels of its own."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.labels import HEADING, ROW
from transforms.page import Column, Found, Hit, Page

_TABLE = "T2"
# 第二十条第（X）项 or 信息内容: ends the block above even where its own labels are not known.
_BLOCK = (_TABLE, HEADING)
_ROW = (_TABLE, ROW)


def find_proactive(page: Page) -> Iterator[Found]:
    """The T2 on the page, if there is one; rows are read under the nearest column labels above them."""
    headers = page.headers(_TABLE, 1)
    if not headers:
        return
    found = Found(_TABLE, page.grid, (headers[0], min(hit.column for hit, _ in page.columns(_TABLE, headers))))
    columns: list[Column] = []
    strange: list[Hit] = []
    last = -1
    for row in sorted(row for row in page.by_row if row >= headers[0]):
        hits = page.by_row[row]
        if row in headers:
            columns = page.covered({code: hit for hit, code in page.columns(_TABLE, (row,))})
            first = columns[0].at
            _note_unknown_columns(page, found, row, columns)
        elif any(_BLOCK in hit.senses for hit in hits):
            columns = []
            _note_unknown_heading(page, found, row)
        else:
            labels = [hit for hit in hits if hit.column < first]
            last = row if _place(found, labels, columns) else last
            strange += [label for label in labels if not label.senses and page.is_unknown(label, _TABLE)]
    for label in strange:
        if label.row < last:
            found.note(label[:2], "“{text}”不是官方表格中的行名，该行没有计入。")
    if found.places:
        yield found


def _place(found: Found, labels: list[Hit], columns: list[Column]) -> bool:
    """Places the row that the labels name; whether they name one."""
    rows = [(label, label.senses[_ROW]) for label in labels if _ROW in label.senses]
    for label, code in rows:
        if any((code, column.code) in found.places for column in columns):
            found.note(label[:2], "“{text}”一行在表中重复出现，只计入第一次。")
        else:
            found.place(code, label.row, columns)
    return bool(rows)


def _note_unknown_columns(page: Page, found: Found, header: int, columns: list[Column]) -> None:
    """From the column of row labels on to the last one known; what stands further right is no part of the table."""
    between = range(columns[0].at, columns[-1].at + 1)
    for hit in page.unknown_labels(_TABLE, (header,), between, [column.at for column in columns]):
        found.note(hit[:2], "“{text}”不是官方表格中的列名，该列没有计入。")


def _note_unknown_heading(page: Page, found: Found, row: int) -> None:
    for hit in page.by_row[row]:
        if not hit.senses and page.is_unknown(hit, _TABLE):
            found.note(hit[:2], "“{text}”不是官方表格中的列名，该列没有计入。")
