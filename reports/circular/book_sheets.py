"""A sheet of the circular's workbook with a row for each line: figures stay numbers, the headings filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.excel.book import HEADED, Book, Style
from reports.excel.statement import write_heading
from reports.excel.tables import text_height
from warehouse.catalog.circular import SheetWords


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio, which a sheet shows as per cent."""

    value: Decimal


Row = tuple[str | Decimal | Share | None, ...]
_TOP, _LOWEST, _TALLEST = 3, 20.0, 400.0  # points; a spreadsheet allows 409
_PLAIN, _LABEL, _SMALL_HEADED = Style(size=9), Style(size=9, align="left", indent=1), Style(size=9, font=HEADED.font)
_SHARE = Style(size=9, is_share=True)


def write_rows(book: Book, words: SheetWords, cover: str, rows: Iterable[Row], labels: Collection[int]) -> None:
    """Adds the sheet, unless there are no rows. `labels` are the columns that read from the left."""
    lines = list(rows)
    if not lines:
        return
    sheet = book.sheet(words.name)
    sheet.widths(words.widths)
    write_heading(sheet, words.title, cover, len(words.widths))
    for column, heading in enumerate(words.columns):
        sheet.text(_TOP - 1, column, heading, _SMALL_HEADED)
    for number, line in enumerate(lines, _TOP):
        sheet.raw.set_row(number, _height(line, words.widths))
        for column, value in enumerate(line):
            style = _LABEL if column in labels else _PLAIN
            if isinstance(value, str):
                sheet.text(number, column, value, style)
            elif isinstance(value, Share):
                sheet.number(number, column, value.value, _SHARE)
            else:
                sheet.number(number, column, value, style)
    sheet.raw.autofilter(_TOP - 1, 0, _TOP + len(lines) - 1, len(words.widths) - 1)
    sheet.page(landscape=sum(words.widths) > 90, header_rows=(0, _TOP - 1))
    sheet.raw.freeze_panes(_TOP, 1)


def _height(line: Row, widths: tuple[float, ...]) -> float:
    texts = ((value, width) for value, width in zip(line, widths, strict=True) if isinstance(value, str))
    return min(_TALLEST, max(_LOWEST, *(text_height(text, width - 2) for text, width in texts)))
