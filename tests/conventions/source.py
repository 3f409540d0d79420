"""The project's own source, parsed once: what the convention tests look at."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("flows", "transforms", "expectations", "warehouse", "reports")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Dotted name; a package is its `__init__`."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @property
    def package(self) -> str:
        """The package that its relative imports start from."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def place(self, node: ast.stmt | ast.expr | ast.ExceptHandler) -> str:
        """`flows/cli.py:12`."""
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The Python files under some folders of the checkout; an empty answer would make every test on it vacuous."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    assert paths, f"no Python file under {folders}"
    return tuple(Module(path, text, ast.parse(text)) for path in paths for text in [path.read_text(encoding="utf-8")])


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks; skips where this is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("no git checkout here: which files are tracked is unknown")
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())
