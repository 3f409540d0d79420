"""Reports in traditional characters, read as if they were in simplified ones: labels and patterns are declared in those."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from transforms.document.document import Document, Line
from transforms.grid import Grid

# Frequent in every report, and written like this in traditional ones only.
_TELLING = frozenset("開報總計數處機關訴訟議會結轉請應務項條辦單號類規產與個為無業復複")
_LEAST = 8


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class _InTurn:
    """Taiwan's forms (著力), then Hong Kong's (衞生): the other way about 顯著 would come out wrong."""

    converters: tuple[_Converter, ...]

    def convert(self, text: str) -> str:
        for one in self.converters:
            text = one.convert(text)
        return text


@cache
def _converter() -> _Converter:
    from opencc import OpenCC  # its dictionaries take longer to load than most reports to read

    return _InTurn((OpenCC("tw2s"), OpenCC("hk2s")))


def simplified(document: Document) -> Document:
    """The document in simplified characters; as it is where hardly any of its characters are traditional."""
    written = [*document.titles, *(_text(block) for block in document.blocks)]
    if sum(letter in _TELLING for text in written for letter in text) < _LEAST:
        return document
    convert = _converter().convert
    return replace(
        document,
        blocks=tuple(_simplified(block) for block in document.blocks),
        titles=tuple(map(convert, document.titles)),
        sources=tuple(map(convert, document.sources)),
    )


def simplified_name(name: str) -> str:
    """A file name as simplified() would have it."""
    return _converter().convert(name) if any(letter in _TELLING for letter in name) else name


def _text(block: tuple[Line, str] | Grid) -> str:
    return "".join(text for _, _, text in block.texts) if isinstance(block, Grid) else block[0].text


def _simplified(block: tuple[Line, str] | Grid) -> tuple[Line, str] | Grid:
    convert = _converter().convert
    if not isinstance(block, Grid):
        return block[0]._replace(text=convert(block[0].text)), block[1]
    rows = [[convert(written) if isinstance(written, str) else written for written in row] for row in block.rows]
    return replace(block, rows=rows)
