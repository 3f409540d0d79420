"""Key points as relations: rules and models join the `cat_task*` tables, as they do with the rest of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from warehouse.catalog.keypoints import KeyPoints, Task, TaskIndicator
from warehouse.catalog.task_narrative import RequirementWords
from warehouse.catalog.task_requirement import Requirement, requirement_words
from warehouse.task_holders import Holder

_TEXT, _DAY, _WHOLE, _FLAG = pl.String(), pl.Date(), pl.Int32(), pl.Boolean()
_KEY = {"document": _TEXT, "task_id": _TEXT}
KEYPOINT_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "cat_task": {
        **_KEY,
        **{"document_number": _TEXT, "issued_on": _DAY, "year": _WHOLE, "task_order": _WHOLE, "number": _WHOLE},
        **dict.fromkeys(("chapter", "chapter_title", "section", "heading", "name", "content", "due_text"), _TEXT),
        **{"due_on": _DAY, "recurs": _TEXT},
    },
    "cat_task_body": {**_KEY, "body_order": _WHOLE, "body": _TEXT, "role": _TEXT, "is_open": _FLAG},
    "cat_task_indicator": {
        **_KEY,
        **dict.fromkeys(("indicator_code", "name", "operator"), _TEXT),
        **{"threshold": pl.Decimal(18, 6), "unit": _TEXT, "period": _TEXT, "is_printed": _FLAG, "requirement": _TEXT},
        **{"asked": _TEXT, "has_denominator": _FLAG},
    },
    "cat_task_asked": {**_KEY, "indicator_code": _TEXT, "unit_code": _TEXT},
    "cat_task_unit": {
        **_KEY,
        **dict.fromkeys(("unit_code", "role", "body", "basis"), _TEXT),
        **{"starts_on": _DAY, "ends_on": _DAY},
    },
}
Row = tuple[object, ...]


def keypoint_frames(
    keypoints: Sequence[KeyPoints],
    words: RequirementWords,
    held: Mapping[str, Iterable[tuple[Task, Holder]]],
    open_bodies: Mapping[str, frozenset[str]],
    asked: Mapping[str, Iterable[tuple[TaskIndicator, str]]],
) -> dict[str, pl.DataFrame]:
    """The cat_task* relations by name, columns as KEYPOINT_SCHEMAS.

    By document: `held` the units of its tasks (task_holders.py), `open_bodies` the bodies that stand for no unit yet, as `task|body`,
    `asked` the units of which an indicator is asked that is not asked of all.
    """
    rows: dict[str, Iterator[Row]] = {
        "cat_task": (row for one in keypoints for row in _tasks(one)),
        "cat_task_body": (row for one in keypoints for row in _bodies(one, open_bodies.get(one.key, frozenset()))),
        "cat_task_indicator": (_indicator(one.key, i, words) for one in keypoints for i in one.indicators),
        "cat_task_asked": (
            (one.key, indicator.task, indicator.code, unit)
            for one in keypoints
            for indicator, unit in asked.get(one.key, ())
        ),
        "cat_task_unit": (_holder(one.key, *pair) for one in keypoints for pair in held.get(one.key, ())),
    }
    return {name: pl.DataFrame(list(rows[name]), schema, orient="row") for name, schema in KEYPOINT_SCHEMAS.items()}


def _tasks(document: KeyPoints) -> Iterator[Row]:
    head = (document.document_number, document.issued_on, document.year)
    for order, task in enumerate(document.tasks, 1):
        place = (task.chapter, document.chapters[task.chapter], task.section, task.heading)
        content = task.summary if task.text is None else task.text
        due = (task.due_text, task.due, task.recurs)
        yield document.key, task.id, *head, order, task.number, *place, task.name, content, *due


def _bodies(document: KeyPoints, still_open: frozenset[str]) -> Iterator[Row]:
    for task in document.tasks:
        for order, body in enumerate(task.bodies, 1):
            yield document.key, task.id, order, body.name, body.role, f"{task.id}|{body.name}" in still_open


def _indicator(document: str, one: TaskIndicator, words: RequirementWords) -> Row:
    judged = (one.operator, one.threshold, one.unit, one.period, one.is_printed)
    return (
        document,
        one.task,
        one.code,
        one.name,
        *judged,
        requirement_words(Requirement.of(one), words),
        one.asked,
        one.denominator is not None,
    )


def _holder(document: str, task: Task, holder: Holder) -> Row:
    return document, task.id, *holder.held, holder.starts_on, holder.ends_on
