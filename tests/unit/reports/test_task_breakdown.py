"""任务分解表 for the district and for a unit."""

from __future__ import annotations

import dataclasses
import io

import docx
import pytest
from docx.oxml.ns import qn

from reports.tasks.breakdown import (
    Breakdown,
    compose_breakdown,
    printed_numbers,
    write_breakdown_docx,
    write_breakdown_workbook,
)
from tests.unit.reports.task_cases import CATALOG, HOSTILE, body, keypoints, task
from tests.unit.reports.workbooks import sheet_of
from warehouse.catalog.keypoint_files import PROFILES, load_keypoints, profile_names

WHOLE = Breakdown(keypoints(), assigned={"二4": {"各相关部门": ("云江区教育局",)}})
OWN = Breakdown(keypoints(), "云江区教育局", {"一2": "support", "二5": "responsible"})
TITLE = CATALOG.tasks.breakdown.title


def printed(breakdown: Breakdown) -> list[list[str]]:
    """The table row by row, merged cells where they begin."""
    [grid] = compose_breakdown(breakdown, CATALOG).grids
    rows: list[list[str]] = [[""] * grid.width for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def test_the_district_s_table_has_the_columns_of_the_annex_with_chapter_rows_and_shared_names_once() -> None:
    assert printed(WHOLE) == [
        ["序号", "任务名称", "任务内容", "责任单位", "时间节点"],
        ["一、夯实基础工作", "", "", "", ""],
        ["1", "主动公开", "做好第1项工作。", "各部门", "二季度前"],
        ["2", "", "做好第2项工作。", "牵头：区府办；责任：区司法局；配合：各街镇", "全年"],
        ["二、深化政民互动", "", "", "", ""],
        ["3", "政策解读", "解读材料与文件同步审签、同步发布。", "各部门", "全年"],
        ["4", "专区活动", "做好第4项工作。", "各相关部门（云江区教育局）", "每季度"],
        ["5", "留言办理", "做好第5项工作。", "各部门、等", "全年"],
    ]


def test_a_unit_s_table_has_its_own_tasks_with_its_role_under_the_document_s_numbers() -> None:
    assert printed(OWN) == [
        ["序号", "任务名称", "任务内容", "责任单位", "角色", "时间节点"],
        ["一、夯实基础工作", "", "", "", "", ""],
        ["2", "主动公开", "做好第2项工作。", "牵头：区府办；责任：区司法局；配合：各街镇", "配合", "全年"],
        ["二、深化政民互动", "", "", "", "", ""],
        ["5", "留言办理", "做好第5项工作。", "各部门、等", "责任", "全年"],
    ]
    assert compose_breakdown(OWN, CATALOG).title_lines == ("云江区教育局", TITLE)


def test_the_caption_says_which_document_and_how_many_tasks() -> None:
    [whole], [own] = compose_breakdown(WHOLE, CATALOG).grids, compose_breakdown(OWN, CATALOG).grids
    assert whole.caption == "2025年云江区政务公开工作要点（云府办〔2025〕9号）　共 5 项任务"
    assert own.caption == "2025年云江区政务公开工作要点（云府办〔2025〕9号）　承担单位：云江区教育局　共 2 项"


def test_names_are_not_shared_across_chapters() -> None:
    tasks = (task("一1", 1, name="公开"), task("二2", 2, name="公开"))
    assert [row[1] for row in printed(Breakdown(keypoints(tasks, ())))] == ["任务名称", "", "公开", "", "公开"]


def test_numbers_that_start_again_are_replaced_by_the_ids() -> None:
    assert printed_numbers(keypoints()) == {"一1": "1", "一2": "2", "二3": "3", "二4": "4", "二5": "5"}
    restarting = (task("一(一)1", 1), task("一(二)1", 1), task("二(三)", None))
    assert list(printed_numbers(keypoints(restarting, ())).values()) == ["一(一)1", "一(二)1", "二(三)"]


def test_the_word_document_lies_on_its_side_and_repeats_its_headings() -> None:
    document = docx.Document(io.BytesIO(write_breakdown_docx(WHOLE, CATALOG)))
    [section], [table] = document.sections, document.tables
    assert section.page_width > section.page_height
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True] + [False] * 7
    assert table.cell(2, 1).text == table.cell(3, 1).text == "主动公开"
    width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iterchildren())
    assert abs(width * 635 - (section.page_width - section.left_margin - section.right_margin)) < 635


def test_a_chapter_stays_with_its_first_task_and_tasks_of_one_name_stay_on_one_page() -> None:
    [table] = docx.Document(io.BytesIO(write_breakdown_docx(WHOLE, CATALOG))).tables
    kept = [all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs) for row in table.rows]
    named = [row.cells[0].text for row in table.rows]
    assert [name for name, keep in zip(named, kept, strict=True) if keep] == [
        "一、夯实基础工作",
        "1",
        "二、深化政民互动",
    ]


def test_the_workbook_prints_the_same_table_with_numbers_as_numbers() -> None:
    sheet = sheet_of(write_breakdown_workbook(WHOLE, CATALOG), TITLE)
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows == printed(WHOLE)
    assert sheet["A5"].value == 1
    assert "B5:B6" in {str(area) for area in sheet.merged_cells.ranges}


def test_text_from_outside_stays_text_and_the_same_table_gives_the_same_bytes() -> None:
    hostile = Breakdown(
        keypoints((task("一1", 1, body(HOSTILE), name=HOSTILE, text=HOSTILE),), ()), HOSTILE, {"一1": "lead"}
    )
    sheet = sheet_of(write_breakdown_workbook(hostile, CATALOG), TITLE)
    assert {sheet.cell(5, column).data_type for column in range(2, 5)} == {"s"}
    assert "<b>" in docx.Document(io.BytesIO(write_breakdown_docx(hostile, CATALOG))).tables[0].cell(2, 1).text
    for write in (write_breakdown_docx, write_breakdown_workbook):
        assert write(WHOLE, CATALOG) == write(dataclasses.replace(WHOLE), CATALOG)


@pytest.mark.parametrize("name", profile_names())
def test_every_task_of_every_profile_is_printed_once(name: str) -> None:
    document = load_keypoints(PROFILES / name)
    numbers = list(printed_numbers(document).values())
    rows = printed(Breakdown(document))[1:]
    assert [row[0] for row in rows if row[2]] == numbers
    assert len(rows) == len(document.tasks) + len(document.chapters)
