"""Formulas without a value and error values in a sheet's XML: calamine shows both as an empty cell, so they are looked up here.

The plain form that Excel, WPS, LibreOffice, openpyxl and XlsxWriter write is searched as bytes; any other form is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from transforms.grid import Flaw, Place, parse_address

_NO_VALUE = re.compile(rb"</f>\s*(?:</c|<v\s*/|<v>\s*</v)")
_EMPTY_FORMULA = re.compile(rb"<f(?: [^>]*)?/>\s*(?:</c|<v\s*/|<v>\s*</v)")
_CELL = re.compile(rb"<c(?:\s([^>]*?))?(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Za-z]+[0-9]+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_FORMULA = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v\b[^>]*?(?:/>|>(.*?)</v>)", re.DOTALL)


def read_flaws(data: bytes) -> dict[Place, Flaw]:
    """The flaws of one sheet by place. `data` is the sheet's XML."""
    if not _is_plain(data):
        return dict(_parsed(data))
    if b't="e"' in data or _NO_VALUE.search(data) or _EMPTY_FORMULA.search(data):
        return dict(_searched(data) or _parsed(data))
    return {}


def _is_plain(data: bytes) -> bool:
    """A writer keeps to one form, so the first cell shows it."""
    first = data.find(b"<c ", data.find(b"<sheetData"))
    return b"<sheetData" in data and b"'" not in data[first : first + 30]


def _searched(data: bytes) -> list[tuple[Place, Flaw]] | None:
    """None where a cell with a flaw doesn't say where it stands: then it has to be counted."""
    found = []
    for cell in _CELL.finditer(data):
        attributes, inside = cell[1] or b"", cell[2] or b""
        if not inside and b't="e"' not in attributes:
            continue  # a blank with a format: there may be millions
        kind = _TYPE.search(attributes)
        written = (_content(part.search(inside)) for part in (_FORMULA, _VALUE))
        flaw = _judge(kind[1].decode() if kind else "n", *written)
        if flaw is not None:
            reference = _REFERENCE.search(attributes)
            if reference is None:
                return None
            found.append((parse_address(reference[1].decode()), flaw))
    return found


def _content(element: re.Match[bytes] | None) -> str | None:
    return None if element is None else unescape((element[1] or b"").decode(errors="replace"))


def _parsed(data: bytes) -> Iterator[tuple[Place, Flaw]]:
    row = column = -1
    for line in fromstring(data).iterfind(".//{*}sheetData/{*}row"):
        row, column = int(line.get("r", row + 2)) - 1, -1
        for cell in line.iterfind("{*}c"):
            at = parse_address(cell.attrib["r"]) if "r" in cell.attrib else (row, column + 1)
            row, column = at
            formula, value = cell.find("{*}f"), cell.find("{*}v")
            written = (None if part is None else part.text or "" for part in (formula, value))
            flaw = _judge(cell.get("t", "n"), *written)
            if flaw is not None:
                yield at, flaw


def _judge(kind: str, formula: str | None, value: str | None) -> Flaw | None:
    if kind == "e":
        return Flaw("error_value", (value or "").strip() or "#REF!")
    if formula is None or (value or "").strip():
        return None
    if kind == "str" and value is not None:
        return None  # the formula was calculated: its value is the empty string
    return Flaw("formula_without_value", f"={formula}" if formula else "公式")
