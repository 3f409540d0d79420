"""Imports run down only: DESIGN's rooms, held by reading what every module imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import yaml

from tests.conventions.source import ROOMS, ROOT, Module, modules

TABLE = yaml.safe_load((Path(__file__).parent / "imports.yaml").read_text(encoding="utf-8"))
EDGES: dict[str, list[str]] = TABLE["edges"]
LIBRARIES: dict[str, list[str]] = TABLE["libraries"]


def _imported(module: Module, nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, module.place(node)) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.package.split(".")[: len(module.package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((f"{source}.{alias.name}", module.place(node)) for alias in node.names)


def _within(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


def _home(name: str) -> str:
    return max((place for place in EDGES if _within(name, place)), key=len)


def _forbidden(module: Module) -> Iterator[str]:
    home = _home(module.name)
    for name, place in _imported(module, ast.walk(module.tree)):
        top = name.partition(".")[0]
        if top in ROOMS:
            if _home(name) not in (home, *EDGES[home]):
                yield f"{place}: {home} imports {name}"
        elif top not in sys.stdlib_module_names:
            if not any(_within(module.name, allowed) for allowed in LIBRARIES.get(top, [])):
                yield f"{place}: {home} imports the library {name}"
        elif home in TABLE["pure"] and top in TABLE["impure"]:
            yield f"{place}: {home} is pure and imports {name}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    assert not [edge for module in modules(room) for edge in _forbidden(module)]


@pytest.mark.parametrize(
    ("name", "source", "edge"),
    [
        ("transforms/cells.py", "import polars\nimport prefect", "the library prefect"),
        ("transforms/cells.py", "def f():\n    from reports import layout", "transforms imports reports.layout"),
        ("warehouse/catalog/forms.py", "from warehouse.store import open_store", "imports warehouse.store"),
        ("warehouse/store.py", "from .catalog.forms import Cell\nfrom . import archive", None),
        ("reports/word/document.py", "import requests", "the library requests"),
        ("flows/steps/collect.py", "import requests", "the library requests"),
        ("flows/sources/drop.py", "import requests", None),
        ("transforms/cells.py", "from pathlib import Path", "is pure and imports pathlib.Path"),
        ("expectations/suite.py", "from transforms.numbers import parse", "expectations imports transforms"),
    ],
)
def test_the_reader_of_imports_sees_what_a_module_imports(name: str, source: str, edge: str | None) -> None:
    found = list(_forbidden(Module(ROOT / name, source, ast.parse(source))))
    assert (found == []) if edge is None else (len(found) == 1 and edge in found[0])


def test_no_module_imports_itself_by_way_of_others_nor_when_it_runs() -> None:
    known = {module.name for module in modules(*ROOMS)}
    graph = {
        module.name: {
            target
            for name, _ in _imported(module, ast.walk(module.tree))
            for target in [name if name in known else name.rpartition(".")[0]]
            if target in known and target != module.name
        }
        for module in modules(*ROOMS)
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" -> ".join(cycle.args[1]))


def test_the_command_line_starts_without_prefect_and_great_expectations() -> None:
    code = "import sys, flows.cli; print([name for name in ('prefect', 'great_expectations') if name in sys.modules])"
    started = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (started.stdout.strip(), started.returncode) == ("[]", 0), started.stderr


def test_nothing_beside_a_deployed_flow_has_the_name_of_a_package() -> None:
    """Prefect puts the folder of a flow's file first on the path: a module there hides the package of its name from the whole run."""
    plan = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    folders = {(ROOT / one["entrypoint"].partition(":")[0]).parent for one in plan["deployments"]}
    beside = {path.stem for folder in folders for path in folder.glob("*.py")} - {"__init__"}
    assert not beside & {*(room.partition(".")[0] for room in ROOMS), *sys.stdlib_module_names, *LIBRARIES}
