"""The running text of a report: its paragraphs in order, each with the section of the report that it stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from transforms.document.document import Line
from transforms.grid import Grid, Place
from transforms.labels import Lexicon
from warehouse.catalog.catalog import Catalog

SECTIONS = "一二三四五六"
_HEADING = re.compile(r"^(?:第)?([一二三四五六])(?:部分)?[、.,:\s]")
_MOST_SKIPPED = 3
TableRows = Mapping[str, Set[int]]


class Paragraph(NamedTuple):
    """One paragraph; `section` is 一 to 六, empty before the first. `place` is `第12段`, or `Sheet1!A3` in a workbook."""

    number: int
    section: str
    place: str
    text: str
    is_heading: bool = False
    is_link: bool = False


def read_paragraphs(
    blocks: Iterable[tuple[Line, str] | Grid], tables: TableRows, catalog: Catalog, lexicon: Lexicon
) -> Iterator[Paragraph]:
    """Lines that belong to no statutory table. `tables` has the rows of each sheet that figures were read from."""
    titles = {lexicon.key(title): title[0] for edition in catalog.editions for title in edition.sections}
    section, number = "", 0
    for block in blocks:
        if isinstance(block, Grid):
            for _, _, text in block.texts:
                section = _section(text, section, titles, lexicon, is_line=False)
            continue
        line, place = block
        is_line = not _is_in_table(place, line.text, tables, lexicon)
        section = _section(line.text, section, titles, lexicon, is_line=is_line)
        if not is_line:
            continue
        number += 1
        yield Paragraph(number, section, place, line.text, line.role == "heading", line.role == "link")


def _section(text: str, section: str, titles: Mapping[str, str], lexicon: Lexicon, *, is_line: bool = True) -> str:
    """The section that a heading begins. They come in order: 一、 inside section three begins nothing, nor does a row of T3."""
    found = _HEADING.match(unicodedata.normalize("NFKC", text).strip()) if is_line else None
    begun = titles.get(lexicon.key(text)) or (found[1] if found else None)
    if begun is None:
        return section
    further = SECTIONS.index(begun) - (SECTIONS.index(section) if section else -1)
    return begun if 0 < further <= _MOST_SKIPPED else section


def _is_in_table(place: str, text: str, tables: TableRows, lexicon: Lexicon) -> bool:
    """In a workbook the tables' own labels are lines as well."""
    sheet, mark, address = place.rpartition("!")
    if not mark:
        return False
    row = int("".join(filter(str.isdigit, address)))
    return row in tables.get(sheet, ()) or bool(lexicon.senses(text)) or not lexicon.key(text)


def rows_of(places: Iterable[tuple[Grid, Place]]) -> TableRows:
    """Rows of a workbook, counted from one, in which figures stand."""
    rows: dict[str, set[int]] = {}
    for grid, place in places:
        rows.setdefault(grid.name, set()).add(place[0] + 1)
    return rows
