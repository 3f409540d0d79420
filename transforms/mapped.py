"""Older versions of the unit's workbook, read by declared addresses: each value only where the labels declared beside it stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from transforms.grid import Grid, Place, address, parse_address
from transforms.labels import Lexicon, lexicon_of
from transforms.numbers import Reader
from transforms.page import Problem
from transforms.recognise.tables import ReadCell, Recognised, read_place
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.templates import MappedCell, TemplateVersion


def version_of(grids: Sequence[Grid], stamp: Mapping[str, str], catalog: Catalog) -> TemplateVersion | None:
    """The declared version that the stamp names, or whose signature stands where it should."""
    declared = catalog.templates.version(stamp.get("template_version"))
    if declared is not None:
        return declared
    return next((version for version in catalog.templates.versions if _is_signed(version, grids)), None)


def _is_signed(version: TemplateVersion, grids: Sequence[Grid]) -> bool:
    grid = _sheet(version, grids)
    if grid is None or not version.signature:
        return False
    return all(grid.text_at(*parse_address(at)).strip() == text for at, text in version.signature.items())


def _sheet(version: TemplateVersion, grids: Sequence[Grid]) -> Grid | None:
    return next((grid for grid in grids if grid.name == version.sheet), None)


def read_mapped(version: TemplateVersion, grids: Sequence[Grid], catalog: Catalog, read: Reader) -> Recognised:
    """The cells of a mapped version, in the order of its map."""
    grid = _sheet(version, grids)
    if grid is None:
        detail = f"模板版本 {version.version} 应有工作表“{version.sheet}”，文件中没有。"
        return Recognised(version.edition, [], [Problem("FILE-LABEL", detail)])
    edition = catalog.edition(version.edition or "")
    lexicon = lexicon_of(catalog)
    cells: list[ReadCell] = []
    problems: list[Problem] = []
    for mapped in version.cells:
        moved = list(_moved(mapped, grid, lexicon))
        problems += moved
        if not moved:
            place = parse_address(mapped.address)
            reading = read_place(grid, place, read, edition.by_code[mapped.cell_code].unit)
            cells.append((mapped.cell_code, *reading, grid.name, mapped.address))
    return Recognised(edition.edition, cells, problems)


def _moved(mapped: MappedCell, grid: Grid, lexicon: Lexicon) -> Iterator[Problem]:
    """A label that does not stand where the map says: its value is not read."""
    expected = ((mapped.label_address, mapped.label), (mapped.column_label_address, mapped.column_label))
    for at, label in expected:
        if at:
            place: Place = parse_address(at)
            text = grid.text_at(*place)
            if lexicon.key(text) != lexicon.key(label):
                detail = f"此处应为“{label}”，实际是“{text}”，对应的数据（{mapped.address}）没有计入。"
                yield Problem("FILE-LABEL", detail, grid.name, address(place), text)
                return
