"""A grid: what stands in a sheet or a printed table, addressed from A1. Every source of tables is brought into this one form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

from transforms.layout import Layout

Place = tuple[int, int]
Raw = object
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@cache
def column_letters(column: int) -> str:
    """`A` for 0, `AB` for 27."""
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@lru_cache(maxsize=1 << 14)
def address(place: Place) -> str:
    """`C9` for row 8, column 2, both counted from zero."""
    return f"{column_letters(place[1])}{place[0] + 1}"


def parse_address(text: str) -> Place:
    """The place of `C9`. Raises ValueError."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is no cell address")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class Flaw(NamedTuple):
    """A cell that has no value although it isn't blank; `text` is the formula or the error."""

    state: Literal["formula_without_value", "error_value"]
    text: str


@dataclass(frozen=True)
class Grid:
    """One sheet: `rows[row][column]` as read, `''` where nothing stands; `spans` gives the last place of a merged range, `layout` what it
    has in common with other sheets, where that was looked for.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    spans: Mapping[Place, Place] = field(default_factory=dict)
    flaws: Mapping[Place, Flaw] = field(default_factory=dict)
    is_visible: bool = True
    layout: Layout | None = field(default=None, kw_only=True)

    def at(self, row: int, column: int) -> Raw:
        """What stands there; `''` outside the grid too."""
        try:
            return self.rows[row][column] if row >= 0 <= column else ""
        except IndexError:
            return ""

    def is_blank(self, row: int, column: int) -> bool:
        """Nothing written and no flaw."""
        written = self.at(row, column)
        return (row, column) not in self.flaws and (written == "" or (isinstance(written, str) and not written.strip()))

    @cached_property
    def texts(self) -> list[tuple[int, int, str]]:
        """Every text with its row and column, row by row."""
        return [
            (row, column, written)
            for row, line in enumerate(self.rows)
            for column, written in enumerate(line)
            if written and type(written) is str
        ]

    def place_name(self, place: Place) -> tuple[str, str]:
        """Where a person finds the place: the sheet, and the address on it."""
        return self.name, address(place)

    def text_at(self, row: int, column: int) -> str:
        """What stands there as one would write it down."""
        return written_text(self.at(row, column))


def written_text(raw: Raw) -> str:
    """A value as one would write it: `12` for 12.0, without exponent or trailing zeros."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return str(raw).upper() if isinstance(raw, bool) else str(raw)
