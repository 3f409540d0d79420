"""A workbook's file as its parts: what is not changed here goes out byte for byte as it came.

Edited as XML and not through a spreadsheet library: openpyxl drops every calculated value, pictures in headers, rich text and
whatever else it doesn't model, and a total without its value is an error when the unit sends the workbook in again.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

WORKBOOK = "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_PACKAGE_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class NotEditableError(ValueError):
    """The workbook is put together in a way that can't be edited safely; the message says how."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its id, the last word of its type, and the part that it leads to."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of an .xlsx by name. Part names compare without regard to case, as the format has it."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._members = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        self._names = {name.casefold(): name for name in self._members}
        self._trees: dict[str, _Element] = {}
        self._read_as: dict[str, bytes] = {}
        if WORKBOOK not in self._members:
            raise NotEditableError(f"there is no {WORKBOOK}")

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def data(self, name: str) -> bytes:
        """A part's bytes as they came. Raises NotEditableError where there is no such part."""
        try:
            return self._members[self._names[name.casefold()]]
        except KeyError as missing:
            raise NotEditableError(f"there is no part {name}") from missing

    def mentions(self, text: str) -> bool:
        """Whether a text stands in any part as it came: quicker than to open them all."""
        return any(text.encode() in data for data in self._members.values())

    def root(self, name: str) -> _Element:
        """A part as XML, to be read and changed: where it was changed, it is written anew at the end."""
        key = name.casefold()
        if key not in self._trees:
            self._trees[key] = parsed(self.data(name))
            self._read_as[key] = serialised(self._trees[key])
        return self._trees[key]

    def replace(self, name: str, data: bytes) -> None:
        """Other bytes for a part."""
        self._members[self._names[name.casefold()]] = data

    def add(self, name: str, data: bytes, content_type: str | None = None) -> None:
        """A new part; without a content type it has that of its extension."""
        self._members[name], self._names[name.casefold()] = data, name
        if content_type is not None:
            types = self.root(_TYPES)
            etree.SubElement(types, _like(types, "Override"), PartName=f"/{name}", ContentType=content_type)

    def remove(self, name: str) -> None:
        """Takes a part out, with its content type and its relationships."""
        for gone in (name, _relations_of(name)):
            if gone in self:
                del self._members[self._names.pop(gone.casefold())]
                self._trees.pop(gone.casefold(), None)
        for override in self.root(_TYPES).iterchildren("{*}Override"):
            if (override.get("PartName") or "").casefold() == f"/{name}".casefold():
                self.root(_TYPES).remove(override)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Says what files of an extension are."""
        types = self.root(_TYPES)
        known = {(default.get("Extension") or "").casefold() for default in types.iterchildren("{*}Default")}
        if extension not in known:
            types.insert(0, etree.Element(_like(types, "Default"), Extension=extension, ContentType=content_type))

    def free_name(self, pattern: str) -> str:
        """The first name of a numbered pattern that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relations(self, source: str) -> list[Relation]:
        """The relationships of a part to other parts of the package."""
        name = _relations_of(source)
        return list(_relations(self.root(name), source)) if name in self else []

    def related(self, source: str, kind: str) -> str | None:
        """The part that a relationship of this kind leads to."""
        return next((relation.target for relation in self.relations(source) if relation.kind == kind), None)

    def relate(self, source: str, kind: str, target: str) -> str:
        """A new relationship, typed as the workbook's own are; gives its id."""
        name = _relations_of(source)
        if name not in self:
            empty = f'<Relationships xmlns="{_PACKAGE_NAMESPACE}"/>'.encode()
            self.add(name, empty, None if self._knows_relationships() else _RELATIONSHIPS)
        relations = self.root(name)
        used = {relation.get("Id") for relation in relations}
        new = next(id_ for n in range(1, len(used) + 2) if (id_ := f"rIdZwgk{n}") not in used)
        etree.SubElement(
            relations,
            _like(relations, "Relationship"),
            Id=new,
            Type=f"{self.relation_base}/{kind}",
            Target=f"/{target}",
        )
        return new

    def unrelate(self, source: str, target: str) -> None:
        """Takes away every relationship of a part to another."""
        gone = {relation.id for relation in self.relations(source) if relation.target.casefold() == target.casefold()}
        relations = self.root(_relations_of(source))
        for element in list(relations):
            if element.get("Id") in gone:
                relations.remove(element)

    @property
    def relation_base(self) -> str:
        """What the types of relationships begin with: not the same in the strict variant of the format."""
        for relation in self.root(_relations_of(WORKBOOK)):
            base, _, kind = (relation.get("Type") or "").rpartition("/")
            if kind == "worksheet":
                return base
        return _OFFICE_RELATIONS

    def content(self) -> bytes:
        """The file again: the same parts give the same bytes."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._members.items():
                entry = zipfile.ZipInfo(name)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
                archive.writestr(entry, self._written(name.casefold()) or data)
        return written.getvalue()

    def _written(self, key: str) -> bytes | None:
        """A changed part's bytes; None for one that is as it came."""
        if key not in self._trees:
            return None
        written = serialised(self._trees[key])
        return None if written == self._read_as[key] else written

    def _knows_relationships(self) -> bool:
        defaults = self.root(_TYPES).iterchildren("{*}Default")
        return any((default.get("Extension") or "").casefold() == "rels" for default in defaults)


def parsed(data: bytes) -> _Element:
    """XML from outside: nothing is fetched, no entity is expanded, and what is no XML is a NotEditableError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise NotEditableError(f"XML: {broken}") from broken


def serialised(root: _Element) -> bytes:
    """A part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local_name(element: _Element) -> str:
    """The tag without its namespace; empty for a comment or an instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _like(root: _Element, name: str) -> str:
    """A tag in the namespace of another element."""
    return f"{{{etree.QName(root).namespace}}}{name}"


def _relations(root: _Element, source: str) -> Iterator[Relation]:
    for element in root.iterchildren("{*}Relationship"):
        if element.get("TargetMode") != "External":
            kind = (element.get("Type") or "").rpartition("/")[2]
            yield Relation(element.get("Id") or "", kind, _resolved(source, element.get("Target") or ""))


def _resolved(source: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _relations_of(name: str) -> str:
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
