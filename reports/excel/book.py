"""Writing a workbook: the only module that knows xlsxwriter, so that every text, figure and formula goes through one door."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import xlsxwriter  # type: ignore[import-untyped]  # annotated, but ships no py.typed
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from reports.narrative.paper import clean_text

BODY, HEADING = "仿宋", "黑体"
# The same order gives the same bytes: a document says its date in its text, not in its properties.
_CREATED = datetime(2020, 1, 1)
_GB2312_CHARSET = 134  # makes a spreadsheet without the named font choose another Chinese one


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks, and whether a person may type into it."""

    size: float = 10.5
    font: str = BODY
    bold: bool = False
    align: Literal["left", "center", "right"] = "center"
    border: bool = True
    fill: str | None = None
    color: str | None = None
    locked: bool = True
    indent: int = 0
    is_text: bool = False
    is_date: bool = False
    is_share: bool = False  # a figure shown as per cent, which stays the share that it is
    mark: str = ""  # shown behind a figure, which stays a number


PLAIN = Style(border=False, align="left")
TITLE = Style(size=16, font=HEADING, border=False)
SUBTITLE = Style(border=False)
HEADED = Style(font=HEADING)


class _EmptyText(str):
    """The cached empty text of a formula.

    xlsxwriter leaves the type away for a value that equals '', and then nobody can tell a formula that shows nothing from
    one that was never calculated.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = str.__hash__


_EMPTY = _EmptyText()


class Sheet:
    """One sheet. Rows and columns count from zero; a text can't become a formula, a link or a number."""

    def __init__(self, book: Book, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter is untyped
        self._book = book
        self.raw = sheet

    def text(self, row: int, column: int, text: str, style: Style = PLAIN, rows: int = 1, columns: int = 1) -> None:
        """Writes a text, over several rows and columns where asked."""
        self._span(row, column, rows, columns, style)
        self.raw.write_string(row, column, _cleaned(text), self._book.format(style))

    def number(
        self, row: int, column: int, number: Decimal | None, style: Style, rows: int = 1, columns: int = 1
    ) -> None:
        """Writes a figure as a number; None leaves the cell blank."""
        self._span(row, column, rows, columns, style)
        if number is None:
            self.raw.write_blank(row, column, None, self._book.format(style))
        else:
            self.raw.write_number(row, column, _plain(number), self._book.format(style))

    def day(self, row: int, column: int, day: date | None, style: Style) -> None:
        """Writes a day as a date that a spreadsheet can compare; None leaves the cell blank."""
        if day is None:
            self.raw.write_blank(row, column, None, self._book.format(style))
        else:
            self.raw.write_datetime(row, column, datetime(day.year, day.month, day.day), self._book.format(style))

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        shown: Decimal | str | None,
        style: Style,
        rows: int = 1,
        columns: int = 1,
    ) -> None:
        """Writes a formula with what it shows, so that a reader that doesn't calculate sees it too."""
        self._span(row, column, rows, columns, style)
        value = _plain(shown) if isinstance(shown, Decimal) else shown or _EMPTY
        self.raw.write_formula(row, column, formula, self._book.format(style), value)

    def widths(self, widths: tuple[float, ...], start: int = 0) -> None:
        """Sets column widths in characters."""
        for column, width in enumerate(widths, start):
            self.raw.set_column(column, column, width)

    def alarm(self, first: tuple[int, int], last: tuple[int, int], beginning: str) -> None:
        """Turns the cells between two corners red as long as what they show begins so."""
        rule = {"type": "text", "criteria": "begins with", "value": beginning, "format": self._book.alarm}
        self.raw.conditional_format(*first, *last, rule)

    def page(self, *, landscape: bool, header_rows: tuple[int, int] | None = None) -> None:
        """A4, one page wide, centred, with page numbers; `header_rows` are repeated on every page."""
        if landscape:
            self.raw.set_landscape()
        self.raw.set_paper(9)
        self.raw.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        self.raw.center_horizontally()
        self.raw.fit_to_pages(1, 0)
        self.raw.set_footer("&C&9第 &P 页，共 &N 页")
        if header_rows is not None:
            self.raw.repeat_rows(*header_rows)

    def _span(self, row: int, column: int, rows: int, columns: int, style: Style) -> None:
        if rows > 1 or columns > 1:
            self.raw.merge_range(row, column, row + rows - 1, column + columns - 1, "", self._book.format(style))


class Book:
    """A workbook in the making, in memory."""

    def __init__(self, title: str) -> None:
        self._bytes = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._raw = xlsxwriter.Workbook(self._bytes, options)
        self._raw.set_properties({"title": _cleaned(title), "created": _CREATED})
        self._formats: dict[Style, Any] = {}
        self.alarm = self._raw.add_format({"bg_color": "#FF9C9C", "font_color": "#8B0000", "bold": True})

    def sheet(self, name: str) -> Sheet:
        """A new sheet behind the others."""
        sheet = self._raw.add_worksheet(name)
        sheet.hide_gridlines(2)
        return Sheet(self, sheet)

    def format(self, style: Style) -> Any:  # noqa: ANN401 - xlsxwriter is untyped
        """The workbook's format of a style, made once."""
        if style not in self._formats:
            self._formats[style] = self._raw.add_format(_properties(style))
        return self._formats[style]

    def content(self) -> bytes:
        """Finishes the workbook: the same calls give the same bytes."""
        self._raw.close()
        return self._bytes.getvalue()


def address(row: int, column: int) -> str:
    """`(5, 3)` is `D6`."""
    return str(xl_rowcol_to_cell(row, column))


@lru_cache(4096)  # the official labels come again in every workbook
def _cleaned(text: str) -> str:
    return "\n".join(clean_text(line) for line in text.split("\n"))


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _properties(style: Style) -> dict[str, object]:
    look = asdict(style)
    properties: dict[str, object] = {
        "font_name": look["font"],
        "font_size": look["size"],
        "font_charset": _GB2312_CHARSET,
        "bold": look["bold"],
        "align": look["align"],
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1 if look["border"] else 0,
        "locked": look["locked"],
        "indent": look["indent"],
    }
    if style.fill is not None:
        properties |= {"bg_color": style.fill, "pattern": 1}
    if style.color is not None:
        properties["font_color"] = style.color
    if style.is_text:
        properties["num_format"] = "@"
    if style.is_share:
        properties["num_format"] = "0.00%"
    if style.is_date:
        properties["num_format"] = "yyyy-mm-dd"
    if style.mark:
        properties["num_format"] = f'General"{style.mark}"'
    return properties
