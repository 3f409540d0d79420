"""The two sheets of key-point tasks in a unit's workbook."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from reports.template.tables import COMPUTED, INPUT
from reports.template.tasks import OwnTask, TaskAnswer
from reports.template.workbook import write_template
from tests.unit.reports.task_cases import CATALOG, HOSTILE, INDICATORS, TASKS, keypoints
from tests.unit.reports.workbooks import order, raw_parts, reopened, sheet_of

DONE = TaskAnswer("已完成", "已发布", date(2025, 5, 30), "https://www.example.gov.cn/a.html")
WORDS = CATALOG.tasks


def own() -> tuple[OwnTask, ...]:
    document = keypoints()
    return tuple(
        OwnTask(document.key, document.issued_on, t, t.bodies[0].role, tuple(i for i in INDICATORS if i.task == t.id))
        for t in TASKS
    )


def filled() -> tuple[OwnTask, ...]:
    first, second, third, *rest = own()
    return (
        dataclasses.replace(first, answer=DONE, is_carried=True),
        dataclasses.replace(second, answer=TaskAnswer("推进中", HOSTILE, None, HOSTILE)),
        dataclasses.replace(third, figures={"share": (Decimal(0), Decimal(3))}),
        *rest,
    )


BLANK = write_template(order("2025Q2", tasks=own()), CATALOG)
FILLED = write_template(order("2025Q2", tasks=filled()), CATALOG)


def lines(sheet: Worksheet) -> list[dict[object, object]]:
    """The rows below the headings, by heading."""
    headings = [cell.value for cell in sheet[4]]
    return [dict(zip(headings, [c.value for c in row], strict=True)) for row in sheet.iter_rows(min_row=5)]


def test_the_sheets_stand_before_the_notes_and_only_where_the_unit_has_tasks() -> None:
    assert reopened(BLANK).sheetnames[4:6] == ["工作任务", "任务指标"]
    assert "工作任务" not in reopened(write_template(order("2025Q2"), CATALOG)).sheetnames
    without = write_template(order("2025Q2", tasks=own()[:1]), CATALOG)
    assert reopened(without).sheetnames[4:6] == ["工作任务", "说明"]


def test_the_cover_explains_the_sheets_that_there_are() -> None:
    def lines_of_the_cover(*tasks: OwnTask) -> list[str]:
        sheet = sheet_of(write_template(order("2025Q2", tasks=tasks), CATALOG), "封面")
        texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        return [text for text in texts if text.startswith(("7．", "8．"))]

    assert [text[2:8] for text in lines_of_the_cover(*own())] == ["“工作任务”", "“任务指标”"]
    assert [text[2:8] for text in lines_of_the_cover(own()[0])] == ["“工作任务”"]
    assert lines_of_the_cover() == []


def test_the_headings_are_the_words_that_the_reader_looks_for() -> None:
    tasks, figures = sheet_of(BLANK, "工作任务"), sheet_of(BLANK, "任务指标")
    assert [c.value for c in tasks[4]] == list(WORDS.task_sheet.columns.model_dump().values())
    assert [c.value for c in figures[4]] == list(WORDS.figure_sheet.columns.model_dump().values())


def test_every_task_of_the_unit_has_one_row_with_its_role_and_time() -> None:
    rows = lines(sheet_of(BLANK, "工作任务"))
    assert [(row["任务编号"], row["本单位角色"], row["时间节点"]) for row in rows] == [
        ("一1", "责任", "二季度前（2025年6月30日）"),
        ("一2", "牵头", "全年"),
        ("二3", "责任", "全年"),
        ("二4", "责任", "每季度"),
        ("二5", "责任", "全年"),
    ]
    assert {row["文件代码"] for row in rows} == {"yunjiang-2025"}
    assert {row["完成状态"] for row in rows} == {None}


def test_what_was_reported_done_is_filled_in_grey_with_its_date_and_may_be_taken_back() -> None:
    sheet = sheet_of(FILLED, "工作任务")
    row = lines(sheet)[0]
    assert (row["完成状态"], row["完成日期"], row["佐证链接"]) == ("已完成", datetime(2025, 5, 30), DONE.evidence)
    assert {sheet.cell(5, column).fill.fgColor.rgb for column in (7, 8, 9, 10)} == {"FF" + COMPUTED[1:]}
    assert not sheet["G5"].protection.locked


def test_only_the_answers_may_be_typed_into() -> None:
    sheet = sheet_of(BLANK, "工作任务")
    open_columns = {c.column for row in sheet.iter_rows(min_row=5) for c in row if not c.protection.locked}
    assert sheet.protection.sheet
    assert open_columns == {7, 8, 9, 10}
    assert sheet["G6"].fill.fgColor.rgb == "FF" + INPUT[1:]


def test_the_state_is_chosen_from_a_list_and_a_day_before_the_document_is_refused() -> None:
    offer, day = sheet_of(BLANK, "工作任务").data_validations.dataValidation
    assert (offer.type, offer.formula1, str(offer.sqref)) == ("list", '"已完成,推进中,未启动,不涉及"', "G5:G9")
    issued = (date(2025, 4, 30) - date(1899, 12, 30)).days
    assert (day.type, day.operator, day.formula1, str(day.sqref)) == (
        "date",
        "greaterThanOrEqual",
        str(issued),
        "I5:I9",
    )


def test_text_from_outside_stays_text() -> None:
    parts = raw_parts(FILLED)
    assert "HYPERLINK(1)" in parts["xl/sharedStrings.xml"]
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert not any("HYPERLINK" in text or "<hyperlink" in text for text in sheets)
    assert lines(sheet_of(FILLED, "工作任务"))[1]["进展情况"] == "=HYPERLINK(1)<b>{body}"


def test_a_figure_is_asked_with_its_requirement_in_words() -> None:
    rows = lines(sheet_of(BLANK, "任务指标"))
    assert [(row["任务编号"], row["指标代码"], row["要求"]) for row in rows] == [
        ("二3", "share", "不低于 50%"),
        ("二4", "activities", "每季度不少于 1 场"),
        ("二4", "days", "每件不超过 5 个工作日"),
    ]
    assert [(row["填报内容一"], row["填报内容二"]) for row in rows][:2] == [
        ("听取意见的中小企业数", "听取意见的全部企业数"),
        ("本季度活动场次", "—"),
    ]


def test_a_second_number_is_asked_only_where_there_is_one_and_zero_is_written_as_zero() -> None:
    sheet = sheet_of(FILLED, "任务指标")
    assert (sheet["G5"].value, sheet["I5"].value) == (0, 3)
    assert [sheet.cell(row, 9).protection.locked for row in (5, 6, 7)] == [False, True, True]
    assert [sheet.cell(row, 9).value for row in (6, 7)] == [None, None]
    kinds = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"G5": "whole", "I5": "whole", "G6": "whole", "G7": "decimal"}


def test_the_same_order_gives_the_same_bytes() -> None:
    assert write_template(order("2025Q2", tasks=filled()), CATALOG) == FILLED
