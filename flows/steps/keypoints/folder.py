"""Key points as the files that an office keeps and edits: document.yaml, tasks.csv, indicators.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from warehouse.archive import sync_directory
from warehouse.catalog.forms import Declared
from warehouse.catalog.keypoints import KeyPoints, Task, TaskIndicator

_IN_TABLES = ("key", "tasks", "indicators")


def write_keypoint_folder(keypoints: KeyPoints, folder: Path) -> None:
    """Writes the files that `load_keypoints` reads; a spreadsheet opens the tables with their characters right."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {name: value for name, value in keypoints.model_dump().items() if name not in _IN_TABLES}
    (folder / "document.yaml").write_text(yaml.safe_dump(head, allow_unicode=True, sort_keys=False), encoding="utf-8")
    tasks = ({**task.model_dump(), "bodies": _bodies(task)} for task in keypoints.tasks)
    _write_table(folder / "tasks.csv", Task, tasks)
    _write_table(folder / "indicators.csv", TaskIndicator, (one.model_dump() for one in keypoints.indicators))
    sync_directory(folder)


def _write_table(path: Path, kind: type[Declared], rows: Iterable[Mapping[str, object]]) -> None:
    text = io.StringIO()
    table = csv.DictWriter(text, list(kind.model_fields), lineterminator="\n")
    table.writeheader()
    table.writerows({name: _written(value) for name, value in row.items()} for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig")


def _bodies(task: Task) -> str:
    return "|".join(f"{body.role}:{body.name}" for body in task.bodies)


def _written(value: object) -> object:
    """None is an empty field, and a truth is written as the shipped tables have it."""
    return str(value).lower() if isinstance(value, bool) else value
