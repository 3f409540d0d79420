"""Reads the declared sources of a workspace and the words about them. Every fault of every file is said at once, with its place."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from warehouse.catalog.catalog import DATA, CatalogError, load_catalog, read_yaml
from warehouse.catalog.portal import Source, source_problems

EXAMPLES = DATA / "portal" / "examples"
_SOURCE: TypeAdapter[Source] = TypeAdapter(Source)


def load_sources(folder: Path) -> tuple[Source, ...]:
    """The sources of a `sources` folder by name; none is no fault. Raises CatalogError with every problem in them."""
    sources: list[Source] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            sources.append(_source(path))
        except CatalogError as broken:
            problems.append(str(broken))
        except ValidationError as broken:
            problems += (f"来源文件 {path}：{_fault(fault)}" for fault in broken.errors())
    problems += (
        f"来源文件夹 {folder}：{problem}" for problem in source_problems(tuple(sources), load_catalog().portal)
    )
    if problems:
        raise CatalogError("\n".join(problems))
    return tuple(sources)


def source_fingerprint(source: Source) -> str:
    """SHA-256 of what is declared: what was read by another declaration is read anew."""
    return hashlib.sha256(source.model_dump_json().encode()).hexdigest()


def _source(path: Path) -> Source:
    declared: Any = read_yaml(path)
    if not isinstance(declared, dict):
        raise CatalogError(f"来源文件 {path} 应写成“名称: 值”的形式。")
    return _SOURCE.validate_python({**declared, "code": path.stem})


def _fault(fault: Any) -> str:  # noqa: ANN401 - pydantic's own dict
    """One fault of pydantic: where, and what."""
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place or '全文'}：{fault['msg'].removeprefix('Value error, ')}"
