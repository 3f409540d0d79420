"""A saved .xlsx changed by one cell, everything else left as it is: how a person spoils a sheet that has formulas in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import escape

from flows.demo.books import Value

_Writing = Callable[[str, str], str]  # from a cell's style attribute and inside to the new cell
_NAME = re.compile(r'<sheet name="(?P<name>[^"]*)"')


def overwrite(content: bytes, sheet: str, address: str, value: Value) -> bytes:
    """Types a value over a cell, over its formula too."""
    if isinstance(value, str):
        kind, inside = ' t="inlineStr"', f"<is><t>{escape(value)}</t></is>"
    else:
        kind, inside = "", f"<v>{value}</v>"
    return _replace(content, sheet, address, lambda style, _: f'<c r="{address}"{style}{kind}>{inside}</c>')


def forget_value(content: bytes, sheet: str, address: str) -> bytes:
    """Leaves a formula without its calculated value, as some programs save it."""

    def formula_only(style: str, inside: str) -> str:
        formula = re.search(r"<f>.*?</f>", inside)
        if formula is None:
            raise ValueError(f"{sheet}!{address} holds no formula")
        return f'<c r="{address}"{style}>{formula[0]}</c>'

    return _replace(content, sheet, address, formula_only)


def _replace(content: bytes, sheet: str, address: str, written: _Writing) -> bytes:
    member = _member(content, sheet)
    cell = re.compile(rf'<c r="{address}"(?P<style> s="\d+")?[^>]*?(?:/>|>(?P<inside>.*?)</c>)')
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == member:
                text, count = cell.subn(lambda m: written(m["style"] or "", m["inside"] or ""), data.decode(), count=1)
                if count != 1:
                    raise ValueError(f"{sheet}!{address} is not in the file")
                data = text.encode()
            new.writestr(item, data)
    return saved.getvalue()


def _member(content: bytes, sheet: str) -> str:
    """The sheets of a workbook that was written in one go are numbered in the order of their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = _NAME.findall(book.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
