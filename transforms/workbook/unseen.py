"""What a person who looks at a sheet does not see: hidden rows and columns, and formulas that fetch their value from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from transforms.grid import Place, parse_address

_LINE = re.compile(rb"<(?:\w+:)?(row|col)\s([^>]*)")
_ATTRIBUTE = re.compile(rb"""\b(r|min|max|hidden)\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+[0-9]+)["'][^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)<"""
)
# [1]Sheet1!A1 is a cell of another workbook; the others ask a server or another program.
_ELSEWHERE = re.compile(r"\[[0-9]+\]|\bWEBSERVICE\(|\bRTD\(|\w\|.*!", re.IGNORECASE)
_MAY_FETCH = (b"[", b"WEBSERVICE", b"RTD(", b"|")
_TRUE = (b"1", b"true")
_WIDEST = 16_384


def read_hidden(data: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The hidden rows and columns of one sheet, counted from zero. `data` is the sheet's XML."""
    rows: set[int] = set()
    columns: set[tuple[int, int]] = set()
    for line in _LINE.finditer(data) if b"hidden" in data else ():
        attributes = dict(_ATTRIBUTE.findall(line[2]))
        if attributes.get(b"hidden", b"").lower() not in _TRUE:
            continue
        if line[1] == b"row" and attributes.get(b"r", b"").isdigit():
            rows.add(int(attributes[b"r"]) - 1)
        elif line[1] == b"col":
            first, last = (
                int(attributes[name]) if attributes.get(name, b"").isdigit() else 0 for name in (b"min", b"max")
            )
            columns.add((max(first, 1) - 1, min(last, _WIDEST)))
    return frozenset(rows), frozenset(_laid_together(columns))


def _laid_together(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Every number that lies in a range, once: a hostile sheet has ten thousands of ranges, each as wide as the sheet."""
    reached = 0
    for first, last in sorted(ranges):
        yield from range(max(first, reached), last)
        reached = max(reached, last)


def read_fetching(data: bytes) -> dict[Place, str]:
    """The formulas of one sheet whose value comes from another workbook, a server or another program, by place."""
    return dict(_fetching(data)) if any(sign in data for sign in _MAY_FETCH) else {}


def _fetching(data: bytes) -> Iterator[tuple[Place, str]]:
    for cell in _CELL.finditer(data):
        formula = unescape(cell[2].decode(errors="replace"))
        if _ELSEWHERE.search(formula):
            yield parse_address(cell[1].decode()), f"={formula}"
