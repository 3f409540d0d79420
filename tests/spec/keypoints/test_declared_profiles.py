"""The five documents: what people read out of them, row by row in the profiles, is what the program reads out of them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from transforms.keypoints.model import KeypointReading
from transforms.keypoints.reading import read_keypoints
from warehouse.catalog.bodies import body_key
from warehouse.catalog.keypoint_files import PROFILES, load_keypoints, profile_names
from warehouse.catalog.keypoint_words import load_keypoint_words
from warehouse.catalog.keypoints import KeyPoints

SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "seeds"
FILES = {
    "baoshan-2025": "000_*.txt",
    "shanghai-2025": "001_*.txt",
    "putuo-2024": "002_*.txt",
    "qingpu-2025": "003_*.txt",
    "jinshan-2024": "004_*.txt",
}
# DOMAIN §6.1: the numbers of items, chapter by chapter.
BY_CHAPTER = {
    "shanghai-2025": {"一": 5, "二": 14, "三": 5, "四": 6},
    "baoshan-2025": {"一": 4, "二": 6, "三": 4, "四": 3, "五": 2},
    "qingpu-2025": {"一": 4, "二": 11, "三": 5, "四": 5},
    "putuo-2024": {"一": 9 + 7 + 5 + 5, "二": 3 + 3 + 2 + 3 + 3 + 4, "三": 3 + 3, "四": 2 + 2 + 1 + 1, "五": 3 + 2 + 2 + 1 + 1},
    "jinshan-2024": {"一": 29, "二": 19, "三": 7, "四": 8, "五": 12},
}  # fmt: skip
each_document = pytest.mark.parametrize("name", FILES)


@cache
def declared(name: str) -> KeyPoints:
    return load_keypoints(PROFILES / name)


@cache
def read(name: str) -> KeypointReading:
    """The document as the program reads it. Skips where the documents are not beside the checkout."""
    found = sorted(SEEDS.glob(FILES[name]))
    if not found:
        pytest.skip(f"the document of {name} is not there: no {FILES[name]} in {SEEDS}")
    return read_keypoints(found[0].read_bytes(), load_keypoint_words())


def test_there_is_a_document_for_every_profile() -> None:
    assert set(profile_names()) == set(FILES)


@each_document
def test_every_item_of_a_document_is_declared(name: str) -> None:
    assert Counter(task.chapter for task in declared(name).tasks) == BY_CHAPTER[name]


@each_document
def test_numbers_run_as_printed(name: str) -> None:
    numbers = [task.number for task in declared(name).tasks]
    if name == "putuo-2024":  # restarts under every heading; four headings have no number below them
        assert [task.id for task in declared(name).tasks if task.number is None] == [
            "四(三)",
            "四(四)",
            "五(四)",
            "五(五)",
        ]
        assert numbers.count(1) == 17
    else:
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_times_of_jinshan_are_those_of_its_annex() -> None:
    # DOMAIN §6.1: 全年 51; 11月底前 8; 10月底前 4; 9月底前 3; 按市级部署 3; 3–8月底前 1 each
    counts = Counter(task.due_text for task in declared("jinshan-2024").tasks)
    single = {f"{month}月底前": 1 for month in range(3, 9)}
    assert counts == {"全年": 51, "11月底前": 8, "10月底前": 4, "9月底前": 3, "按市级部署": 3, **single}
    assert {task.due for task in declared("jinshan-2024").tasks if task.due_text == "按市级部署"} == {None}


@each_document
def test_the_document_itself_is_not_in_the_catalogue(name: str) -> None:
    assert {task.text for task in declared(name).tasks} == {None}
    assert all(task.name and len(task.summary) <= 50 for task in declared(name).tasks)


@each_document
def test_title_number_date_and_place_are_read(name: str) -> None:
    facts = ("title", "document_number", "issued_on", "year", "jurisdiction")
    assert [getattr(read(name), fact) for fact in facts] == [getattr(declared(name), fact) for fact in facts]


@each_document
def test_every_task_is_read_with_its_number_and_place(name: str) -> None:
    def placed(task: object) -> tuple[object, ...]:
        return tuple(getattr(task, field) for field in ("id", "number", "chapter", "section"))

    assert [placed(task) for task in read(name).tasks] == [placed(task) for task in declared(name).tasks]
    assert [body_key(task.heading) for task in read(name).tasks] == [
        body_key(task.heading) for task in declared(name).tasks
    ]


@each_document
def test_every_body_is_read_in_its_role(name: str) -> None:
    found = {task.id: [(body.role, body.name) for body in task.bodies] for task in read(name).tasks}
    assert found == {task.id: [(body.role, body.name) for body in task.bodies] for task in declared(name).tasks}


@each_document
def test_every_due_word_is_read_and_dated(name: str) -> None:
    found = {task.id: (task.due_text, task.due) for task in read(name).tasks}
    assert found == {task.id: (task.due_text, task.due) for task in declared(name).tasks}


@each_document
def test_nothing_of_a_document_is_left_over(name: str) -> None:
    reading = read(name)
    assert reading.is_whole
    assert reading.unplaced == ()
    assert reading.counts.tasks == len(declared(name).tasks)
    assert reading.counts.annex_rows == (75 if name == "jinshan-2024" else 0)


@each_document
def test_a_task_is_quarterly_where_the_document_says_every_quarter(name: str) -> None:
    quarterly = {task.id for task in declared(name).tasks if task.recurs == "quarter"}
    assert quarterly == {task.id for task in declared(name).tasks if task.due_text == "每季度"}
    assert quarterly == ({"四16"} if name == "baoshan-2025" else set())
