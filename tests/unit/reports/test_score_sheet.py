"""The page of a unit: what it says, that its table adds up, and that the same page gives the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace

import docx

from reports.narrative.paper import Grid, Paragraph
from reports.score.compose import compose_sheet
from reports.score.sheet import ScoreSheet
from reports.score.write import render_score_page, write_score_docx
from tests.unit.reports.score_sheets import MISSING, SHEET
from warehouse.catalog.catalog import load_catalog

CATALOG = load_catalog()


def said(sheet: ScoreSheet) -> str:
    return "".join(block.text for block in compose_sheet(sheet, CATALOG).blocks if isinstance(block, Paragraph))


def table(sheet: ScoreSheet, name: str) -> list[list[str]]:
    [grid] = (grid for grid in compose_sheet(sheet, CATALOG).grids if grid.name == name)
    return rows_of(grid)


def rows_of(grid: Grid) -> list[list[str]]:
    return [
        [cell.text for cell in sorted(grid.cells, key=lambda c: c.column) if cell.row == row]
        for row in range(grid.height)
    ]


def test_the_page_says_score_grade_and_place() -> None:
    assert "某区财政局得86.63分（满分100分），等次为良好，在部门组33个参加排名的单位中列第3名。" in said(SHEET)
    assert "等次为良好，不参加排名。" in said(replace(SHEET, rank=None, ranked_count=None))
    assert "可评的项目满分只有85分，不足方案规定，不评分。" in said(replace(SHEET, score=None))


def test_the_lines_that_count_are_listed_and_add_up_to_the_score() -> None:
    rows = table(SHEET, "score")
    assert [row[0] for row in rows] == ["项目", "依申请按时答复", "审查", "活动", "加分封顶", "合计"]
    assert rows[-1][1:3] == ["100", "86.63"]  # 75 + 25; 65.63 + 20 + 2 − 1
    assert rows[4][1] == ""
    assert "不计的项目：培训。" in said(SHEET)


def test_problems_stand_with_deadlines_the_overdue_ones_first() -> None:
    rows = table(replace(SHEET, problems=SHEET.problems[::-1]), "problems")
    assert rows[1] == [MISSING.text, MISSING.demand, "2025年5月8日（星期四）", "逾期未改"]
    assert rows[2] == [
        "迟报（曾于2024年第四季度销号，再次出现）",
        MISSING.demand,
        "待定（当年工作日安排未公布）",
        "整改中",
    ]
    assert "尚未销号的问题2项，其中逾期未改1项；本季度销号0项" in said(SHEET)


def test_what_does_not_fit_on_the_page_is_counted() -> None:
    many = tuple(replace(MISSING, problem_id=str(number)) for number in range(9))
    shown = len(table(replace(SHEET, problems=many), "problems")) - 1
    assert shown == CATALOG.assessment.sheet.problems_at_most
    assert f"另有{9 - shown}项，见问题清单。" in said(replace(SHEET, problems=many))


def test_tasks_are_counted_and_those_overdue_named() -> None:
    assert "承担要点任务5项：已完成4项，逾期未完成1项。到期未完成的是：一(一)1 更新目录。" in said(SHEET)


def test_a_value_that_is_not_there_says_why_and_nought_is_nought() -> None:
    rows = table(SHEET, "indicators")
    assert rows[1] == ["依申请新收件数", "12", "30", "集成推送率", "不适用", "50%"]
    assert rows[2] == ["活动场次", "0", "—", "", "", ""]


def test_what_is_empty_is_said() -> None:
    bare = replace(SHEET, problems=(), task_counts={}, overdue_tasks=(), indicators=())
    assert all(words in said(bare) for words in ("没有列入清单的问题", "没有承担本年要点任务", "没有可列的指标"))


def test_word_and_page_say_the_same_and_the_same_page_gives_the_same_bytes() -> None:
    content, page = write_score_docx(SHEET, CATALOG), render_score_page(SHEET, CATALOG)
    assert (content, page) == (write_score_docx(SHEET, CATALOG), render_score_page(SHEET, CATALOG))
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells if cell.text]
    assert "按时答复率87.5%；得65.63分。" in cells
    assert all(cell in page for cell in cells)


def test_a_name_becomes_no_markup() -> None:
    page = render_score_page(replace(SHEET, unit_name="<b>局</b>", scheme_name="<script>"), CATALOG)
    assert "<b>局" not in page
    assert "<script>" not in page
