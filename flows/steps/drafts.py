"""Documents before they are written: what stands in each, and how it is written. One whose facts are those of a document that lies in a
former release is that document again, to the byte, so it is taken from there instead of being made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from warehouse.catalog.catalog import Catalog

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS, _SOURCES = ("flows/steps", "reports", "warehouse/catalog"), frozenset({".py", ".j2", ".css", ".js"})
_LIBRARIES = ("python-docx", "lxml", "xlsxwriter", "jinja2", "markupsafe")
_PLAIN = (str, int, float, bool, bytes, Decimal, type(None))
_MANIFEST, _RECORD = "manifest.json", ".made_from.json"
_LOOKED_AT = 12  # releases: a district's year of quarters, corrections, and the year itself
Writer = Callable[[Any, Catalog], bytes]


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to be written: `write` knows nothing but `facts` and the catalogue, so equal facts give equal bytes."""

    name: str
    write: Writer
    facts: object

    def content(self, catalog: Catalog) -> bytes:
        """The finished document."""
        return self.write(self.facts, catalog)


@dataclass(slots=True)
class Saved:
    """What saving came to: paths in order, for each name what it was made from, and which were taken from where they lay."""

    paths: list[Path] = field(default_factory=list)
    made_from: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents that were written before, by what they were made from: path and SHA-256. An empty one has all made anew."""

    places: Mapping[str, tuple[Path, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, releases: Path, documents: Path | None = None) -> Shelf:
        """What lies in the latest releases, and in a folder of documents that were written without one."""
        manifests = sorted(releases.glob(f"[0-9]*/{_MANIFEST}"))[-_LOOKED_AT:]
        records = [] if documents is None else sorted(documents.glob(f"*/{_RECORD}"))
        return cls({key: place for path in (*manifests, *records) for key, place in _noted(path)})

    def take(self, key: str) -> bytes | None:
        """The bytes of what was made from the same; None where there is none, or it is no longer what was written."""
        place = self.places.get(key)
        if place is None:
            return None
        try:
            content = place[0].read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == place[1] else None


def save_drafts(folder: Path, drafts: Iterable[Draft], catalog: Catalog, shelf: Shelf) -> Saved:
    """Saves the documents below a folder, those taken that were made before from the same."""
    saved = Saved()
    for draft in drafts:
        key = key_of(draft, catalog)
        content = shelf.take(key)
        if content is not None:
            saved.taken.add(draft.name)
        else:
            content = draft.content(catalog)
        path = folder / draft.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        saved.paths.append(path)
        saved.made_from[draft.name] = key
    return saved


def keep_record(folder: Path, saved: Saved) -> None:
    """Notes beside documents that belong to no release what they were made from, for the next time."""
    hashes = {name: {"sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()} for name in saved.made_from}
    text = json.dumps({"made_from": saved.made_from, "files": hashes}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _RECORD).write_text(text, encoding="utf-8")


def key_of(draft: Draft, catalog: Catalog) -> str:
    """Fingerprint of all that the bytes of a document come from: its facts, what writes it, the catalogue, the program."""
    writer = f"{draft.write.__module__}.{draft.write.__qualname__}"
    told = (program_fingerprint(), catalog.fingerprint, writer, spelled(draft.facts))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def spelled(value: object) -> object:
    """A value spelled out to its plain parts, in one order. Raises TypeError for what it does not know: nothing is passed over."""
    if type(value) in _PLAIN or isinstance(value, date):
        return value
    if isinstance(value, Enum):
        return type(value).__qualname__, value.name
    if isinstance(value, Mapping):
        return "map", [(spelled(key), spelled(one)) for key, one in value.items()]
    if isinstance(value, (set, frozenset)):
        return "set", sorted(repr(spelled(one)) for one in value)
    if isinstance(value, (list, tuple)):
        return [spelled(one) for one in value]
    return type(value).__qualname__, [(name, spelled(getattr(value, name))) for name in _parts(value)]


def _noted(record: Path) -> Iterator[tuple[str, tuple[Path, str]]]:
    """What a manifest or a record says of the files beside it; one that can't be read, or is of an earlier edition, says nothing."""
    try:
        noted = json.loads(record.read_text(encoding="utf-8"))
        for name, key in noted.get("made_from", {}).items():
            yield key, (record.parent / name, noted["files"][name]["sha256"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return


def _parts(value: object) -> Iterator[str]:
    if is_dataclass(value):
        return (one.name for one in fields(value))
    if isinstance(value, BaseModel):
        return iter(type(value).model_fields)
    raise TypeError(f"{type(value)} can't be spelled out")


@cache
def program_fingerprint() -> str:
    """Of the program that writes: its own files, and the versions of the libraries that its bytes come from."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in _LIBRARIES]).encode())
    for room in _ROOMS:
        for path in sorted((_ROOT / room).rglob("*")):
            if path.suffix in _SOURCES:
                digest.update(f"{path.relative_to(_ROOT).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()
