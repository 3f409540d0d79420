"""What a source answered, page by page, and the one way in which it is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from warehouse.catalog.portal import PortalWords


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of a source's answer: `url` that it came from in the end, `number` from 1."""

    url: str
    number: int
    content: bytes

    @property
    def name(self) -> str:
        """The file's own name."""
        return unquote(urlsplit(self.url).path.rpartition("/")[2])

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return f"第{self.number}页"


class Row(NamedTuple):
    """One row of an answer: where it stands, and its declared fields as written; None where there is nothing."""

    place: str
    values: Mapping[str, object]


class DamageError(Exception):
    """An answer that is not believed; `code` names the way (portal/faults.yaml), `known` fills its message."""

    def __init__(self, code: str, **known: object) -> None:
        super().__init__(code, known)
        self.code = code
        self.known = known

    def sentence(self, words: PortalWords) -> str:
        """What the office is told."""
        return words.sentence(self.code, **self.known)
