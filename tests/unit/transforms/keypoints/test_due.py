"""By when: the day that words name, the year being that of the document."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.keypoints.due import due_at_end, earliest, read_deadlines, read_due_cell
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()
ISSUED = date(2024, 4, 10)


def deadlines(text: str) -> list[tuple[str, date | None]]:
    return [(one.text, one.date) for one in read_deadlines(text, 2024, ISSUED, WORDS)]


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("于11月底前完成", "11月底前", date(2024, 11, 30)),
        ("2月底前完成", "2月底前", date(2024, 2, 29)),
        ("应于二季度前组织验收", "二季度前", date(2024, 6, 30)),
        ("第3季度内完成", "第3季度内", date(2024, 9, 30)),
        ("于年内召开", "年内", date(2024, 12, 31)),
        ("全年开展", "全年", date(2024, 12, 31)),
        ("8月集中开展", "8月", date(2024, 8, 31)),
        ("5月中旬前完成", "5月中旬前", date(2024, 5, 20)),
        ("上半年完成", "上半年", date(2024, 6, 30)),
        ("12月15日前报送", "12月15日前", date(2024, 12, 15)),
        ("2025年3月底前完成", "2025年3月底前", date(2025, 3, 31)),
        ("2024年底前完成", "2024年底前", date(2024, 12, 31)),
        ("本工作要点发布后30日内报送", "发布后30日内", date(2024, 5, 10)),
        ("本通知印发之日起10个工作日内报送", "印发之日起10个工作日内", date(2024, 4, 24)),
    ],
)
def test_words_that_name_a_day(text: str, words: str, day: date) -> None:
    assert deadlines(text) == [(words, day)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("于发布后5个工作日内备案", "发布后5个工作日内"),
        ("政策发布5个工作日内公开", "政策发布5个工作日内"),
        ("每季度不少于1次", "每季度"),
        ("按季度通报", "按季度"),
    ],
)
def test_words_that_depend_on_an_event_have_no_day(text: str, words: str) -> None:
    assert deadlines(text) == [(words, None)]


@pytest.mark.parametrize(
    "text",
    [
        "年内新增政策文件",
        "本年度内发布的政策",
        "年度行政检查计划",
        "2023年10月出台的办法",
        "自2024年5月1日起施行",
        "1-8月数据",
        "3年内有效",
        "前三季度",
        "《标准（2024年版）》",
    ],
)
def test_words_of_time_that_set_no_limit(text: str) -> None:
    assert deadlines(text) == []


def test_a_month_without_such_a_day_is_kept_as_words() -> None:
    assert deadlines("2月30日前完成") == [("2月30日前", None)]


@pytest.mark.parametrize(
    ("cell", "words", "day", "basis"),
    [
        ("11 月底前", "11月底前", date(2024, 11, 30), "month"),
        ("6月底前完成", "6月底前", date(2024, 6, 30), "month"),
        ("按市级部署", "按市级部署", None, "deployed"),
        ("长期坚持", "长期坚持", None, "standing"),
        ("视工作进展", "视工作进展", None, "as_printed"),
        ("第一批6月底前，第二批9月底前", "第一批6月底前,第二批9月底前", date(2024, 6, 30), "month"),
    ],
)
def test_a_cell_of_times_is_kept_whatever_it_says(cell: str, words: str, day: date | None, basis: str) -> None:
    due = read_due_cell(cell, 2024, ISSUED, WORDS)
    assert due is not None
    assert (due.text, due.date, due.basis) == (words, day, basis)


def test_an_empty_cell_says_nothing() -> None:
    assert read_due_cell(" ", 2024, ISSUED, WORDS) is None


def test_the_earliest_day_counts_and_words_only_where_there_is_none() -> None:
    counted = earliest(read_deadlines("每季度通报，年内培训，二季度前验收", 2024, ISSUED, WORDS))
    assert counted is not None
    assert (counted.text, counted.date) == ("二季度前", date(2024, 6, 30))
    assert earliest(()) is None


@pytest.mark.parametrize(
    ("text", "words"), [("区经委10月底前", "10月底前"), ("区政府办公室按市级部署", "按市级部署"), ("区经委", None)]
)
def test_the_time_that_ends_a_row_is_found(text: str, words: str | None) -> None:
    at = due_at_end(text, WORDS)
    assert (None if at is None else text[at:]) == words
