"""Reads documents written in a test."""

from __future__ import annotations

from datetime import date

from transforms.keypoints.model import KeypointReading
from transforms.keypoints.reading import read_keypoints
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()
Told = tuple[str, tuple[str, ...], date | None, str | None]


def read(text: str | bytes) -> KeypointReading:
    """The reading of a document given as text or as a file's bytes."""
    return read_keypoints(text.encode() if isinstance(text, str) else text, WORDS)


def told(reading: KeypointReading) -> list[Told]:
    """What counts of each task: its id, `role:name` of its bodies, its day and its words."""
    return [(task.id, bodies_of(reading, at), task.due, task.due_text) for at, task in enumerate(reading.tasks)]


def bodies_of(reading: KeypointReading, at: int = 0) -> tuple[str, ...]:
    """The bodies of one task as `role:name`."""
    return tuple(f"{body.role}:{body.name}" for body in reading.tasks[at].bodies)


def ids(reading: KeypointReading) -> list[str]:
    """The ids of the tasks."""
    return [task.id for task in reading.tasks]
