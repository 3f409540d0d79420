"""The files in which things are declared: YAML and CSV to validated objects. A broken one is a CatalogError that says where."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from warehouse.catalog.forms import Declared

D = TypeVar("D", bound=Declared)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # seven times as fast where PyYAML was built with it


class CatalogError(ValueError):
    """A declared file is broken; the message names the file, the place and what is wrong."""


@dataclass(frozen=True, eq=False)
class DeclaredFiles:
    """All files of a folder as they were at one moment: what is read of them later belongs to the same fingerprint."""

    folder: Path
    contents: Mapping[str, bytes]

    @classmethod
    def of(cls, folder: Path) -> DeclaredFiles:
        """Every file below the folder, by its path in it. Raises CatalogError."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return cls(folder, {path.relative_to(folder).as_posix(): _content(path) for path in paths})

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over every file: two runs with the same one judged by the same rules."""
        digest = hashlib.sha256()
        for name, content in self.contents.items():
            digest.update(name.encode() + b"\0" + content)
        return digest.hexdigest()

    def yaml(self, name: str) -> Any:  # noqa: ANN401 - YAML is untyped until pydantic has read it
        """One YAML file. Raises CatalogError."""
        return _read_yaml(self.folder / name, self._content(name))

    def csv(self, name: str) -> list[dict[str, str]]:
        """One CSV file, a dict a row. Raises CatalogError."""
        return _read_csv(self.folder / name, self._content(name))

    def one(self, kind: type[D], name: str) -> D:
        """A YAML file as the declared object. Raises CatalogError."""
        return validated(kind, self.folder / name, self.yaml(name))

    def rows(self, kind: type[D], name: str, section: str | None = None) -> tuple[D, ...]:
        """The rows of a YAML file, or of one section of it, as declared objects. Raises CatalogError."""
        rows = self.yaml(name)
        if section is not None:
            if section not in rows:
                raise CatalogError(f"目录文件 {self.folder / name} 缺少 {section} 一节。")
            rows = rows[section]
        return validated_rows(kind, self.folder / name, rows)

    def refuse(self, problems: Iterable[str], *names: str) -> None:
        """Raises CatalogError where what these files say does not fit together."""
        said = "".join(problems)
        if said:
            raise CatalogError(f"目录文件 {' 和 '.join(str(self.folder / name) for name in names)} 有误：{said}")

    def _content(self, name: str) -> bytes:
        if name not in self.contents:
            raise CatalogError(f"目录文件 {self.folder / name} 无法读取：没有这个文件")
        return self.contents[name]


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - YAML is untyped until pydantic has read it
    """One declared YAML file. Raises CatalogError."""
    return _read_yaml(path, _content(path))


def read_csv(path: Path) -> list[dict[str, str]]:
    """One declared CSV file, a dict a row. Raises CatalogError."""
    return _read_csv(path, _content(path))


def validated(kind: type[D], path: Path, row: object, place: str = "") -> D:
    """A row as the declared object. Raises CatalogError that names the file, the place and every fault."""
    try:
        return kind.model_validate(row)
    except ValidationError as broken:
        faults = "；".join(f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in broken.errors())
        raise CatalogError(f"目录文件 {path}{place} 有误：{faults}") from broken


def validated_rows(kind: type[D], path: Path, rows: Iterable[object]) -> tuple[D, ...]:
    """Rows as declared objects, each fault with the number of its row. Raises CatalogError."""
    return tuple(validated(kind, path, row, f" 第 {n} 条") for n, row in enumerate(rows, 1))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as broken:
        raise CatalogError(f"目录文件 {path} 无法读取：{broken}") from broken


def _read_yaml(path: Path, content: bytes) -> Any:  # noqa: ANN401 - YAML is untyped until pydantic has read it
    try:
        return yaml.load(content.decode("utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe loaders
    except Exception as broken:  # 2025-02-30 or !!int x: what the conversion of a value raises is no YAMLError
        raise CatalogError(f"目录文件 {path} 无法读取：{broken}") from broken


def _read_csv(path: Path, content: bytes) -> list[dict[str, str]]:
    try:
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as broken:
        raise CatalogError(f"目录文件 {path} 无法读取：{broken}") from broken
