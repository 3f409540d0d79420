"""Reads a key-point document (工作要点) from a file; what the catalogue declares of the same document stands above what is proposed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from transforms.errors import FileError
from transforms.files.gate import LARGEST_FILE
from transforms.keypoints.model import KeypointReading, ProposedIndicator
from transforms.keypoints.reading import read_keypoints
from warehouse.catalog.catalog import read_yaml
from warehouse.catalog.keypoint_files import PROFILES, load_keypoints, profile_names
from warehouse.catalog.keypoint_words import load_keypoint_words
from warehouse.catalog.keypoints import KeyPoints

_CANNOT_OPEN, _TOO_LARGE = "F08", "F03"


def read_workpoints(path: Path) -> KeypointReading:
    """The document, with the reviewed indicators where it is one that the catalogue declares. Raises FileError."""
    return with_declared(read_keypoints(_content(path), load_keypoint_words()))


def with_declared(reading: KeypointReading) -> KeypointReading:
    """The reading with the indicators that people have reviewed, where the catalogue has this document."""
    declared = declared_document(reading.document_number)
    if declared is None:
        return reading
    indicators: dict[str, list[ProposedIndicator]] = defaultdict(list)
    for one in declared.indicators:
        shown = ProposedIndicator(one.name, one.operator, one.threshold, one.unit, one.period)
        indicators[one.task].append(shown)
    tasks = tuple(replace(task, indicators=tuple(indicators[task.id])) for task in reading.tasks)
    return replace(reading, tasks=tasks, indicators_from="declared")


def declared_document(document_number: str | None) -> KeyPoints | None:
    """The shipped document of this number; the others are not read."""
    for name in profile_names():
        if read_yaml(PROFILES / name / "document.yaml")["document_number"] == document_number:
            return load_keypoints(PROFILES / name)
    return None


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise FileError(_CANNOT_OPEN, "没有这个文件")
        if not path.is_file():
            raise FileError(_CANNOT_OPEN, "不是普通文件")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise FileError(_TOO_LARGE, f"{size / (1 << 20):.0f} MB，上限 {LARGEST_FILE >> 20} MB")
        return path.read_bytes()
    except OSError as refused:
        raise FileError(_CANNOT_OPEN, refused.strerror or type(refused).__name__) from refused
