"""How much of a page the parts of a notice take: Word breaks pages by itself, so what must stay on one page is measured beforehand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

from reports.word.table import TEXT_WIDTH

WEIGHTS = (0.07, 0.2, 0.43, 0.3)
_PAGE = (297 - 37 - 35) / 25.4 * 72  # points between the margins
_BODY, _BODY_LINE, _BODY_INDENT = 16.0, 28.0, 2
_SMALL, _SMALL_LINE, _LOWEST_ROW, _CELL_MARGINS = 10.5, 14.0, 23.0, 4.0
_TITLE = 36.0 + _BODY_LINE  # with the blank line below it
_CAPTION = 32.0
_AFTER_TABLE = 11.0
_SIGNATURE = 2 * _BODY_LINE
_SLACK = _BODY_LINE  # programs break lines a little differently
_USABLE = 0.94  # of a line: punctuation may not begin one


def room_for_rows(paragraphs: Iterable[str]) -> float:
    """Points that these paragraphs leave for the rows of the table below its heading."""
    text = sum(_lines("　" * _BODY_INDENT + text, TEXT_WIDTH / 20, _BODY) * _BODY_LINE for text in paragraphs)
    fixed = _TITLE + _CAPTION + _LOWEST_ROW + _AFTER_TABLE + _SIGNATURE + _SLACK
    return _PAGE - fixed - text


def row_points(texts: Iterable[str]) -> float:
    """Points that a row of the table takes."""
    widths = (weight * TEXT_WIDTH / 20 - _CELL_MARGINS for weight in WEIGHTS)
    lines = max(_lines(text, width, _SMALL) for text, width in zip(texts, widths, strict=True))
    return max(_LOWEST_ROW, lines * _SMALL_LINE + 2.5)


def _lines(text: str, width: float, size: float) -> int:
    return max(1, ceil(_breadth(text) * size / 2 / (width * _USABLE)))


def _breadth(text: str) -> int:
    """In halves of a Chinese character; quotation marks and dashes are as wide as one in Chinese fonts."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
