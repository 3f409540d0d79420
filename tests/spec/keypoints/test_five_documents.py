"""The five documents: how many tasks, rows and restarts of the numbering they have was counted by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import groupby

import pytest

from tests.spec.keypoints.read import bodies_of, ids, read
from tests.spec.keypoints.shapes import NAMES, printed

HEADS = {
    "shanghai": ("2025年上海市政务公开工作要点", "沪府办字〔2025〕5号", date(2025, 3, 31), "上海市"),
    "baoshan": ("2025年宝山区政务公开工作要点", "宝府办〔2025〕9号", date(2025, 4, 30), "宝山区"),
    "qingpu": ("2025年青浦区政务公开工作要点", "青府办发〔2025〕13号", date(2025, 6, 17), "青浦区"),
    "putuo": ("2024年上海市普陀区政务公开工作要点", "普府办〔2024〕6号", date(2024, 4, 7), "普陀区"),
    "jinshan": ("2024年金山区政务公开工作要点", "金府办发〔2024〕5号", date(2024, 4, 10), "金山区"),
}
CHAPTERS = {
    "shanghai": [5, 14, 5, 6],
    "baoshan": [4, 6, 4, 3, 2],
    "qingpu": [4, 11, 5, 5],
    "putuo": [9 + 7 + 5 + 5, 3 + 3 + 2 + 3 + 3 + 4, 3 + 3, 2 + 2 + 1 + 1, 3 + 2 + 2 + 1 + 1],
    "jinshan": [29, 19, 7, 8, 12],
}


@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_has_as_many_tasks_as_were_counted(name: str) -> None:
    reading = read(printed(name))
    assert list(reading.counts.by_chapter.values()) == CHAPTERS[name]
    assert (reading.is_whole, reading.unplaced) == (True, ())
    assert len(set(ids(reading))) == sum(CHAPTERS[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_head_is_that_of_the_document(name: str) -> None:
    reading = read(printed(name))
    head = (reading.title, reading.document_number, reading.issued_on, reading.jurisdiction)
    assert head == HEADS[name]
    assert reading.year == HEADS[name][2].year


@pytest.mark.parametrize("name", NAMES)
def test_every_task_has_bodies_and_no_text_holds_its_responsibility(name: str) -> None:
    for task in read(printed(name)).tasks:
        assert task.bodies
        assert "责任单位:" not in task.text.replace("：", ":")
        assert task.text.endswith(("。", "！"))


def test_sections_without_numbers_are_tasks_of_their_own() -> None:
    reading = read(printed("putuo"))
    assert [task.id for task in reading.tasks if task.number is None] == ["四(三)", "四(四)", "五(四)", "五(五)"]
    numbers = [task.number for task in reading.tasks if task.chapter == "一"]
    assert numbers == [*range(1, 10), *range(1, 8), *range(1, 6), *range(1, 6)]


def test_bodies_and_times_of_jinshan_come_from_the_annex() -> None:
    reading = read(printed("jinshan"))
    assert reading.counts.annex_rows == 75
    words = {"全年": 51, "11月底前": 8, "10月底前": 4, "9月底前": 3, "按市级部署": 3}
    words |= {f"{month}月底前": 1 for month in (3, 4, 5, 6, 7, 8)}
    assert Counter(task.due_text for task in reading.tasks) == words
    names = [name for name, _ in groupby(task.annex.name for task in reading.tasks if task.annex)]
    assert len(names) == 23  # one name for each section of the text
    assert bodies_of(reading, 22) == ("responsible:区水务局", "responsible:区绿化市容局", "responsible:金山卫镇")


def test_a_time_before_the_issue_is_said_and_not_mended() -> None:
    reading = read(printed("jinshan"))
    assert reading.tasks[40].due == date(2024, 3, 31)
    assert reading.problems == ("任务“二(四)41”的时间节点“3月底前”（2024-03-31）早于成文日期 2024-04-10，请核实。",)


def test_thirty_days_after_the_issue_are_reckoned_beside_the_annex() -> None:
    task = read(printed("jinshan")).tasks[74]
    assert [(one.text, one.date) for one in task.deadlines] == [
        ("全年", date(2024, 12, 31)),
        ("发布后30日内", date(2024, 5, 10)),
    ]


def test_the_printed_words_stand_beside_the_cleaned_ones() -> None:
    shanghai, jinshan = read(printed("shanghai")).tasks[0], read(printed("jinshan")).tasks[5]
    assert shanghai.printed.startswith("??1.圍繞本市經濟社會發展")
    assert shanghai.text.startswith("围绕本市经济社会发展")
    assert "7.0 版" in jinshan.printed
    assert "7.0版" in jinshan.text
