"""Task sheets are found by their headings and read row by row; the statutory tables read as they did without them."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from tests.unit.transforms.reading import CATALOG, noticed, places, reading, states, values
from tests.unit.transforms.task_books import TASK_HEADINGS, book, figure, plain_book, saved, task
from transforms.staging import TASK_FIGURES, TASKS, stage_readings
from transforms.tasks.table import MOST_ROWS
from transforms.tasks.values import read_answer, read_day
from warehouse.tables import tables

LINK = "https://www.example.gov.cn/a.html"


def test_an_answer_is_read_with_the_place_of_each_of_its_cells() -> None:
    [one] = reading(book([task("一(一)1", "已完成", date(2025, 6, 20), LINK, "已发布")])).tasks
    assert (one.document, one.task_id, one.status, one.done_on) == ("doc-2025", "一(一)1", "done", date(2025, 6, 20))
    assert (one.evidence, one.progress) == (LINK, "已发布")
    assert (one.sheet, one.address, one.done_address, one.evidence_address) == ("工作任务", "G4", "I4", "J4")


def test_a_figure_is_read_as_statutory_figures_are() -> None:
    read = reading(book([], [figure("二(一)3", "share", "1,234件", 2000), figure("二(一)3", "long", "无", "很多")]))
    first, second = read.task_figures
    assert (first.numerator, first.denominator) == (Decimal(1234), Decimal(2000))
    assert (first.numerator_address, first.denominator_address) == ("G4", "I4")
    assert (second.numerator_state, second.numerator) == ("zero", Decimal(0))
    assert (second.denominator_state, second.denominator_text) == ("invalid", "很多")


def test_the_statutory_tables_read_as_they_did_without_the_sheets() -> None:
    plain = reading(plain_book())
    odd = [task("一(一)1", "已完成", progress="行政许可"), ("规章", "行政处罚", "本年新收", "总计", "", "", "推进中")]
    both = reading(book(odd, [figure("本年新收", "总计", 5)]))
    assert (values(both), states(both), places(both)) == (values(plain), states(plain), places(plain))
    assert (both.edition, both.cover_unit, both.notes) == (plain.edition, plain.cover_unit, plain.notes)
    assert noticed(both) == noticed(plain) == []


def test_a_workbook_without_task_sheets_has_no_tasks() -> None:
    plain = reading(plain_book())
    assert (plain.tasks, plain.task_figures, plain.problems) == ([], [], [])


def test_the_sheet_is_found_renamed_moved_with_hidden_columns_and_remarks_in_its_headings() -> None:
    remarked = [f"{heading}（下拉）" if heading == "完成状态" else f" {heading} " for heading in TASK_HEADINGS]
    read = reading(book([task("一1", "进行中")], title="Sheet9", at=12, hidden="AB", headings=remarked))
    assert [(one.task_id, one.status, one.address) for one in read.tasks] == [("一1", "under_way", "G13")]


def test_rows_pasted_beside_a_statutory_table_are_read_and_the_table_too() -> None:
    opened = openpyxl.load_workbook(io.BytesIO(plain_book()))
    sheet = opened.worksheets[0]
    for number, row in enumerate([("任务编号", "完成状态", "完成日期"), ("一1", "已完成", "2025年6月30日")], 3):
        for column, value in enumerate(row, 30):
            sheet.cell(number, column, value)
    read = reading(saved(opened))
    assert [(one.document, one.task_id, one.done_on) for one in read.tasks] == [(None, "一1", date(2025, 6, 30))]
    assert values(read) == values(reading(plain_book()))


def test_blank_rows_and_remarks_under_the_table_are_no_answers() -> None:
    read = reading(book([task("一1", None), (None,) * 10, task("一2", "未启动"), ("", "注：" + "请如实填写。" * 12)]))
    assert [(one.task_id, one.status) for one in read.tasks] == [("一1", None), ("一2", "not_started")]
    assert read.problems == []


def test_an_answer_without_its_task_is_a_problem_at_its_cell() -> None:
    read = reading(book([task(None, "已完成"), task("一1", "已完成")]))
    assert noticed(read) == [("TASK-SHEET", "B4")]
    assert "没有任务编号" in read.problems[0].detail
    assert len(read.tasks) == 1


def test_two_rows_on_one_task_that_differ_are_a_problem_and_two_that_agree_are_none() -> None:
    assert noticed(reading(book([task("一1", "已完成"), task("一1", "完成")]))) == []
    read = reading(book([task("一1", "已完成"), task("一1", "推进中")], [figure("一1", "a", 1), figure("一1", "a", 2)]))
    assert noticed(read) == [("TASK-SHEET", "G5"), ("TASK-SHEET", "G5")]
    assert "工作任务!G4“已完成”，这里是“推进中”" in read.problems[0].detail


def test_a_visible_sheet_goes_before_a_hidden_one() -> None:
    opened = openpyxl.load_workbook(io.BytesIO(book([task("一1", "未启动")])))
    old, new = opened["工作任务"], opened.copy_worksheet(opened["工作任务"])
    old.sheet_state = "hidden"
    new["G4"] = "已完成"
    assert [one.status for one in reading(saved(opened)).tasks] == ["done", "not_started"]


def test_what_is_too_much_is_bounded_and_said() -> None:
    read = reading(book([task(f"一{n}", "已完成") for n in range(MOST_ROWS + 5)]))
    assert len(read.tasks) == MOST_ROWS
    assert noticed(read) == [("TASK-SHEET", "B3")]
    long = reading(book([task("一1", "推进中", progress="长" * 2_500)]))
    assert (len(long.tasks[0].progress or ""), noticed(long)) == (2_000, [("TASK-SHEET", "H4")])


def test_a_formula_without_a_value_is_no_state_and_no_figure() -> None:
    read = reading(book([task("一1", "=A1")], [figure("一1", "a", "=B1/0")]))
    assert (read.tasks[0].status, read.tasks[0].status_text) == (None, "=A1")
    assert read.task_figures[0].numerator_state == "formula_without_value"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("已完成", "done"),
        (" 已 完成。", "done"),
        ("办结", "done"),
        ("推进中", "under_way"),
        ("尚未启动", "not_started"),
        ("不适用", "not_applicable"),
        ("基本完成", None),
        ("", None),
        ("50%", None),
    ],
)
def test_a_state_is_known_by_any_of_its_wordings(text: str, code: str | None) -> None:
    assert read_answer(text, CATALOG.tasks.answer_codes) == code


@pytest.mark.parametrize(
    "written",
    [
        date(2025, 6, 30),
        datetime(2025, 6, 30, 8),
        "2025-06-30",
        "2025/6/30",
        "2025.6.30",
        "2025年6月30日",
        "6月30日",
        "20250630",
        20250630.0,
        45838.0,
        "２０２５年６月３０日",
        "2025-06-30 08:00:00",
        " 2025 年 6 月 30 日 ",
        "6.30",
    ],
)
def test_a_day_is_read_in_any_form(written: object) -> None:
    assert read_day(written, 2025) == date(2025, 6, 30)


@pytest.mark.parametrize("written", ["", "6月底", "2025年6月", "2025-13-01", "2月30日", True, 3.5, 12.0, "已完成", 9e9])
def test_what_is_no_day_is_none(written: object) -> None:
    assert read_day(written, 2025) is None


def test_a_day_without_a_year_needs_the_year_of_the_period() -> None:
    assert read_day("6月30日", None) is None


def test_the_frames_have_the_columns_that_the_tables_declare() -> None:
    staged = stage_readings(
        [("a", reading(book([task("一1", "已完成")], [figure("一1", "a", 1, 2)]))), ("b", reading(plain_book()))]
    )
    for table, schema, frame in (
        ("stg_task", TASKS, staged.tasks),
        ("stg_task_figure", TASK_FIGURES, staged.task_figures),
    ):
        assert dict(schema) == tables()[table].frame_schema
        assert (frame.schema, frame["sha256"].to_list()) == (schema, ["a"])
    assert staged.task_figures["denominator"].to_list() == [Decimal(2)]
