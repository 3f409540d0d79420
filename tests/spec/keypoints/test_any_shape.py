"""However a document was wrapped, bracketed, encoded or saved: the same tasks, bodies and times."""

from __future__ import annotations

import pytest

from tests.spec.keypoints.read import read, told
from tests.spec.keypoints.shapes import NAMES, SHAPES, Row, as_docx_table, as_page_table, printed
from transforms.keypoints.model import KeypointReading

CHAPTERS = {1: "一、融入中心", 30: "二、助力落实", 49: "三、完善载体", 56: "四、畅通桥梁", 64: "五、夯实基础"}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_another_shape_has_the_same_tasks(name: str, shape: str) -> None:
    plain, other = read(printed(name)), read(SHAPES[shape](printed(name)))
    assert told(other) == told(plain)
    assert (other.document_number, other.issued_on, other.jurisdiction) == (
        plain.document_number,
        plain.issued_on,
        plain.jurisdiction,
    )
    assert other.is_whole


def _rows(reading: KeypointReading) -> list[Row]:
    return [
        (
            task.number or 0,
            (task.annex and task.annex.name) or "",
            task.annex.content if task.annex else "",
            "、".join(body.name for body in task.bodies),
            task.due_text or "",
        )
        for task in reading.tasks
    ]


@pytest.mark.parametrize("draw", [as_docx_table, as_page_table])
def test_an_annex_that_is_a_real_table_is_read_as_the_one_in_text(draw: object) -> None:
    plain = read(printed("jinshan"))
    other = read(draw(printed("jinshan"), _rows(plain), CHAPTERS))  # type: ignore[operator]
    assert told(other) == told(plain)
    assert [task.annex for task in other.tasks] == [task.annex for task in plain.tasks]
    assert other.unplaced == ()


def test_a_table_by_itself_is_a_document_too() -> None:
    plain = read(printed("jinshan"))
    table = read(as_docx_table("", _rows(plain), CHAPTERS))
    assert [(task.chapter, task.number, task.bodies) for task in table.tasks] == [
        (task.chapter, task.number, task.bodies) for task in plain.tasks
    ]
