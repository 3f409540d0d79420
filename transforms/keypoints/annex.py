"""A row of the annexed breakdown (任务分解表), however it was printed, and how rows are linked to the tasks of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.keypoints.model import NamedBody


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One row; `due_text` as printed. `name` is that of the group where cells are merged."""

    number: int
    chapter: str | None
    name: str | None
    content: str
    bodies: tuple[NamedBody, ...]
    due_text: str | None
    place: str
    printed: str


Key = tuple[str | None, int]


def derive_links(tasks: Sequence[tuple[str | None, int | None]], rows: Sequence[AnnexRow]) -> Mapping[int, AnnexRow]:
    """Rows by the index of their task, given as (chapter, number): by number, by chapter and number, or else in order."""
    numbers = Counter(number for _, number in tasks)
    if all(count == 1 for number, count in numbers.items() if number is not None):
        by_number = {row.number: row for row in rows}
        return {at: by_number[number] for at, (_, number) in enumerate(tasks) if number in by_number}
    by_both: dict[Key, AnnexRow] = {(row.chapter, row.number): row for row in rows}
    keys = [(chapter, number) for chapter, number in tasks if number is not None]
    if len(by_both) == len(rows) and len(set(keys)) == len(keys) and set(by_both) >= set(keys):
        return {at: by_both[chapter, number] for at, (chapter, number) in enumerate(tasks) if number is not None}
    return dict(enumerate(rows)) if len(rows) == len(tasks) else {}
