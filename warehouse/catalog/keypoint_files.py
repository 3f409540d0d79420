"""Reads the folders in which key points are declared. Every problem of a folder is said, with its file and row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from warehouse.catalog.catalog import DATA, CatalogError, read_csv, read_yaml, validated, validated_rows
from warehouse.catalog.keypoints import KeyPoints, Task, TaskIndicator

PROFILES = DATA / "profiles"
KEYPOINT_FILES = _DOCUMENT, _TASKS, _INDICATORS = ("document.yaml", "tasks.csv", "indicators.csv")
_REGISTER = "units.csv"


def profile_names() -> tuple[str, ...]:
    """The jurisdictions that come with the program, such as `baoshan-2025`."""
    return tuple(sorted(path.parent.name for path in PROFILES.glob(f"*/{_DOCUMENT}")))


def register_files() -> dict[str, Path]:
    """The unit registers that come with the program, by name: the invented example district's and those of the profiles."""
    folders = (DATA / "districts", PROFILES)
    return {path.parent.name: path for folder in folders for path in sorted(folder.glob(f"*/{_REGISTER}"))}


def load_keypoints(folder: Path) -> KeyPoints:
    """One document from its folder. Raises CatalogError with every problem in it."""
    tasks = validated_rows(Task, folder / _TASKS, (_task_row(row) for row in read_csv(folder / _TASKS)))
    rows = ({key: value or None for key, value in row.items()} for row in read_csv(folder / _INDICATORS))
    indicators = validated_rows(TaskIndicator, folder / _INDICATORS, rows)
    declared = read_yaml(folder / _DOCUMENT)
    if not isinstance(declared, dict):
        raise CatalogError(f"工作要点 {folder / _DOCUMENT} 应写成“名称: 值”的形式。")
    found = validated(
        KeyPoints, folder / _DOCUMENT, {**declared, "key": folder.name, "tasks": tasks, "indicators": indicators}
    )
    problems = list(_problems(found))
    if problems:
        raise CatalogError(f"工作要点 {folder} 有误：" + "".join(problems))
    return found


def load_all_keypoints(folder: Path) -> tuple[KeyPoints, ...]:
    """Every document of a workspace's `keypoints` folder, by name. Raises CatalogError."""
    return tuple(load_keypoints(path.parent) for path in sorted(folder.glob(f"*/{_DOCUMENT}")))


def keypoints_fingerprint(folder: Path) -> str:
    """SHA-256 over the declared files of a `keypoints` folder: what was derived with another one is derived anew."""
    digest = hashlib.sha256()
    for name in KEYPOINT_FILES:
        for path in sorted(folder.glob(f"*/{name}")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _task_row(row: dict[str, str]) -> dict[str, object]:
    """`bodies` is written `lead:区府办|responsible:各街镇`."""
    plain: dict[str, object] = {key: value or None for key, value in row.items()}
    bodies = (part.partition(":") for part in (row.get("bodies") or "").split("|") if part)
    return {**plain, "bodies": [{"role": role.strip(), "name": name.strip()} for role, _, name in bodies]}


def _problems(keypoints: KeyPoints) -> Iterator[str]:
    ids = [task.id for task in keypoints.tasks]
    yield from (f"任务编号“{task}”重复。" for task in dict.fromkeys(ids) if ids.count(task) > 1)
    known = set(ids)
    bodies = {task.id: {body.name for body in task.bodies} for task in keypoints.tasks}
    for task in keypoints.tasks:
        if task.chapter not in keypoints.chapters:
            yield f"任务“{task.id}”所在的章“{task.chapter}”没有在 {_DOCUMENT} 的 chapters 中列出。"
    for indicator in keypoints.indicators:
        if indicator.task not in known:
            yield f"指标“{indicator.name}”所属的任务“{indicator.task}”不存在。"
        if indicator.unit == "ratio" and indicator.denominator is None:
            yield f"指标“{indicator.name}”是比率，应写明 denominator（占多少之中）。"
        if indicator.asked is not None and indicator.asked not in bodies.get(indicator.task, ()):
            yield f"指标“{indicator.name}”的 asked“{indicator.asked}”不是任务“{indicator.task}”的责任单位。"
    codes = [(indicator.task, indicator.code) for indicator in keypoints.indicators]
    yield from (
        f"任务“{task}”的指标代码“{code}”重复。" for task, code in dict.fromkeys(codes) if codes.count((task, code)) > 1
    )
