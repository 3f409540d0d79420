"""A command starts at once because it loads what it needs and no more. No clock here: what is loaded is looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from tests.unit.transforms.official import Form, Sheet, openpyxl_bytes
from warehouse.catalog.catalog import load_catalog
from warehouse.workspace import Workspace

_SERVERS = {"prefect", "distributed", "great_expectations", "pandas", "requests", "apprise"}
_WRITERS = {"reports", "xlsxwriter", "openpyxl", "docx", "jinja2", "xlwt"}
_READERS = {"lxml", "python_calamine", "xlrd", "opencc", "transforms.submission", "transforms.report.reading"}
_FRAMES = {"polars", "pyarrow", "numpy", "transforms", "expectations"}
_WORDS = {f"warehouse.catalog.{name}" for name in ("circular", "feedback", "assessment", "problems", "site", "portal")}
_CLAIMS = {
    f"warehouse.catalog.{name}" for name in ("claims", "narrative", "rules", "indicators", "keypoints", "schemes")
}
_NOTHING_HEAVY = _SERVERS | _WRITERS | _READERS | _FRAMES | _WORDS | _CLAIMS
_COMMANDS = {
    "--help": _NOTHING_HEAVY | {"duckdb"},
    "status --period 2025Q1": _NOTHING_HEAVY,
    "releases": _NOTHING_HEAVY,
    "calendar 2025": _SERVERS | _WRITERS | _READERS,
    "trace 2025Q1 区教育局 T3:new.total": _SERVERS | _WRITERS | _READERS,
    "check {report}": _SERVERS | _WRITERS | _READERS | _WORDS,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("start") / "office"
    Workspace.create(root)
    edition = load_catalog().edition("2021")
    (root / "report.xlsx").write_bytes(
        openpyxl_bytes([Sheet.of(f"表{n}", table) for n, table in enumerate(Form(edition).tables())])
    )
    return root


def loaded(script: str, folder: Path, *arguments: str) -> set[str]:
    """What is loaded in a process of its own at the end of a script."""
    told = "import json, sys\nprint(json.dumps([n for n, m in sys.modules.items() if m is not None]), file=sys.stderr)"
    run = [sys.executable, "-c", f"{script}\n{told}", *arguments]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=True, timeout=120)
    return set(json.loads(done.stderr.splitlines()[-1]))


def among(names: Iterable[str], unwanted: Collection[str]) -> list[str]:
    """Those of the modules that are, or lie in, an unwanted one."""
    return sorted(name for name in names if any(name == one or name.startswith(f"{one}.") for one in unwanted))


@pytest.mark.parametrize("line", _COMMANDS)
def test_a_command_loads_nothing_that_it_does_not_need(line: str, office: Path) -> None:
    script = """
import sys
from flows.cli.startup import start_lightly
start_lightly()
from flows.cli.app import run
if run(sys.argv[1:]) not in (0, 1, 2):
    sys.exit("it broke")
"""
    names = loaded(script, office, *line.format(report="report.xlsx").split())
    assert among(names, _COMMANDS[line]) == []


def test_what_a_child_runs_of_the_command_line_loads_nothing(office: Path) -> None:
    names = loaded("import flows.cli", office)
    assert among(names, {"typer", "pydantic", "flows.cli.app"}) == []


_READ = """
import sys
from pathlib import Path
import {preload}
from warehouse.catalog.catalog import load_catalog
known, there = set(vars(load_catalog())), set(sys.modules)
from {place} import {read}
assert {read}(Path("report.xlsx")).error is None
new = [name for name in (*vars(load_catalog()), *sys.modules) if name not in known | there]
sys.modules.update(dict.fromkeys((f"NEW {{name}}" for name in new), sys))
"""


@pytest.mark.parametrize(
    ("preload", "place", "read"),
    [
        ("flows.reading.preload", "flows.reading.children", "read_path"),
        ("flows.steps.check.preload", "flows.steps.check.files", "read_report_path"),
    ],
)
def test_a_child_finds_all_that_reading_needs_in_its_server(preload: str, place: str, read: str, office: Path) -> None:
    names = loaded(_READ.format(preload=preload, place=place, read=read), office)
    assert [name for name in names if name.startswith("NEW ")] == []


def test_a_catalogue_reads_of_its_files_what_is_asked_for() -> None:
    catalog = load_catalog().having()
    assert catalog.form("annual").code == "annual"
    assert set(vars(catalog)) == {"files", "given", "forms"}
    assert catalog.fingerprint == load_catalog().fingerprint


def test_a_catalogue_with_another_part_has_the_others_as_they_were() -> None:
    rule = load_catalog().rule("FORM-EDITION")
    catalog = load_catalog().having(rules=(rule,))
    assert catalog.rules == (rule,)
    assert list(catalog.rules_by_id) == ["FORM-EDITION"]
    assert catalog.editions == load_catalog().editions
