"""The annexed table as text: rows, merged names, bodies and times, whatever lines its cells came in."""

from __future__ import annotations

import pytest

from tests.unit.transforms.keypoints.test_flow import flow
from transforms.keypoints.annex import AnnexRow, derive_links
from transforms.keypoints.annex_lines import find_annex, lay_annex
from transforms.keypoints.annex_text import read_annex_rows, without_page_numbers
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()
HEADER = "序号 任务名称 任务内容 责任单位 时间节点"


def rows(*lines: str, header: str = HEADER, headings: tuple[str, ...] = ()) -> list[AnnexRow]:
    joined = flow(header, *lines, with_bare_numbers=True)
    found = find_annex(joined, WORDS)
    assert found is not None
    return read_annex_rows(without_page_numbers(lay_annex(joined, found, WORDS)), headings, WORDS)[0]


def shown(row: AnnexRow) -> tuple[int, str | None, str, str, str | None]:
    return row.number, row.name, row.content, "、".join(body.name for body in row.bodies), row.due_text


def test_a_row_in_one_line_and_a_row_in_many_are_read_alike() -> None:
    one = rows("1 推进公开工作。 区经委、各街镇 11 月底前")
    many = rows("1", "推进公开", "工作。", "区经委、", "各街", "镇", "11 月", "底前")
    assert [shown(row) for row in one] == [shown(row) for row in many]
    assert shown(one[0]) == (1, None, "推进公开工作。", "区经委、各街镇", "11月底前")


def test_a_merged_name_holds_for_the_rows_below_it_and_a_letter_may_differ() -> None:
    read = rows(
        *("1", "深化政策发布结果运用", "做好梳理。 区经委 全年", "2 做好推送。 区经委 全年"),
        *("3 优化服务", "做好订阅。 区府办 9月底前"),
        headings=("深化政策发布成果运用", "优化服务"),
    )
    assert [row.name for row in read] == ["深化政策发布结果运用", "深化政策发布结果运用", "优化服务"]
    assert [row.content for row in read] == ["做好梳理。", "做好推送。", "做好订阅。"]


def test_without_headings_short_lines_in_front_are_the_name() -> None:
    read = rows("1", "优化政策推送", "和订阅", "继续依托平台积极开展政策的精准推送，提升实用性。", "区府办", "全年")
    assert (read[0].name, read[0].content[:4]) == ("优化政策推送和订阅", "继续依托")


def test_chapters_stand_between_rows_and_numbers_may_begin_anew_in_them() -> None:
    read = rows("一、公开", "1 甲。 区府办 全年", "2 乙。 区府办 全年", "二、保障", "1 丙。 区府办 全年")
    assert [(row.chapter, row.number) for row in read] == [("一", 1), ("一", 2), ("二", 1)]


def test_numbers_in_a_row_begin_none() -> None:
    read = rows("1 建设“15 分钟生活圈”，", "2 次以上。 区府办 全年", "2 做好。 区府办 6月底前")
    assert [shown(row) for row in read] == [
        (1, None, "建设“15分钟生活圈”，2次以上。", "区府办", "全年"),
        (2, None, "做好。", "区府办", "6月底前"),
    ]


def test_short_lines_are_no_name_where_no_wide_line_follows() -> None:
    read = rows("1 推进", "公开", "工作。", "区府办", "全年")
    assert (read[0].name, read[0].content) == (None, "推进公开工作。")


def test_page_numbers_among_the_rows_are_none() -> None:
    read = rows("1 甲。 区府办 全年", "2", "2 乙乙", "15", "乙乙。 区府办 全年", "3", "丙。 区府办 全年")
    assert [shown(row)[:3] for row in read] == [(1, None, "甲。"), (2, None, "乙乙乙乙。"), (3, None, "丙。")]


def test_a_heading_repeated_on_the_next_page_is_no_row() -> None:
    read = rows("1 甲。 区府办 全年", HEADER, "2 乙。 区府办 全年")
    assert [row.content for row in read] == ["甲。", "乙。"]


def test_a_table_without_times_ends_its_rows_with_bodies() -> None:
    read = rows("1 推进公开。 区府办", "2 做好解读。", "区司法局、", "各街镇", header="序号 任务内容 责任单位")
    assert [shown(row) for row in read] == [
        (1, None, "推进公开。", "区府办", None),
        (2, None, "做好解读。", "区司法局、各街镇", None),
    ]


def test_a_content_without_full_stop_ends_where_the_names_begin() -> None:
    assert shown(rows("1 推进政务公开", "区府办、", "各街镇", "按市级部", "署")[0]) == (
        1,
        None,
        "推进政务公开",
        "区府办、各街镇",
        "按市级部署",
    )


def _row(number: int, chapter: str | None = None) -> AnnexRow:
    return AnnexRow(number, chapter, None, "甲", (), None, "", "")


@pytest.mark.parametrize(
    ("tasks", "annex", "links"),
    [
        ([("一", 1), ("二", 2)], [_row(1), _row(2)], {0: 0, 1: 1}),
        ([("一", 1), ("二", 1)], [_row(1, "一"), _row(1, "二")], {0: 0, 1: 1}),
        ([("一", 1), ("二", 1)], [_row(1), _row(2)], {0: 0, 1: 1}),
        ([("一", 1), ("二", 2)], [_row(2)], {1: 0}),
        ([("一", 1), ("二", 1)], [_row(1)], {}),
    ],
)
def test_rows_are_linked_by_number_then_by_chapter_then_in_order(
    tasks: list[tuple[str | None, int | None]], annex: list[AnnexRow], links: dict[int, int]
) -> None:
    assert derive_links(tasks, annex) == {at: annex[row] for at, row in links.items()}
