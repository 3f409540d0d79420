"""Formulas without a value and error values in .xls and .et: calamine shows both as an empty cell; here the records are read.

A formula's cached result may be `empty`, which Excel writes for a formula that gives the empty string, and what other programs
write for a formula that they never calculated. In a workbook where no formula at all has a value, nothing was calculated.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xlrd.compdoc import CompDoc

from transforms.errors import FileError
from transforms.grid import Flaw, Place

_BOUNDSHEET, _BOF, _EOF, _FORMULA, _BOOLERR, _FILEPASS, _DIMENSIONS = 0x85, 0x809, 0x0A, 0x06, 0x205, 0x2F, 0x200
_BEGIN = struct.pack("<H", _BOF)
_SHEET = struct.Struct("<IBB")
_PROGRAMS = (1, 6)  # sheets of Excel 4 macros, modules of Visual Basic
_EXTENT = struct.Struct("<IIHH")
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_HEADER, _CELL = struct.Struct("<HH"), struct.Struct("<HHH")
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_NOT_A_NUMBER = b"\xff\xff"
_ERROR_RESULT, _EMPTY_RESULT = 2, 3
_UNCALCULATED = Flaw("formula_without_value", "公式")


class _Silent:
    """xlrd writes remarks on odd files to a log; the child process has none."""

    def write(self, _text: str) -> int:
        return 0


def read_biff_flaws(content: bytes) -> list[dict[Place, Flaw]]:
    """The flaws of every sheet, in the order of the workbook.

    Raises FileError: F02 for a locked workbook, F04 for one with macros, Z00 for one whose sheets lie outside the file or are
    larger than sheets can be, on which calamine dies.
    """
    stream = _stream(content)
    starts = []
    for code, body in _records(stream, 0):
        if code == _FILEPASS:
            raise FileError("F02")
        if code == _BOUNDSHEET:
            start, _, kind = _SHEET.unpack_from(body)
            if kind in _PROGRAMS:
                raise FileError("F04")
            starts.append(start)
        elif code == _EOF:
            break
    if any(stream[start : start + 2] != _BEGIN for start in starts):
        raise FileError("Z00")
    found = [list(_sheet(stream, start)) for start in starts]
    states = [flaw for sheet in found for _, flaw in sheet if flaw is None or flaw is _UNCALCULATED]
    calculated = any(flaw is None for flaw in states)
    return [{at: flaw for at, flaw in sheet if flaw and not (calculated and flaw is _UNCALCULATED)} for sheet in found]


def _stream(content: bytes) -> bytes:
    document = CompDoc(content, logfile=_Silent())
    for name in ("Workbook", "Book"):
        memory, base, length = document.locate_named_stream(name)
        if memory:
            return bytes(memory[base : base + length])
    raise FileError("Z00")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        code, length = _HEADER.unpack_from(stream, at)
        yield code, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet(stream: bytes, start: int) -> Iterator[tuple[Place, Flaw | None]]:
    """Places with a flaw, and None for a formula that has a value. Charts embedded in the sheet are skipped."""
    depth = 0
    for code, body in _records(stream, start):
        depth += (code == _BOF) - (code == _EOF)
        if depth == 0:
            return
        if code == _DIMENSIONS and len(body) >= _EXTENT.size:
            _check_extent(body)
        elif depth == 1 and code in (_FORMULA, _BOOLERR) and len(body) >= 8:
            row, column, _ = _CELL.unpack_from(body)
            if code == _FORMULA:
                yield (row, column), _result(body[6:14])
            elif body[7] == 1:
                yield (row, column), Flaw("error_value", _ERRORS.get(body[6], "#REF!"))


def _check_extent(body: bytes) -> None:
    first_row, last_row, first_column, last_column = _EXTENT.unpack_from(body)
    if not (first_row <= last_row <= _MOST_ROWS and first_column <= last_column <= _MOST_COLUMNS):
        raise FileError("Z00")


def _result(cached: bytes) -> Flaw | None:
    if cached[6:8] != _NOT_A_NUMBER:
        return None
    if cached[0] == _ERROR_RESULT:
        return Flaw("error_value", _ERRORS.get(cached[2], "#REF!"))
    return _UNCALCULATED if cached[0] == _EMPTY_RESULT else None
