"""A workbook's bytes as sheets of values with their true addresses, by calamine, and what calamine cannot tell apart from blank."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from transforms.errors import FileError
from transforms.files.gate import XLS, Admitted, admit
from transforms.files.sheet_bounds import MOST_CELLS
from transforms.grid import Flaw, Grid, Place
from transforms.workbook.biff import read_biff_flaws
from transforms.workbook.flaws import read_flaws
from transforms.workbook.unseen import read_fetching, read_hidden

MOST_SHEETS = 60
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class SheetGrid(Grid):
    """A worksheet, with what a person who looks at it doesn't see: hidden lines, formulas that fetch from elsewhere."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    fetching: Mapping[Place, str] = field(default_factory=dict)


Unseen = tuple[frozenset[int], frozenset[int], Mapping[Place, str]]
_ALL_SEEN: Unseen = (frozenset(), frozenset(), {})


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order; `media_type` is what the content is, whatever the file was called."""

    media_type: str
    sheets: tuple[SheetGrid, ...]


def read_workbook(content: bytes) -> Workbook:
    """Every worksheet of an .xlsx, .xls or .et. Raises FileError, and nothing else, for content that cannot be read."""
    try:
        admitted = admit(content)
        return Workbook(admitted.media_type, tuple(_sheets(content, admitted)))
    except FileError:
        raise
    except PasswordError as locked:
        raise FileError("F02") from locked
    except MemoryError as full:
        raise FileError("P92") from full
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as broken:  # a panic inside calamine is no Exception
        raise FileError("Z99", type(broken).__name__) from broken


def _sheets(content: bytes, admitted: Admitted) -> Iterator[SheetGrid]:
    old_flaws = dict(enumerate(read_biff_flaws(content))) if admitted.media_type == XLS else None
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    known = book.sheets_metadata
    names = [sheet.name.strip().casefold() for sheet in known]
    if not known:
        raise FileError("F05")
    if len(known) > MOST_SHEETS:
        raise FileError("X04", f"多达 {len(known)} 张")
    if len(set(names)) != len(names):
        raise FileError("X04", "有重名的工作表")
    flaws, unseen = _by_index(admitted, known) if old_flaws is None else (old_flaws, {})
    for index, sheet in enumerate(known):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            visible = sheet.visible == SheetVisibleEnum.Visible
            read = book.get_sheet_by_index(index)
            yield _grid(read, flaws.get(index, {}), visible, unseen.get(index, _ALL_SEEN))


def _grid(sheet: CalamineSheet, flaws: Mapping[Place, Flaw], is_visible: bool, unseen: Unseen) -> SheetGrid:
    height, width = sheet.total_height + 1, sheet.total_width + 1
    if height * width > MOST_CELLS:
        raise FileError("X01", f"“{sheet.name}”的内容一直到第 {height} 行、第 {width} 列")
    rows = sheet.to_python(skip_empty_area=False)
    return SheetGrid(sheet.name, rows, dict(sheet.merged_cell_ranges or ()), flaws, is_visible, *unseen)


def _by_index(admitted: Admitted, known: list[SheetMetadata]) -> tuple[dict[int, dict[Place, Flaw]], dict[int, Unseen]]:
    """Flaws and unseen things of an .xlsx by the index of their sheet."""
    flaws = {name: read_flaws(data) for name, data in admitted.sheets.items()}
    unseen = {name: (*read_hidden(data), read_fetching(data)) for name, data in admitted.sheets.items()}
    if not any(flaws.values()) and not any(map(any, unseen.values())):
        return {}, {}
    order = list(enumerate(_sheet_order(admitted.members, known)))
    return (
        {index: flaws.get(member, {}) for index, member in order},
        {index: unseen.get(member, _ALL_SEEN) for index, member in order},
    )


def _sheet_order(members: Mapping[str, bytes], known: list[SheetMetadata]) -> list[str]:
    """The member that holds each sheet; needed only where a flaw has to be put on its sheet."""
    targets = {}
    for relation in _RELATION.finditer(members["xl/_rels/workbook.xml.rels"]):
        attributes = _attributes(relation[1])
        target = attributes["Target"]
        targets[attributes["Id"]] = target[1:] if target.startswith("/") else f"xl/{target.removeprefix('./')}"
    sheets = [_attributes(sheet[1]) for sheet in _SHEET.finditer(members["xl/workbook.xml"])]
    if [sheet["name"] for sheet in sheets] != [sheet.name for sheet in known]:
        raise FileError("Z02", "工作表目录前后不一致")
    return [targets[_relation_id(sheet)] for sheet in sheets]


def _attributes(text: bytes) -> dict[str, str]:
    return {match[1].decode(): unescape((match[2] or match[3] or b"").decode()) for match in _ATTRIBUTE.finditer(text)}


def _relation_id(sheet: Mapping[str, str]) -> str:
    return next(value for name, value in sheet.items() if name == "id" or name.endswith(":id"))
