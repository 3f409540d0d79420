"""Fuzzed files of an office: settings, register, calendar, sources, scheme and marks, key points, as people edit them."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from flows.steps.portal.sources import sources_of
from tests.hostile.fuzz.subject import Subject, looked
from tests.hostile.fuzz.trees import as_toml, as_yaml, tampered_rows, tampered_tree
from transforms.portal.paging import first_url
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import EXAMPLE_REGISTER
from warehouse.catalog.keypoint_files import KEYPOINT_FILES, PROFILES
from warehouse.catalog.period import Period
from warehouse.catalog.portal_files import EXAMPLES
from warehouse.catalog.schemes import EXAMPLES as SCHEMES
from warehouse.catalog.schemes import MARK_COLUMNS, MARKS
from warehouse.catalog_tables import catalog_frames
from warehouse.workspace import CONFIG, Workspace

Case = tuple[str, bytes]  # the path of the file in the workspace, and its content
_CALENDAR, _SCHEME, _KEYPOINTS = "calendar.csv", "example-shanghai", "baoshan-2025"
_QUARTER = Period(2025, 1)
_SETTINGS = """
units = "units.csv"
inbox = "inbox"
calendar = "calendar.csv"
workers = 2
office = "某区人民政府办公室"
correction_working_days = 3
link_hosts = ["oa.example"]
connect_to = ["www.yunjiang.example=127.0.0.1:8080"]
metrics_since = "2025Q1"
notify = ["ZWGK_NOTIFY"]
scheme = "example-shanghai"
"""


def _draw_settings(chance: Random) -> object:
    return CONFIG, as_toml(tampered_tree(tomllib.loads(_SETTINGS), chance))


def _draw_rows(path: str, text: Callable[[], str]) -> Callable[[Random], object]:
    return lambda chance: (path, tampered_rows(text(), chance))


def _draw_yaml(folder: str, files: Callable[[], dict[str, Any]]) -> Callable[[Random], object]:
    def drawn(chance: Random) -> object:
        name, declared = chance.choice(sorted(files().items()))
        return f"{folder}{name}", as_yaml(tampered_tree(declared, chance), chance)

    return drawn


@cache
def _source_files() -> dict[str, Any]:
    return {path.name: yaml.safe_load(path.read_text()) for path in EXAMPLES.glob("*.yaml")}


@cache
def _scheme_files() -> dict[str, Any]:
    name = f"{_SCHEME}.yaml"
    return {name: yaml.safe_load((SCHEMES / name).read_text())}


@cache
def _document_files() -> dict[str, Any]:
    name = KEYPOINT_FILES[0]
    return {name: yaml.safe_load((PROFILES / _KEYPOINTS / name).read_text())}


@cache
def _register_text() -> str:
    return EXAMPLE_REGISTER.read_text(encoding="utf-8-sig")


def _marks_text() -> str:
    [scheme] = _scheme_files().values()
    manual = next(one for one in scheme["items"] if one.get("kind") == "manual")
    row = ["2025Q1", "区教育局", manual["code"], "项目", str(manual["weight"]), "1", "理由", "张三"]
    return ",".join(MARK_COLUMNS) + "\n" + ",".join(row) + "\n"


def _calendar_text() -> str:
    return "day,is_workday\n2025-01-01,false\n2025-01-26,是\n2027-05-01,0\n2027-10-01,0\n2027-01-01,0\n"


def _keypoint_rows(chance: Random) -> object:
    name = chance.choice(KEYPOINT_FILES[1:])
    text = (PROFILES / _KEYPOINTS / name).read_text(encoding="utf-8-sig")
    return f"keypoints/{_KEYPOINTS}/{name}", tampered_rows(text, chance)


def _look(case: object) -> str:
    """A workspace with the file in it, opened as every command opens one, and everything in it loaded."""
    assert isinstance(case, tuple)
    path, content = case
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _lay_out(root, path, content)
        said = looked(lambda: _opened(root))
        return said.replace(folder, "")


def _lay_out(root: Path, path: str, content: bytes) -> None:
    (root / CONFIG).write_text(_SETTINGS)
    (root / "units.csv").write_text(_register_text())
    (root / _CALENDAR).write_text(_calendar_text())
    (root / "schemes").mkdir()
    (root / "schemes" / MARKS).write_text(_marks_text())
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.startswith("keypoints/"):
        for name in KEYPOINT_FILES:
            (target.parent / name).write_bytes((PROFILES / _KEYPOINTS / name).read_bytes())
    target.write_bytes(content)


def _opened(root: Path) -> object:
    workspace = Workspace.open(root)
    settings = workspace.settings, workspace.connect_to, workspace.metrics_since
    register = workspace.register
    told = [(unit.is_due(_QUARTER), [one.code for one in register.predecessors(unit.code)]) for unit in register.units]
    calendar = WorkingCalendar.read(workspace.calendar)
    frames = catalog_frames(workspace.catalog, register, range(2024, 2026), calendar, workspace.metrics_since)
    sources = [(source, first_url(source)) for source in sources_of(workspace)]
    rows = {name: frame.rows() for name, frame in frames.items() if name in ("cat_unit", "cat_succession")}
    return settings, told, rows, sources, workspace.assessment, workspace.keypoints


OFFICE = (
    Subject("settings", _draw_settings, _look),
    Subject("register", _draw_rows("units.csv", _register_text), _look),
    Subject("calendar", _draw_rows(_CALENDAR, _calendar_text), _look),
    Subject("sources", _draw_yaml("sources/", _source_files), _look),
    Subject("scheme", _draw_yaml("schemes/", _scheme_files), _look),
    Subject("marks", _draw_rows(f"schemes/{MARKS}", _marks_text), _look),
    Subject("key-point document", _draw_yaml(f"keypoints/{_KEYPOINTS}/", _document_files), _look),
    Subject("key-point rows", _keypoint_rows, _look),
)
