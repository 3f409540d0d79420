"""Bounds on a sheet's XML, before a reader that allocates every cell between the first and the last one sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from transforms.errors import FileError

MOST_CELLS = 2_000_000
MOST_MERGES = 5_000
MOST_STYLES = 65_536
MOST_TEXT = 64 << 20
_SUSPECT = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3,}[0-9]|[A-Za-z]*[0-9]{5,})""")
_TAG = re.compile(rb"""<(?:[^\s<>:/]+:)?(row|c)\b([^>]*)>(</)?""")
_ITEM_END = re.compile(rb"</(?:\w+:)?si>")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
# A cell as office programs write it, with its place; without one for any other form of it.
_USUAL_CELL = re.compile(rb"""<c(?: r="([A-Z]+[0-9]+)"|[\s/>])""")
_ANY_CELL = re.compile(rb"""<(?:[^\s<>:/]+:)?c\s[^<>]*?\br\s*=\s*["']([A-Za-z]+[0-9]+)["']""")
_PREFIXED = re.compile(rb":c[\s/>]")
_NEAR = 3  # letters of a place such as ZZ9 or A99: a sheet where each cell tells such a place has none far away
_MERGE, _MERGES, _STRING = b"mergeCell", b"mergeCells", b' t="s"'
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576


def check_sheet(data: bytes) -> None:
    """Refuses a sheet whose cells lie too far apart or stand twice, or with too many merged ranges: FileError X01, X02, X05."""
    if len(data) > MOST_MERGES * len(_MERGE) and (merges := data.count(_MERGE) - data.count(_MERGES)) > MOST_MERGES:
        raise FileError("X02", f"{merges} 处")
    places = _USUAL_CELL.findall(data)
    is_usual = b"" not in places and _PREFIXED.search(data) is None
    if not (is_usual and max(map(len, places), default=0) <= _NEAR) and _SUSPECT.search(data):
        _check_extent(data)
    _check_once(places if is_usual else [place.upper() for place in _ANY_CELL.findall(data)])


def _check_once(places: Sequence[bytes]) -> None:
    """Of a cell that stands twice, one reader takes the first value and another the last."""
    if len(set(places)) != len(places):
        seen: set[bytes] = set()
        twice = next(place for place in places if place in seen or seen.add(place))  # type: ignore[func-returns-value]
        raise FileError("X05", twice.decode())


def check_styles(data: bytes) -> None:
    """Refuses more formats than a workbook can have: every reader goes through them all. FileError X06."""
    if (styles := data.count(b"<xf") + data.count(b":xf")) > MOST_STYLES:
        raise FileError("X06", f"{styles} 种")


def _check_extent(data: bytes) -> None:
    """Blank cells and rows may lie anywhere: spreadsheets write their formats, and readers skip them."""
    last_row = last_column = row = column = 0
    for tag in _TAG.finditer(data):
        letters, digits = _reference(tag[2])
        if tag[1] == b"row":
            row, column = int(digits or row + 1), 0
            continue
        row, column = int(digits or row), _column(letters) if letters else column + 1
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise FileError("X01", "有的单元格地址超出了表格的最大范围")
        if not tag[2].endswith(b"/") and tag[3] is None:
            last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row * last_column > MOST_CELLS:
            raise FileError("X01", f"内容一直到第 {last_row} 行、第 {last_column} 列")


def _reference(attributes: bytes) -> tuple[bytes, bytes]:
    found = _REFERENCE.search(attributes)
    return (found[1], found[2]) if found else (b"", b"")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def check_strings(strings: bytes, sheets: Iterable[bytes]) -> None:
    """Refuses shared strings that would fill the memory, as every reference gets a copy of its own: FileError X03."""
    sheets = list(sheets)
    if len(strings) * sum(map(len, sheets)) // len(_STRING) <= MOST_TEXT:
        return
    references = sum(sheet.count(_STRING) + sheet.count(_STRING.replace(b'"', b"'")) for sheet in sheets)
    longest = max(map(len, _ITEM_END.split(strings)))
    if longest * references > MOST_TEXT:
        raise FileError("X03", f"最长的一段约 {longest:,} 字节，引用 {references:,} 次")
