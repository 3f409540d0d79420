"""What a disk holds after its power went, laid out from a record of all changes: of each file the bytes as of its last sync, and of the
later writes whichever happened to get there.

Two kinds of disk. An `ordered` one keeps names as ext4 and XFS do: in their order, and none is lost that came before a sync of
anything. A `strict` one keeps only what POSIX promises: of each folder the names up to its own sync, then as many as got there.
Writes that were not synced are each kept, lost or torn at 512 bytes; one that makes a file longer arrives from its front on.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faulty_disk import Change

_SECTOR = 512
_KEPT, _TORN = 0.4, 0.7


@dataclass(slots=True)
class _File:
    source: Path | None = None
    durable: bytes = b""
    later: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, offset: int, content: bytes | None) -> None:
        """A write, or with None that the file now ends at `offset`."""
        if self.source is not None:
            self.durable, self.source = self.source.read_bytes(), None
        self.later.append((offset, content))

    def sync(self) -> None:
        for offset, content in self.later:
            self.durable = _written(self.durable, offset, content)
        self.later.clear()

    def after_crash(self, drawn: random.Random) -> bytes:
        content = self.durable
        for offset, written in self.later:
            fate = drawn.random()
            if fate < _KEPT:
                content = _written(content, offset, written)
            elif fate < _TORN and written:
                content = _torn(content, offset, written, drawn)
        return content


@dataclass(slots=True)
class _Folder:
    live: dict[str, _Node] = field(default_factory=dict)
    durable: dict[str, _Node] = field(default_factory=dict)
    later: list[tuple[int, dict[str, _Node | None]]] = field(default_factory=list)

    def change(self, number: int, names: dict[str, _Node | None]) -> None:
        _apply(self.live, names)
        self.later.append((number, names))

    def sync(self) -> None:
        for _, names in self.later:
            _apply(self.durable, names)
        self.later.clear()


_Node = _File | _Folder | str


class CrashDisk:
    """A disk that starts as a folder is, takes changes, and can lose its power behind any of them."""

    def __init__(self, root: Path, begins_as: Path) -> None:
        self._root, self._top = root, _durable_copy(begins_as)
        self._number = self._synced = 0

    def take(self, change: Change) -> None:
        """One change, in the order in which they were made."""
        self._number += 1
        folder, name = self._place(change.path)
        if folder is None:
            return
        node = folder.live.get(name) if name else folder
        match change.op:
            case "C":
                folder.change(self._number, {name: _File()})
            case "M":
                folder.change(self._number, {name: _Folder()})
            case "L":
                folder.change(self._number, {name: change.other})
            case "U" | "D":
                folder.change(self._number, {name: None})
            case "R":
                self._rename(folder, name, change.other)
            case "W" | "T" if isinstance(node, _File):
                node.write(change.offset, change.content if change.op == "W" else None)
            case "S" if isinstance(node, _File | _Folder):
                node.sync()
                self._synced = self._number

    def lose_power(self, onto: Path, drawn: random.Random, *, strict: bool) -> None:
        """Lays out what is left in a folder, which must not be there yet."""
        until = None if strict else drawn.randint(self._synced, self._number)
        _lay_out(self._top, onto, drawn, until)

    def _rename(self, folder: _Folder, name: str, other: str) -> None:
        target, new = self._place(other)
        node = folder.live.get(name)
        if target is folder:
            folder.change(self._number, {name: None, new: node})
        elif target is not None:
            target.change(self._number, {new: node})
            folder.change(self._number, {name: None})

    def _place(self, path: str) -> tuple[_Folder | None, str]:
        *above, name = Path(path).relative_to(self._root).parts or ("",)
        folder: _Node | None = self._top
        for part in above:
            folder = folder.live.get(part) if isinstance(folder, _Folder) else None
        return (folder, name) if isinstance(folder, _Folder) else (None, name)


def _durable_copy(folder: Path) -> _Folder:
    found: dict[str, _Node] = {}
    for path in folder.iterdir():
        if path.is_symlink():
            found[path.name] = str(path.readlink())
        else:
            found[path.name] = _durable_copy(path) if path.is_dir() else _File(path)
    return _Folder(dict(found), dict(found))


def _lay_out(folder: _Folder, onto: Path, drawn: random.Random, until: int | None) -> None:
    """`until` is the last change whose names got there; None draws it for each folder by itself, behind its own sync."""
    names = dict(folder.durable)
    kept = drawn.randint(0, len(folder.later)) if until is None else len(folder.later)
    for number, change in folder.later[:kept]:
        if until is None or number <= until:
            _apply(names, change)
    onto.mkdir()
    for name, node in names.items():
        if isinstance(node, _Folder):
            _lay_out(node, onto / name, drawn, until)
        elif isinstance(node, str):
            (onto / name).symlink_to(node)
        elif node.source is not None:
            shutil.copy2(node.source, onto / name)
        else:
            (onto / name).write_bytes(node.after_crash(drawn))


def _apply(names: dict[str, _Node], change: dict[str, _Node | None]) -> None:
    for name, node in change.items():
        names.pop(name, None)
        if node is not None:
            names[name] = node


def _written(content: bytes, offset: int, written: bytes | None) -> bytes:
    begun = content[:offset].ljust(offset, b"\0")
    return begun if written is None else begun + written + content[offset + len(written) :]


def _torn(content: bytes, offset: int, written: bytes, drawn: random.Random) -> bytes:
    if offset + len(written) > len(content):
        return _written(content, offset, written[: drawn.randrange(len(written))])
    for at in range(0, len(written), _SECTOR):
        if drawn.random() < _KEPT:
            content = _written(content, offset + at, written[at : at + _SECTOR])
    return content


def all_taken(disk: CrashDisk, changes: Iterable[Change]) -> CrashDisk:
    """The disk after all changes."""
    for change in changes:
        disk.take(change)
    return disk
