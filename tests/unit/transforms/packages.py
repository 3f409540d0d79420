"""Zip packages made by hand: a workbook with one member changed, and what no office program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tests.unit.transforms.official import Piece, Sheet, openpyxl_bytes

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def plain_workbook() -> bytes:
    return openpyxl_bytes([Sheet.of("Sheet1", [Piece(0, 0, 1)])])


def repacked(content: bytes, changed: Mapping[str, bytes], dropped: str | None = None) -> bytes:
    """The package with members replaced, added or dropped."""
    members = {name: data for name, data in unpacked(content).items() if name != dropped}
    return packed(members | dict(changed))


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """A package that is the same whenever it is made: tests are named by their values, in each process alike."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def with_rows(rows: str, after: str = "") -> bytes:
    """A workbook whose only sheet holds these rows, as XML."""
    sheet = f'<worksheet xmlns="{_NAMESPACE}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return repacked(plain_workbook(), {SHEET: sheet.encode()})


def prefixed_rows(rows: str) -> bytes:
    """The same with a prefix before every element, as some libraries write it."""
    prefixed = rows.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    sheet = f'<x:worksheet xmlns:x="{_NAMESPACE}"><x:sheetData>{prefixed}</x:sheetData></x:worksheet>'
    return repacked(plain_workbook(), {SHEET: sheet.encode()})
