"""The styles of a unit's workbook: a cell's own format with another fill, and back again; nothing that was there is changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element

from reports.returned.package import WORKBOOK, NotEditableError, Package

Fill = Mapping[str, str]  # the attributes of a plain fill's colour; empty for no fill
_MINIMAL = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<fonts><font/></fonts><fills><fill/><fill/></fills><borders><border/></borders>"
    b"<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/></cellXfs></styleSheet>"
)
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_COLOUR = re.compile(r"[0-9A-Fa-f.+\-]{1,24}")
COLOUR_KEYS = ("rgb", "theme", "tint", "indexed")


class Styles:
    """styles.xml. Formats are named by their number in `cellXfs`, as cells name them."""

    def __init__(self, package: Package) -> None:
        self._root = package.root(_styles_part(package))
        self.namespace = str(etree.QName(self._root).namespace)
        self._formats = self._list("cellXfs")
        self._fills = self._list("fills")
        self._known: dict[tuple[int, str], int] = {}

    def filled(self, style: int, fill: Fill) -> int:
        """The format like this one but for its fill."""
        key = style, repr(sorted(fill.items()))
        if key not in self._known:
            copy = deepcopy(self._format(style))
            copy.set("fillId", str(self._fill_number(fill)))
            copy.set("applyFill", "1")
            self._known[key] = self._append(self._formats, copy)
        return self._known[key]

    def fill_of(self, style: int) -> Fill:
        """The colour of a format's plain fill."""
        number = int(self._format(style).get("fillId") or 0)
        pattern = self._fills[number].find("{*}patternFill") if number < len(self._fills) else None
        if pattern is None or pattern.get("patternType") != "solid":
            return {}
        colour = pattern.find("{*}fgColor")
        return {} if colour is None else {key: value for key in COLOUR_KEYS if (value := colour.get(key)) is not None}

    def filled_with(self, colours: frozenset[str]) -> frozenset[int]:
        """The formats whose fill is one of these colours (RRGGBB)."""
        return frozenset(
            n for n in range(len(self._formats)) if (self.fill_of(n).get("rgb") or "").upper()[-6:] in colours
        )

    def new_format(self, *, font: str, border: str = "", fill: Fill | None = None, alignment: str = "") -> int:
        """A format of our own; font, border and alignment as the inside of their elements."""
        numbers = {
            "fontId": self._append(self._list("fonts"), self._parsed(f"<font>{font}</font>")),
            "borderId": self._append(self._list("borders"), self._parsed(f"<border>{border}</border>")),
            "fillId": self._fill_number(fill or {}),
        }
        written = " ".join(f'{name}="{number}"' for name, number in numbers.items())
        applied = 'applyFont="1" applyBorder="1" applyFill="1" applyAlignment="1"'
        return self._append(
            self._formats, self._parsed(f'<xf numFmtId="0" xfId="0" {written} {applied}>{alignment}</xf>')
        )

    def _fill_number(self, fill: Fill) -> int:
        if not fill:
            return 0
        for value in fill.values():
            if not _COLOUR.fullmatch(value):
                raise NotEditableError("a fill has no colour")
        colour = " ".join(f'{key}="{value}"' for key, value in fill.items())
        wanted = (
            f'<fill><patternFill patternType="solid"><fgColor {colour}/><bgColor indexed="64"/></patternFill></fill>'
        )
        return self._append(self._fills, self._parsed(wanted))

    def _format(self, style: int) -> _Element:
        if not 0 <= style < len(self._formats):
            raise NotEditableError(f"there is no format {style}")
        return self._formats[style]

    def _list(self, name: str) -> _Element:
        found = self._root.find(f"{{*}}{name}")
        if found is None:
            raise NotEditableError(f"styles without {name}")
        return found

    def _parsed(self, text: str) -> _Element:
        return etree.fromstring(f'<z xmlns="{self.namespace}">{text}</z>')[0]

    @staticmethod
    def _append(where: _Element, element: _Element) -> int:
        where.append(element)
        where.set("count", str(len(where)))
        return len(where) - 1


def _styles_part(package: Package) -> str:
    """The part with the styles; some programs write none."""
    name = package.related(WORKBOOK, "styles")
    if name is not None and name in package:
        return name
    name = package.free_name("xl/zwgkStyles{}.xml")
    package.add(name, _MINIMAL, _STYLES_TYPE)
    package.relate(WORKBOOK, "styles", name)
    return name
