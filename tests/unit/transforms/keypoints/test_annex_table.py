"""The annexed table as a table: which one it is, which column holds what, which rows are tasks."""

from __future__ import annotations

import pytest

from transforms.grid import Grid
from transforms.keypoints.annex import AnnexRow
from transforms.keypoints.annex_table import continues, find_columns, read_table_rows
from warehouse.catalog.keypoint_words import load_keypoint_words

WORDS = load_keypoint_words()


def rows(*lines: list[str], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> list[AnnexRow]:
    grid = Grid("表格1", lines, spans or {})
    found = find_columns(grid, WORDS)
    assert found is not None
    return list(read_table_rows(grid, found[0] + 1, found[1], WORDS))


def test_columns_are_known_by_what_stands_above_them() -> None:
    read = rows(
        ["2025年任务分解表", "", "", "", ""],
        ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "推进公开。", "区府办", "各部门、各街镇", "6 月底前"],
    )
    assert [f"{body.role}:{body.name}" for body in read[0].bodies] == [
        "lead:区府办",
        "support:各部门",
        "support:各街镇",
    ]
    assert (read[0].number, read[0].content, read[0].name, read[0].due_text) == (1, "推进公开。", None, "6月底前")


def test_a_merged_cell_holds_for_all_its_rows() -> None:
    read = rows(
        ["序号", "任务名称", "任务内容", "责任单位"],
        ["1", "做好解读", "同步解读。", "区府办"],
        ["2", "", "多元解读。", ""],
        spans={(1, 1): (2, 1), (1, 3): (2, 3)},
    )
    assert [(row.name, row.content, len(row.bodies)) for row in read] == [
        ("做好解读", "同步解读。", 1),
        ("做好解读", "多元解读。", 1),
    ]


def test_a_row_of_a_chapter_is_no_task_and_names_that_of_the_next_rows() -> None:
    read = rows(
        ["序号", "任务内容", "责任单位"],
        ["一、公开", "", ""],
        ["1", "甲。", "区府办"],
        ["二、保障", "二、保障", "二、保障"],
        ["2", "乙。", "区府办"],
        ["合计", "2", ""],
    )
    assert [(row.chapter, row.number) for row in read] == [("一", 1), ("二", 2)]


def test_rows_without_a_column_of_numbers_are_counted() -> None:
    read = rows(["任务名称", "任务内容", "责任单位"], ["甲", "甲甲。", "区府办"], ["乙", "乙乙。", "区府办"])
    assert [row.number for row in read] == [1, 2]


def test_a_chapter_may_stand_in_the_column_of_names_and_a_number_under_no_heading() -> None:
    read = rows(
        ["工作任务", "", "具体工作要求", "责任科室", "时限要求"],
        ["一、推进公开", "1", "甲。", "各科室", "持续推进"],
        ["", "2", "乙。", "办公室", "年底前"],
        ["二、强化保障", "3", "丙。", "办公室", "年底前"],
        spans={(1, 0): (2, 0)},
    )
    assert [(row.chapter, row.number, row.content, row.due_text) for row in read] == [
        ("一", 1, "甲。", "持续推进"),
        ("一", 2, "乙。", "年底前"),
        ("二", 3, "丙。", "年底前"),
    ]


@pytest.mark.parametrize(
    "header", [["索引号", "发文字号", "发布日期"], ["序号", "单位", "电话"], ["责任单位", "任务"], ["", "", ""]]
)
def test_another_table_is_no_breakdown(header: list[str]) -> None:
    assert find_columns(Grid("表格1", [header, ["1", "2", "3"]]), WORDS) is None


def test_a_table_goes_on_in_the_next_where_its_numbers_do() -> None:
    first = Grid("表格1", [["序号", "任务内容", "责任单位"], ["1", "甲。", "区府办"]])
    found = find_columns(first, WORDS)
    assert found is not None
    read = list(read_table_rows(first, 1, found[1], WORDS))
    assert continues(Grid("表格2", [["2", "乙。", "区府办"]]), found[1], read)
    assert not continues(Grid("表格2", [["7", "乙。", "区府办"]]), found[1], read)
    assert not continues(Grid("表格2", [["2", "乙。"]]), found[1], read)
