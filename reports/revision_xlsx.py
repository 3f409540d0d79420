"""The revision table as a workbook: which published figures changed, from what to what, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal

from reports.excel.book import HEADED, PLAIN, Book, Sheet, Style
from reports.excel.tables import text_height

_COLUMNS = (
    *(
        ("报告期", 14.0),
        ("单位", 22.0),
        ("数字", 10.0),
        ("项目", 36.0),
        ("原发布", 10.0),
        ("现为", 10.0),
        ("相差", 9.0),
    ),
    *(("原因", 38.0), ("单元格代码", 38.0)),
)
_TEXT, _FIGURE = Style(size=9, align="left", indent=1), Style(size=9, align="right", indent=1)


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revised figure in words. None is no figure: not published then, or blank."""

    period: str
    unit_name: str
    measure: str
    label: str
    published_value: Decimal | None
    value: Decimal | None
    difference: Decimal | None
    reason: str
    cell_code: str


def write_revision_workbook(title: str, notes: Sequence[str], lines: Sequence[RevisionLine]) -> bytes:
    """Workbook bytes: one sheet, A4 across, the heading repeated on every page and each column with a filter."""
    book = Book(title)
    sheet = book.sheet("修订")
    sheet.widths(tuple(width for _, width in _COLUMNS))
    sheet.text(0, 0, title, Style(size=14, font=HEADED.font, border=False, align="left"))
    for row, note in enumerate(notes, 1):
        sheet.text(row, 0, note, PLAIN, columns=len(_COLUMNS))
    top = len(notes) + 1
    for column, (heading, _) in enumerate(_COLUMNS):
        sheet.text(top, column, heading, HEADED)
    for row, line in enumerate(lines, top + 1):
        _write_line(sheet, row, line)
    sheet.raw.autofilter(top, 0, top + max(len(lines), 1), len(_COLUMNS) - 1)
    sheet.raw.freeze_panes(top + 1, 0)
    sheet.page(landscape=True, header_rows=(top, top))
    return book.content()


def _write_line(sheet: Sheet, row: int, line: RevisionLine) -> None:
    cells = astuple(line)
    texts = ((cell, width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True) if isinstance(cell, str))
    sheet.raw.set_row(row, max(text_height(text, width) for text, width in texts))
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.text(row, column, cell, _TEXT)
        else:
            sheet.number(row, column, cell, _FIGURE)
