"""workbook.xml of a unit's workbook: which part each sheet is, and a sheet put in front or taken out without breaking what counts sheets."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from lxml import etree
from lxml.etree import _Element

from reports.returned.package import WORKBOOK, NotEditableError, Package
from reports.returned.sheet import SheetXml

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PRINT_TITLES = "_xlnm.Print_Titles"


class BookXml:
    """The sheets of a package by name."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._root = package.root(WORKBOOK)
        sheets = self._root.find("{*}sheets")
        if sheets is None:
            raise NotEditableError("a workbook without sheets")
        self._sheets = sheets
        self._opened: dict[str, SheetXml] = {}

    @property
    def sheet_names(self) -> list[str]:
        """The worksheets in their order; charts on a sheet of their own are left out."""
        return [name for name, kind, _ in self._parts() if kind == "worksheet"]

    def part(self, name: str) -> str:
        """The part that a sheet is."""
        for known, _, part in self._parts():
            if known == name:
                return part
        raise NotEditableError(f"there is no sheet {name}")

    def sheet(self, name: str) -> SheetXml:
        """A worksheet, opened once."""
        if name not in self._opened:
            self._opened[name] = SheetXml(self.package.root(self.part(name)))
        return self._opened[name]

    @cached_property
    def shared_strings(self) -> list[str]:
        """The texts that cells name by number, without phonetic hints."""
        name = self.package.related(WORKBOOK, "sharedStrings")
        if name is None or name not in self.package:
            return []
        items = self.package.root(name).iterchildren("{*}si")
        return ["".join(t.text or "" for t in i.iterfind(".//{*}t") if not _is_phonetic(t)) for i in items]

    def insert_first(self, name: str, xml: bytes, header_row: int) -> None:
        """Puts a sheet in front and shows it: no other stays selected, or what is typed would go into both."""
        self._deselect()
        part = self.package.free_name("xl/worksheets/zwgkSheet{}.xml")
        self.package.add(part, xml, _SHEET_TYPE)
        used = {int(sheet.get("sheetId") or 0) for sheet in self._sheets}
        element = etree.Element(self._tag("sheet"), name=name, sheetId=str(max(used, default=0) + 1))
        element.set(f"{{{self.package.relation_base}}}id", self.package.relate(WORKBOOK, "worksheet", part))
        self._sheets.insert(0, element)
        self._renumber(lambda number: number + 1)
        self._define(_PRINT_TITLES, f"{quoted_sheet(name)}!${header_row}:${header_row}")

    def remove_sheet(self, name: str) -> None:
        """Takes a sheet out, with its part and the names that are its own."""
        part = self.part(name)
        [element] = [sheet for sheet in self._sheets if sheet.get("name") == name]
        place = list(self._sheets).index(element)
        self._sheets.remove(element)
        self.package.unrelate(WORKBOOK, part)
        self.package.remove(part)
        self._opened.pop(name, None)
        self._renumber(lambda number: None if number == place else number - (number > place))

    def free_sheet_name(self, wanted: str) -> str:
        """The name, or with a number behind it where the unit has a sheet of this name itself."""
        taken = {(sheet.get("name") or "").casefold() for sheet in self._sheets}
        names = [wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3))]
        return next(name for name in names if name.casefold() not in taken)

    def _parts(self) -> list[tuple[str, str, str]]:
        relations = {relation.id: relation for relation in self.package.relations(WORKBOOK)}
        found = []
        for sheet in self._sheets.iterchildren("{*}sheet"):
            named = next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
            if named in relations:
                found.append((sheet.get("name") or "", relations[named].kind, relations[named].target))
        return found

    def _deselect(self) -> None:
        selected = [part for _, _, part in self._parts() if b"tabSelected" in self.package.data(part)]
        for part in selected:
            for view in self.package.root(part).iterfind("{*}sheetViews/{*}sheetView"):
                view.attrib.pop("tabSelected", "")
        for view in self._root.iterfind("{*}bookViews/{*}workbookView"):
            for counted in ("activeTab", "firstSheet"):
                view.attrib.pop(counted, "")

    def _renumber(self, moved: Callable[[int], int | None]) -> None:
        """Names that belong to one sheet count the sheets from the first."""
        for element in list(self._root.iterfind("{*}definedNames/{*}definedName")):
            local = element.get("localSheetId")
            if local is not None:
                number = moved(int(local))
                if number is None:
                    element.getparent().remove(element)  # type: ignore[union-attr]
                else:
                    element.set("localSheetId", str(number))

    def _define(self, name: str, formula: str) -> None:
        names = self._root.find("{*}definedNames")
        if names is None:
            names = etree.Element(self._tag("definedNames"))
            before = [self._root.find(f"{{*}}{tag}") for tag in ("externalReferences", "functionGroups", "sheets")]
            next(element for element in before if element is not None).addnext(names)
        element = etree.Element(self._tag("definedName"), name=name, localSheetId="0")
        element.text = formula
        names.insert(0, element)

    def _tag(self, name: str) -> str:
        return f"{{{etree.QName(self._root).namespace}}}{name}"


def quoted_sheet(name: str) -> str:
    """A sheet's name as a reference has it."""
    return "'" + name.replace("'", "''") + "'"


def _is_phonetic(text: _Element) -> bool:
    return any(str(ancestor.tag).endswith("}rPh") for ancestor in text.iterancestors())
